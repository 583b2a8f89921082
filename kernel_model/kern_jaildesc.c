/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Descriptors of jails, which came with 15.0: a jail named by an open file.  What may be done with
 * one its opener may do, whoever has it now, and wherever: a descriptor is a capability (P54).
 * FreeBSD's counterpart is the file of the same name, and the end of kern_jail.c for the calls.
 *
 * NOT MODELLED: looking up below a descriptor (JAIL_AT_DESC), their mode and owner, events.
 */
#include "jaildesc.h"

#include "constants.h"
#include "file.h"
#include "jail.h"
#include "sysproto.h"

/* jd_flags */
#define JDF_OWNING 0x4u

int
jaildesc_find(struct thread *td, int fd, const struct prison **result, const struct ucred **opener)
{
	const struct kernel *k = td->td_kernel;
	const struct file *fp;
	int error;

	if ((error = fget(td, fd, &fp, NULL)) != 0 ||
	    (error = must_refuse(
		 td, JAILDESC_TYPE, fp->f_type != DTYPE_JAILDESC, NULL, about_fd(fd))) != 0)
		return (error);
	const struct prison *pr = prison_at(k, jdesc_find(k, file_ix_of(k, fp), 0)->jd_prison);
	bool gone = pr == NULL || pr->pr_state != PRISON_STATE_ALIVE;

	*result = pr;
	*opener = ucred_at(k, fp->f_cred);
	return (must_refuse(td, JAILDESC_GONE, gone, NULL, about_fd(fd)));
}

int
jaildesc_create(struct thread *td, const struct prison *cpr, bool owning, int64_t *result)
{
	const struct kernel *k = td->td_kernel;
	struct file *fp;
	struct jdesc *jd;
	int fd, error;

	if ((error = falloc(td, &fp, &fd, 0, 0)) != 0 || (error = jdesc_alloc(td, &jd)) != 0)
		return (error);
	fp->f_type = DTYPE_JAILDESC;
	fp->f_flag = FREAD | FWRITE;
	jd->jd_file = file_ix_of(k, fp);
	jd->jd_prison = prison_ix_of(k, cpr);
	jd->jd_flags = owning ? JDF_OWNING : 0;
	jdesc_enter(td, jd);
	prison_hold(td, jd->jd_prison);
	prison_change(td, cpr)->pr_flags |= PR_DESCS;
	*result = fd;
	return (0);
}

/* J46. */
void
jaildesc_close(struct thread *td, const struct file *fp)
{
	const struct kernel *k = td->td_kernel;
	const struct jdesc *jd = jdesc_find(k, file_ix_of(k, fp), 0);
	prison_ix ix = jd->jd_prison;
	bool owning = (jd->jd_flags & JDF_OWNING) != 0;

	jdesc_erase(td, jd);
	if (ix == 0)
		return;
	if (owning)
		prison_remove(td, prison_at(k, ix));
	prison_free(td, ix);
}

void
jaildesc_prison_cleanup(struct thread *td, const struct prison *pr)
{
	const struct kernel *k = td->td_kernel;
	prison_ix prison = prison_ix_of(k, pr);

	if ((pr->pr_flags & PR_DESCS) == 0)
		return;
	for (jdesc_ix ix = 1; ix < k->k_rows[TABLE_jdesc].capacity; ix++)
		if (row_live(k, TABLE_jdesc, ix) && jdesc_at(k, ix)->jd_prison == prison) {
			jdesc_change(td, jdesc_at(k, ix))->jd_prison = 0;
			prison_change(td, pr)->pr_ref--;
		}
}

/* J37.  The jail may lie anywhere, below the caller's own or not. */
int
sys_jail_attach_jd(struct thread *td, const struct jail_attach_jd_args *uap, struct none_result *r)
{
	const struct prison *pr;
	const struct ucred *opener;
	int error;

	(void)r;
	if ((error = jaildesc_find(td, uap->fd, &pr, &opener)) != 0 ||
	    (error = priv_check_cred(td, opener, PRIV_JAIL_ATTACH)) != 0)
		return (error);
	return (do_jail_attach(td, pr));
}

int
sys_jail_remove_jd(struct thread *td, const struct jail_remove_jd_args *uap, struct none_result *r)
{
	const struct prison *pr;
	const struct ucred *opener;
	int error;

	(void)r;
	if ((error = jaildesc_find(td, uap->fd, &pr, &opener)) != 0 ||
	    (error = priv_check_cred(td, opener, PRIV_JAIL_REMOVE)) != 0)
		return (error);
	prison_remove(td, pr);
	return (0);
}
