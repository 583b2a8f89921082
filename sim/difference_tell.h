/* SPDX-License-Identifier: BSD-2-Clause */
/* Internal to difference*.c: who tells about the rows and fields of a table. */
#ifndef SIM_DIFFERENCE_TELL_H
#define SIM_DIFFERENCE_TELL_H

#include "difference.h"
#include "state.h"

struct telling {
	struct textbuf *text;
	struct arena *arena;
	const struct kernel *before, *after;
	unsigned lines;
	enum table table; /* the row that is told about */
	uint32_t ix;
	bool told;     /* has it been looked at? */
	bool same;     /* is it the same thing before and after? */
	uint32_t file; /* whose contents were told last */
};

/* A line. */
void say(struct telling *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "SUBJECT: MEANING a -> b". */
void say_field(
    struct telling *, const char *subject, const struct field *, uint64_t before, uint64_t after);
bool is_field(const struct field *, const char *name);
const char *tell_value(const struct telling *, value_ix);
/* Is it the same file before and after, not another one in its row? */
bool same_vnode(const struct telling *, vnode_ix);

/* A row that came (before is NULL) or went (after is), or both of one that stayed. */
typedef void row_teller(struct telling *, const void *before, const void *after);
/* A field that changed of a row that stayed. */
typedef void field_teller(
    struct telling *, const struct field *, unsigned element, uint64_t before, uint64_t after);

row_teller tell_prison, tell_prison_changes, tell_proc, tell_fdblock, tell_mount, tell_kld,
    tell_socket, tell_dirent, tell_block;
field_teller tell_proc_field, tell_fdblock_field, tell_file_field, tell_mount_field,
    tell_socket_field, tell_dirent_field, tell_vnode_field, tell_block_field;
row_teller tell_ipcobj, tell_ipcobj_changes, tell_shmmap, tell_shmname, tell_mbuf, tell_msg,
    tell_ifnet, tell_ifaddr, tell_extattr;
field_teller tell_ipcobj_field, tell_pipe_field, tell_ifnet_field;
/* What processes hold that changed, credentials and directories. */
void tell_processes(struct telling *);

#endif
