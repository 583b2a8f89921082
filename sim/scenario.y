/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The grammar of the scenario language. A line that is wrong is told and
 * skipped, so that one reading tells every problem of a file.
 */
%require "3.6"
%define api.pure full
%define api.prefix {scenario_yy}
%define api.location.type {struct span}
%define parse.error custom
%locations
%parse-param {void *scanner} {struct reader *r}
%lex-param {void *scanner}

%code requires {
#include "scenario_reader.h"

/* A list that grows at its end. */
struct expr_list {
	struct expr *first, *last;
};
struct word_list {
	struct word *first, *last;
};
struct field_list {
	struct expected_field *first, *last;
};
struct rule_list {
	struct rule_name *first, *last;
};
}

%code {
#include <string.h>

int scenario_yylex(SCENARIO_YYSTYPE *, struct span *, void *);
static void scenario_yyerror(const struct span *, void *, struct reader *, const char *);

#define YYMAXDEPTH 400

#define YYLLOC_DEFAULT(now, rhs, n)                          \
	do {                                                 \
		if (n) {                                     \
			(now).begin = YYRHSLOC(rhs, 1).begin; \
			(now).end = YYRHSLOC(rhs, n).end;     \
		} else                                       \
			(now).begin = (now).end = YYRHSLOC(rhs, 0).end; \
	} while (0)

#define APPEND_TO(list, item)                        \
	do {                                         \
		if ((list).first == NULL)            \
			(list).first = (item);       \
		else                                 \
			(list).last->next = (item);  \
		(list).last = (item);                \
	} while (0)

#define NEW(type) arena_new(&r->sc->arena, type)

static struct expr *
new_expr(struct reader *r, enum expr_kind kind, struct span at)
{
	struct expr *e = NEW(struct expr);

	e->kind = kind;
	e->span = at;
	return (e);
}

static struct expr *
flags_expr(struct reader *r, struct expr_list parts, struct span at)
{
	if (parts.first == parts.last)
		return (parts.first);
	struct expr *e = new_expr(r, EXPR_FLAGS, at);

	e->members = parts.first;
	return (e);
}

static struct scenario_step *
new_step(struct reader *r, enum step_kind kind, struct span name)
{
	struct scenario_step *step = NEW(struct scenario_step);

	step->kind = kind;
	step->name_span = name;
	return (step);
}

static struct scenario_step *
program_step(struct reader *r, struct word_list words)
{
	struct scenario_step *step = new_step(r, STEP_PROGRAM, words.first->span);

	step->words = words.first;
	return (step);
}
}

%union {
	struct text text;
	struct scenario_step *step;
	uint64_t integer;
	struct prompt *prompt;
	struct variable *variable;
	struct expr *expr;
	struct expr_list exprs;
	struct word *word;
	struct word_list words;
	struct expected_field *field;
	struct field_list fields;
	struct rule_name *rule;
	struct rule_list rules;
	struct expectation *expectation;
	char sign;
}

%token <prompt> PROMPT "a prompt"
%token <sign> SIGNED "# or $"
%token SIMULATION "a simulation word"
%token <variable> ASSIGNED "an assignment"
%token <expr> CALLED "a call" NAME "a name" RULE "a rule"
%token <integer> INTEGER "an integer"
%token <text> STRING "a string"
%token <word> WORD "a word"
%token REDIRECT ">" APPEND ">>" BACKGROUND "&"
%token ARROW "=>" OK "ok" SILENT "silent" EXIT "exit" BECAUSE_OF "because"
%token <field> FIELD "field=value"
%token OBJECT "(object)"
%token NEWLINE "the end of the line"

%type <prompt> prompt
%type <step> action simulation program call
%type <expr> argument part literal member value
%type <exprs> arguments argument_list members member_list parts values
%type <words> words
%type <fields> fields
%type <rule> rule
%type <rules> rules because
%type <expectation> expectation outcome

%%

text:	%empty
	| text line
	;

line:	prompt action expectation NEWLINE	{
		$action->prompt = $prompt;
		$action->expectation = $expectation;
		$action->span = (struct span) { @prompt.begin, @expectation.end };
		reader_step(r, $action);
	}
	| action expectation NEWLINE	{
		$action->expectation = $expectation;
		$action->span = (struct span) { @action.begin, @expectation.end };
		reader_step(r, $action);
	}
	| simulation expectation NEWLINE	{
		$simulation->expectation = $expectation;
		$simulation->span = (struct span) { @simulation.begin, @expectation.end };
		reader_step(r, $simulation);
	}
	| error NEWLINE	{
		yyerrok;
		r->above = NULL;
		r->above_wrong = true;
	}
	;

