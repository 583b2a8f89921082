/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A step of a scenario: who acts, what is done with which words, and what is
 * expected; every part with its place in the text.
 */
#ifndef SIM_STEP_H
#define SIM_STEP_H

#include <stdbool.h>
#include <stdint.h>

#include "arena.h"

/* Byte offsets in the text. */
struct span {
	uint32_t begin; /* the first byte */
	uint32_t end;	/* the one behind the last */
};

enum expr_kind {
	EXPR_INTEGER, /* 12, 0644, 0xff */
	EXPR_STRING,  /* "text" */
	EXPR_NAME,    /* a constant or a variable, perhaps with a field */
	EXPR_FLAGS,   /* A|B: the members are its parts */
	EXPR_STRUCT,  /* {name="www", persist} or {65534}: its members */
	EXPR_CALL,    /* makedev(1, 2): the name and its members */
	EXPR_OK,      /* ok, as one outcome of several */
};

struct expr {
	struct expr *next;	/* the next argument or member */
	struct expr *members;	/* of flags, a struct or a call */
	const char *label;	/* the member's name in a struct; NULL: bare */
	const char *name;	/* of EXPR_NAME and EXPR_CALL, the field cut off */
	const char *field;	/* what follows the first "." of a name; or NULL */
	struct text string;	/* of EXPR_STRING */
	uint64_t integer;	/* of EXPR_INTEGER, the sign not applied */
	struct span span;	/* the value's place */
	struct span label_span; /* the label's place */
	enum expr_kind kind;	/* which of these */
	bool negated;		/* a minus stands before it */
};

/* A program's word is its pieces, one behind the other. */
struct piece {
	struct piece *next; /* the next of the word */
	struct text text;   /* the literal bytes, or the variable's name */
	struct span span;   /* its place, quotes included */
	bool variable;	    /* $name */
};

struct word {
	struct word *next;    /* the next word */
	struct piece *pieces; /* never NULL; "" is one empty piece */
	struct span span;     /* its place */
};

/* What a credential literal says; a field that is not given is 0. */
struct cred_literal {
	uint32_t ruid, euid, svuid; /* user ids */
	uint32_t rgid, egid, svgid; /* group ids */
	uint32_t *groups;	    /* the supplementary groups */
	uint32_t ngroups;	    /* how many */
	bool sugid;		    /* has changed ids since its last execve */
};

enum prompt_kind {
	PROMPT_USER, /* a login name */
	PROMPT_IDS,  /* UID[:GID[,GID...]] */
	PROMPT_CRED, /* a credential literal */
	PROMPT_PROC, /* %VAR or %PID: a process that runs already */
};

struct prompt {
	enum prompt_kind kind;	   /* which of these */
	const char *text;	   /* as written, without the sign: names the session */
	const char *user;	   /* the login name, or what follows "%" */
	const char *jail;	   /* a name or a jid; NULL for PROMPT_PROC */
	const char *session;	   /* what follows "/"; NULL: the nameless one */
	struct cred_literal *cred; /* of PROMPT_IDS and PROMPT_CRED */
	struct span span;	   /* the place of text */
	struct span user_span;	   /* the place of user */
	struct span jail_span;	   /* the place of jail */
	struct span sign_span;	   /* the place of the sign */
	char sign;		   /* '#' or '$' */
};

enum outcome_kind {
	OUTCOME_OK,	/* ok, or nothing said: must succeed */
	OUTCOME_VALUE,	/* one of the values: integer, text, errno or variable */
	OUTCOME_EXIT,	/* exit N */
	OUTCOME_SILENT, /* silent: succeeds and prints nothing */
	OUTCOME_FIELDS, /* field=value and nothing else */
};

/* field=value: value is raw text, or the contents of "...". */
struct expected_field {
	struct expected_field *next; /* the next one */
	const char *name;	     /* of the result's field */
	struct text value;	     /* what it must be */
	struct span span;	     /* its place, name included */
	bool quoted;		     /* value stood in quotes: it is no variable */
};

struct rule_name {
	struct rule_name *next; /* the next alternative */
	const char *name;	/* FUNCTION_REASON */
	const char *object;	/* what stands in parentheses; or NULL */
	struct span span;	/* its place */
};

struct expectation {
	enum outcome_kind kind;	       /* which of these */
	struct expr *values;	       /* of OUTCOME_VALUE: the alternatives */
	uint32_t status;	       /* of OUTCOME_EXIT */
	struct expected_field *fields; /* also beside a value */
	struct rule_name *because;     /* any of these rules must have decided */
	struct span span;	       /* from "=>" to the end */
	struct span outcome_span;      /* without "=>" and because */
};

enum step_kind {
	STEP_CALL,	 /* name(arguments) */
	STEP_PROGRAM,	 /* name words */
	STEP_SIMULATION, /* :name words */
};

struct variable {
	struct variable *next; /* the next of "r, w = pipe()" */
	const char *name;      /* lower case */
	struct span span;      /* its place */
};

struct scenario_step {
	struct scenario_step *next;	 /* the next of the file */
	enum step_kind kind;		 /* which of these */
	unsigned line;			 /* where it begins, from 1 */
	struct prompt *prompt;		 /* NULL: a simulation word, or typed without */
	struct variable *assigned;	 /* the variables it sets; or NULL */
	const char *name;		 /* of the call; NULL in a program: words[0] */
	struct expr *args;		 /* of a call */
	struct word *words;		 /* of a program, its name first; of a simulation */
	struct word *redirect;		 /* the file behind > or >>; or NULL */
	bool append;			 /* it was >> */
	bool background;		 /* a final & */
	struct expectation *expectation; /* NULL: must succeed */
	bool has_output;		 /* lines with "| " follow */
	struct text output;		 /* they, each ending in a newline */
	struct span name_span;		 /* the name's place */
	struct span args_span;		 /* between the parentheses */
	struct span span;		 /* the whole step, without its newline and output */
	struct span output_span;	 /* the lines of output, with their newlines */
};

#endif
