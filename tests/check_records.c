/* SPDX-License-Identifier: BSD-2-Clause */
/* Records: what is put is read, whatever its length, also when some were cut off or moved. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "records.h"

#define SUITE(file_) Suite *file_##_suite(void);
#include "suites.def"

#define COUNT 700

static const int64_t numbers[] = { 0, 1, -1, 63, 64, -64, -65, 127, 128, 300, 16384, INT32_MAX,
	INT32_MIN, INT64_MAX, INT64_MIN };

#define NUMBERS (sizeof(numbers) / sizeof(numbers[0]))

static char text[3 * COUNT + 8];

/* Around 255 bytes a record's length needs more than its byte. */
static size_t
length_of(size_t number)
{
	return (number % 3 == 0 ? number * 3 : number % 300);
}

static void
add(struct records *r, size_t number)
{
	records_begin(r);
	records_put_number(r, number);
	records_put_signed(r, numbers[number % NUMBERS]);
	records_put_bytes(r, text + number % 7, length_of(number));
	records_put_number(r, UINT64_MAX - number);
	records_end(r);
}

static void
check(const struct records *r, size_t at, size_t number)
{
	struct record one = records_at(r, at);
	size_t length;

	ck_assert_uint_eq(record_number(&one), number);
	ck_assert_int_eq(record_signed(&one), numbers[number % NUMBERS]);
	const char *bytes = record_bytes(&one, &length);

	ck_assert_uint_eq(length, length_of(number));
	ck_assert_mem_eq(bytes, text + number % 7, length);
	ck_assert_uint_eq(record_number(&one), UINT64_MAX - number);
}

static void
check_all(const struct records *r, size_t count)
{
	ck_assert_uint_eq(r->count, count);
	for (size_t i = 0; i < count; i++)
		check(r, i, i);
}

static void
setup(void)
{
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 31);
}

START_TEST(what_is_put_is_read)
{
	struct records r = { .count = 0 };

	for (size_t i = 0; i < COUNT; i++)
		add(&r, i);
	check_all(&r, COUNT);
	for (size_t keep = COUNT; keep > 0; keep -= keep / 3 + 1) {
		records_cut(&r, keep);
		check_all(&r, keep);
	}
	for (size_t i = r.count; i < COUNT; i++)
		add(&r, i);
	check_all(&r, COUNT);
	records_free(&r);
}
END_TEST

START_TEST(what_is_moved_is_read)
{
	static const size_t cuts[] = { 0, 1, 15, 16, 17, 255, COUNT - 1, COUNT };

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		struct records r = { .count = 0 }, rest = { .count = 0 };

		for (size_t n = 0; n < COUNT; n++)
			add(&r, n);
		records_move(&rest, &r, cuts[i]);
		check_all(&r, cuts[i]);
		ck_assert_uint_eq(rest.count, COUNT - cuts[i]);
		for (size_t n = cuts[i]; n < COUNT; n++)
			check(&rest, n - cuts[i], n);
		records_move(&r, &rest, 0);
		check_all(&r, COUNT);
		ck_assert_uint_eq(rest.count, 0);
		records_free(&r);
		records_free(&rest);
	}
}
END_TEST

Suite *
records_suite(void)
{
	Suite *s = suite_create("records");
	TCase *records = tcase_create("records");

	tcase_add_checked_fixture(records, setup, NULL);
	tcase_add_test(records, what_is_put_is_read);
	tcase_add_test(records, what_is_moved_is_read);
	suite_add_tcase(s, records);
	return (s);
}
