/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IPv4 and IPv6 addresses as text.  FreeBSD's counterparts are inet_pton(3) and inet_ntop(3).
 * NOT MODELLED: scopes (fe80::1%em0).
 */
#include "in_addr.h"

#include <stdint.h>
#include <string.h>

#define GROUPS 8 /* of 16 bits in an IPv6 address */

/* Reads a number of at most `digits' digits; false when there is none or it exceeds `most'. */
static bool
read_number(
    const char **at, const char *end, uint32_t base, size_t digits, uint32_t most, uint32_t *number)
{
	const char *start = *at;

	for (*number = 0; *at < end; (*at)++) {
		char c = **at;
		uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') :
		    c >= 'a' && c <= 'f'	      ? (uint32_t)(c - 'a') + 10 :
		    c >= 'A' && c <= 'F'	      ? (uint32_t)(c - 'A') + 10 :
							base;
		if (digit >= base)
			break;
		*number = *number * base + digit;
		if ((size_t)(*at - start) == digits || *number > most)
			return (false);
	}
	return (*at != start);
}

static bool
read_ip4(const char *at, const char *end, uint8_t *address)
{
	for (int i = 0; i < IN_ADDR_SIZE; i++) {
		uint32_t number;

		if (i > 0 && (at == end || *at++ != '.'))
			return (false);
		bool zero = at < end && *at == '0';
		const char *start = at;

		if (!read_number(&at, end, 10, 3, 255, &number) || (zero && at - start > 1))
			return (false);
		address[i] = (uint8_t)number;
	}
	return (at == end);
}

/* Puts `after' groups, read behind "::", at the end. */
static bool
spread(uint8_t *address, int groups, int gap)
{
	size_t tail = (size_t)(groups - gap) * 2;

	if (gap < 0)
		return (groups == GROUPS);
	if (groups == GROUPS)
		return (false);
	memmove(address + IN6_ADDR_SIZE - tail, address + gap * 2, tail);
	memset(address + gap * 2, 0, (size_t)(GROUPS - groups) * 2);
	return (true);
}

static bool
read_ip6(const char *at, const char *end, uint8_t *address)
{
	int groups = 0, gap = -1;

	if (end - at >= 2 && at[0] == ':' && at[1] == ':') {
		gap = 0;
		at += 2;
	}
	while (at < end) {
		uint32_t number;
		const char *start = at;

		if (groups == GROUPS || !read_number(&at, end, 16, 4, 0xffff, &number))
			return (false);
		if (at < end && *at == '.') {
			if (groups > GROUPS - 2 || !read_ip4(start, end, address + groups * 2))
				return (false);
			return (spread(address, groups + 2, gap));
		}
		address[groups * 2] = (uint8_t)(number >> 8);
		address[groups++ * 2 + 1] = (uint8_t)number;
		if (at == end)
			break;
		if (*at++ != ':' || at == end)
			return (false);
		if (*at == ':') {
			if (gap >= 0)
				return (false);
			gap = groups;
			at++;
		}
	}
	return (spread(address, groups, gap));
}

bool
in_addr_read(const char *text, size_t length, size_t size, void *address)
{
	if (size == IN_ADDR_SIZE)
		return (read_ip4(text, text + length, address));
	return (read_ip6(text, text + length, address));
}

static size_t
write_number(uint32_t number, uint32_t base, char *text)
{
	char digits[8];
	size_t count = 0, length;

	do
		digits[count++] = "0123456789abcdef"[number % base];
	while ((number /= base) != 0);
	for (length = 0; count > 0; length++)
		text[length] = digits[--count];
	return (length);
}

/* The longest run of at least two zero groups, the first of equals; *length is 0 without one. */
static int
longest_zeros(const uint8_t *address, int *length)
{
	int best = -1, run = 0;

	*length = 1;
	for (int i = 0; i < GROUPS; i++) {
		run = address[2 * i] == 0 && address[2 * i + 1] == 0 ? run + 1 : 0;
		if (run > *length) {
			*length = run;
			best = i + 1 - run;
		}
	}
	return (best);
}

static size_t
write_ip6(const uint8_t *address, char *text)
{
	int length, gap = longest_zeros(address, &length);
	size_t used = 0;

	for (int i = 0; i < GROUPS; i++) {
		if (i == gap) {
			text[used++] = ':';
			i += length - 1;
			if (i == GROUPS - 1)
				text[used++] = ':';
			continue;
		}
		if (i > 0)
			text[used++] = ':';
		used += write_number(
		    (uint32_t)address[2 * i] << 8 | address[2 * i + 1], 16, text + used);
	}
	return (used);
}

size_t
in_addr_write(const void *address, size_t size, char *text)
{
	const uint8_t *bytes = address;
	size_t used = 0;

	if (size != IN_ADDR_SIZE)
		return (write_ip6(bytes, text));
	for (int i = 0; i < IN_ADDR_SIZE; i++) {
		if (i > 0)
			text[used++] = '.';
		used += write_number(bytes[i], 10, text + used);
	}
	return (used);
}
