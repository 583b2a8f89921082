/* SPDX-License-Identifier: BSD-2-Clause */
#include "kernel_calls.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "literal.h"

struct kernel_calls
kernel_calls_begin(void)
{
	struct kernel_calls f = { .pid = 1 };

	f.allocator = calloc(1, sizeof(*f.allocator));
	ck_assert_ptr_nonnull(f.allocator);
	f.values = values_create(f.allocator);
	f.kernel = kernel_create(f.values, f.allocator, 2);
	ck_assert_ptr_nonnull(f.kernel);
	return (f);
}

void
kernel_calls_end(struct kernel_calls *f)
{
	ck_assert_ptr_null(kernel_check(f->kernel));
	kernel_destroy(f->kernel);
	values_destroy(f->values);
	free(f->allocator);
}

int64_t
text(struct kernel_calls *f, const char *string)
{
	return (value_string(f->values, string));
}

int64_t
options(struct kernel_calls *f, const char *name, const char *value)
{
	value_begin(f->values);
	literal_text(f->values, name, value);
	return (value_end(f->values));
}

int
kernel_calls_make(struct kernel_calls *f, enum sysno number, const int64_t words[CALL_ARGS])
{
	f->call = (struct call) {
		.pid = f->pid, .number = (uint16_t)number, .nargs = syscall_info[number].nargs
	};
	memcpy(f->call.words, words, sizeof(f->call.words));
	return (kernel_call(f->kernel, &f->call));
}

enum rule
kernel_calls_rule(const struct kernel_calls *f)
{
	for (uint32_t i = f->call.trail.count; i-- > 0;)
		if (f->call.trail.steps[i].held)
			return ((enum rule)f->call.trail.steps[i].rule);
	return (RULES);
}

static const char *
rule_name(const struct kernel_calls *f)
{
	enum rule rule = kernel_calls_rule(f);

	return (rule == RULES ? "none" : rule_info[rule].name);
}

int64_t
made_words(struct kernel_calls *f, const int64_t *words)
{
	int error = kernel_calls_make(f, (enum sysno)words[0], words + 1);

	ck_assert_msg(error == 0, "%s: error %d because %s", syscall_info[words[0]].name, error,
	    rule_name(f));
	return (f->call.retval);
}

void
refused_words(struct kernel_calls *f, enum rule rule, const int64_t *words)
{
	int error = kernel_calls_make(f, (enum sysno)words[0], words + 1);

	ck_assert_msg(error == rule_info[rule].error && kernel_calls_rule(f) == rule,
	    "%s: error %d because %s, not %s", syscall_info[words[0]].name, error, rule_name(f),
	    rule_info[rule].name);
}