prompt:	PROMPT SIGNED	{
		$$ = $PROMPT;
		$$->sign = $SIGNED;
		$$->sign_span = @SIGNED;
	}
	;

simulation: SIMULATION	{
		$$ = new_step(r, STEP_SIMULATION, @1);
	}
	| SIMULATION words	{
		$$ = new_step(r, STEP_SIMULATION, @1);
		$$->words = $words.first;
	}
	;

action:	call
	| program
	| ASSIGNED call	{ $$ = $call; $$->assigned = $ASSIGNED; }
	| ASSIGNED program	{ $$ = $program; $$->assigned = $ASSIGNED; }
	;

call:	CALLED '(' arguments ')'	{
		$$ = new_step(r, STEP_CALL, @CALLED);
		$$->name = $CALLED->name;
		$$->args = $arguments.first;
		$$->args_span = (struct span) { @2.end, @4.begin };
	}
	;

arguments: %empty	{ $$ = (struct expr_list) { 0 }; }
	| argument_list
	;

argument_list: argument	{ $$ = (struct expr_list) { $1, $1 }; }
	| argument_list ',' argument	{ $$ = $1; APPEND_TO($$, $3); }
	;

argument: parts	{ $$ = flags_expr(r, $1, @1); }
	| literal
	;

parts:	part	{ $$ = (struct expr_list) { $1, $1 }; }
	| parts '|' part	{ $$ = $1; APPEND_TO($$, $3); }
	;

part:	value
	| NAME '(' arguments ')'	{
		$$ = $NAME;
		$$->kind = EXPR_CALL;
		$$->members = $arguments.first;
		$$->span = @$;
	}
	;

value:	INTEGER	{
		$$ = new_expr(r, EXPR_INTEGER, @1);
		$$->integer = $1;
	}
	| STRING	{
		$$ = new_expr(r, EXPR_STRING, @1);
		$$->string = $1;
	}
	| NAME
	| '-' INTEGER	{
		$$ = new_expr(r, EXPR_INTEGER, @$);
		$$->integer = $2;
		$$->negated = true;
	}
	| '-' NAME	{ $$ = $2; $$->negated = true; $$->span = @$; }
	;

literal: '{' members '}'	{
		$$ = new_expr(r, EXPR_STRUCT, @$);
		$$->members = $2.first;
	}
	;

members: %empty	{ $$ = (struct expr_list) { 0 }; }
	| member_list
	;

member_list: member	{ $$ = (struct expr_list) { $1, $1 }; }
	| member_list ',' member	{ $$ = $1; APPEND_TO($$, $3); }
	;

member:	argument
	| NAME '=' argument	{
		$$ = $argument;
		$$->label = arena_copy(&r->sc->arena, r->base + @NAME.begin,
		    @NAME.end - @NAME.begin);
		$$->label_span = @NAME;
	}
	;

program: words	{ $$ = program_step(r, $1); }
	| words REDIRECT WORD	{ $$ = program_step(r, $1); $$->redirect = $3; }
	| words APPEND WORD	{
		$$ = program_step(r, $1);
		$$->redirect = $3;
		$$->append = true;
	}
	| words BACKGROUND	{ $$ = program_step(r, $1); $$->background = true; }
	| words REDIRECT WORD BACKGROUND	{
		$$ = program_step(r, $1);
		$$->redirect = $3;
		$$->background = true;
	}
	| words APPEND WORD BACKGROUND	{
		$$ = program_step(r, $1);
		$$->redirect = $3;
		$$->append = $$->background = true;
	}
	;

words:	WORD	{ $$ = (struct word_list) { $1, $1 }; }
	| words WORD	{ $$ = $1; APPEND_TO($$, $2); }
	;

expectation: %empty	{ $$ = NULL; }
	| ARROW outcome because	{
		$$ = $outcome;
		$$->because = $because.first;
		$$->span = @$;
		$$->outcome_span = @outcome;
	}
	;

