/* SPDX-License-Identifier: BSD-2-Clause */
/* Addresses as text and back, without the host's libraries.  Counterpart: inet_pton(3). */
#ifndef KERNEL_MODEL_IN_ADDR_H
#define KERNEL_MODEL_IN_ADDR_H

#include <stdbool.h>
#include <stddef.h>

#define IN_ADDR_SIZE  4	 /* bytes of an IPv4 address */
#define IN6_ADDR_SIZE 16 /* bytes of an IPv6 address */
#define IN_ADDR_TEXT  46 /* room for either as text, with a NUL */

/* Reads `length' characters into `size' bytes in network order; false when they are no address. */
bool in_addr_read(const char *text, size_t length, size_t size, void *address);
/* Writes it as short as it can be, with no NUL; answers how many characters. */
size_t in_addr_write(const void *address, size_t size, char *text);

#endif