outcome: OK fields	{
		$$ = NEW(struct expectation);
		$$->fields = $fields.first;
	}
	| SILENT	{
		$$ = NEW(struct expectation);
		$$->kind = OUTCOME_SILENT;
	}
	| EXIT INTEGER	{
		$$ = NEW(struct expectation);
		$$->kind = OUTCOME_EXIT;
		$$->status = $INTEGER > 255 ? 256 : (uint32_t)$INTEGER;
	}
	| OK '|' values fields	{
		$$ = NEW(struct expectation);
		$$->kind = OUTCOME_VALUE;
		$$->values = new_expr(r, EXPR_OK, @1);
		$$->values->next = $values.first;
		$$->fields = $fields.first;
	}
	| values fields	{
		$$ = NEW(struct expectation);
		$$->kind = OUTCOME_VALUE;
		$$->values = $values.first;
		$$->fields = $fields.first;
	}
	| FIELD fields	{
		$$ = NEW(struct expectation);
		$$->kind = OUTCOME_FIELDS;
		$$->fields = $FIELD;
		$$->fields->next = $fields.first;
	}
	;

values:	value	{ $$ = (struct expr_list) { $1, $1 }; }
	| values '|' value	{ $$ = $1; APPEND_TO($$, $3); }
	| values '|' OK	{
		struct expr *ok = new_expr(r, EXPR_OK, @3);

		$$ = $1;
		APPEND_TO($$, ok);
	}
	;

fields:	%empty	{ $$ = (struct field_list) { 0 }; }
	| fields FIELD	{ $$ = $1; APPEND_TO($$, $2); }
	;

because: %empty	{ $$ = (struct rule_list) { 0 }; }
	| BECAUSE_OF rules	{ $$ = $2; }
	;

rules:	rule	{ $$ = (struct rule_list) { $1, $1 }; }
	| rules '|' rule	{ $$ = $1; APPEND_TO($$, $3); }
	;

rule:	RULE	{
		$$ = NEW(struct rule_name);
		$$->name = $RULE->name;
		$$->span = @$;
	}
	| RULE OBJECT	{
		$$ = NEW(struct rule_name);
		$$->name = $RULE->name;
		$$->object = arena_copy(&r->sc->arena, r->base + @2.begin + 1,
		    @2.end - @2.begin - 2);
		$$->span = @$;
	}
	;

%%

/* Only "memory exhausted" comes this way: see YYMAXDEPTH. */
static void
scenario_yyerror(const struct span *at, void *scanner, struct reader *r, const char *what)
{
	(void)scanner;
	(void)what;
	reader_error(r, *at, "nested too deeply", "write fewer { and (");
}

/* "expected A, B or C" of what the grammar would take here. */
static const char *
expected(const yypcontext_t *context, struct reader *r)
{
	yysymbol_kind_t tokens[6];
	int n = yypcontext_expected_tokens(context, tokens, 6);
	const char *list = "expected ";

	for (int i = 0; i < n; i++) {
		const char *name = yysymbol_name(tokens[i]);
		size_t len = strlen(name);

		if (len == 3 && name[0] == '\'') {
			name++;
			len = 1;
		}
		list = arena_printf(&r->sc->arena, "%s%s%.*s", list,
		    i == 0 ? "" : i == n - 1 ? " or " : ", ", (int)len, name);
	}
	return (n == 0 ? NULL : list);
}

static int
yyreport_syntax_error(const yypcontext_t *context, void *scanner, struct reader *r)
{
	static const char *const form[] = {
		[IN_PROMPT] = "write USER@JAIL # COMMAND",
		[IN_COMMAND] = "write a call such as mkdir(\"/x\") or a program such as ls /",
		[IN_CALL] = "write NAME(ARGUMENT, ...)",
		[IN_WORDS] = "write PROGRAM WORD ... > FILE &",
		[IN_EXPECTATION] = "write => ok, => 0, => EPERM, => \"text\", => exit 1, => silent or "
				   "=> mode=0644",
		[IN_BECAUSE] = "write because RULE or because RULE|RULE",
	};
	const struct span at = *yypcontext_location(context);
	bool ended = yypcontext_token(context) == YYSYMBOL_NEWLINE;
	const char *mend = r->place == IN_COMMAND ? NULL : expected(context, r);
	const char *what = "the line ends too early";

	(void)scanner;
	if (!ended) {
		r->skip = true;
		what = arena_printf(&r->sc->arena, "unexpected %s", reader_quote(r, at));
	}
	if (yypcontext_token(context) == YYSYMBOL_BECAUSE_OF)
		mend = "say what comes out before it, as in => ok because RULE";
	reader_error(r, at, what, mend == NULL ? form[r->place] : mend);
	return (0);
}
