# SPDX-License-Identifier: BSD-2-Clause
# GNU make.  Everything made goes to build/: the program to build/jailsim, a
# configuration's objects to build/<config>/.  A new .c file needs no edit here.
#
#   make          the program            make check    every test
#   make demo     the first thing to see make asan     the tests under ASan and UBSan
#   make bench    speed and size         make install  PREFIX=/usr/local DESTDIR=
#   make walk     CALLS=1000000 FIRST=0: random calls under ASan
#   make format   clang-format           make deps     install what is missing
#   make clean
#
# CC=clang, CFLAGS=…, WERROR= (warnings stay warnings), CONFIG=name (build/name/), V=1 (show commands).

CONFIG  ?= plain
CFLAGS  ?= -O2 -g
WERROR  ?= -Werror
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share/jailsim

MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:
.PHONY: all demo check asan walk bench install format format-check layers tags clean \
	deps deps-check deps-asan deps-format FORCE
all:

ifeq ($(origin CC),default)
CC := $(notdir $(firstword $(shell command -v cc gcc clang 2>/dev/null) cc))
endif
ifneq ($(findstring clang,$(shell $(CC) --version 2>/dev/null)),)
ONE_ERROR := -ferror-limit=1
else
ONE_ERROR := -fmax-errors=1
endif
ifeq ($(shell uname -s),Darwin) # brew keeps these apart from the system's own
BREW := $(shell brew --prefix 2>/dev/null)
export PATH := $(BREW)/opt/bison/bin:$(BREW)/opt/flex/bin:$(PATH)
export PKG_CONFIG_PATH := $(BREW)/opt/readline/lib/pkgconfig:$(BREW)/opt/ncurses/lib/pkgconfig:$(PKG_CONFIG_PATH)
endif

GEN := build/gen
OBJ := build/$(CONFIG)
ifeq ($(CONFIG),plain)
BIN := build
else
BIN := $(OBJ)
endif

# --- Sources, objects -----------------------------------------------------

kernel_src := $(wildcard kernel_model/*.c)
sim_src    := $(wildcard sim/*.c sim/programs/*.c)
shell_src  := $(wildcard shell/*.c)
check_src  := $(wildcard tests/*.c)
bench_src  := $(wildcard tests/bench/*.c)
lex_src    := $(wildcard sim/*.l)
yacc_src   := $(wildcard sim/*.y)
gen_src    := $(lex_src:sim/%.l=$(GEN)/%.lex.c) $(yacc_src:sim/%.y=$(GEN)/%.tab.c)
gen_hdr    := $(gen_src:.c=.h)
.SECONDARY: $(gen_src) $(gen_hdr)
c_files     = $(wildcard $(foreach d,kernel_model sim sim/programs shell tests tests/bench tests/fuzz,$d/*.c $d/*.h))

scn_obj    := $(OBJ)/gen/stock_scn.o $(OBJ)/gen/jails_scn.o $(OBJ)/gen/actions_scn.o
kernel_obj := $(kernel_src:%.c=$(OBJ)/%.o)
sim_obj    := $(sim_src:%.c=$(OBJ)/%.o) $(gen_src:$(GEN)/%.c=$(OBJ)/gen/%.o) $(scn_obj)
shell_obj  := $(shell_src:%.c=$(OBJ)/%.o)
check_obj  := $(check_src:%.c=$(OBJ)/%.o)
bench_obj  := $(bench_src:%.c=$(OBJ)/%.o)
libs       := $(OBJ)/libsim.a $(OBJ)/libkernel_model.a
libshell   := $(OBJ)/libshell.a # all of the shell but main()

# --- Flags: each layer sees only what lies below it ------------------------

strict    = -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(WERROR) $(ONE_ERROR)
posix     = -D_POSIX_C_SOURCE=200809L
base      = -std=c11 $(CFLAGS) $(SANITIZE) -ffile-prefix-map=$(CURDIR)=. -MMD -MP
pc_cflags = $(subst -I,-isystem ,$(shell pkg-config --cflags $(1) 2>/dev/null))
pc_libs   = $(or $(shell pkg-config --libs $(1) 2>/dev/null),$(2))

kernel_model_flags = $(strict) $(call pc_cflags,libxxhash)
sim_flags          = $(strict) $(posix) -Isim -Ikernel_model -I$(GEN)
shell_flags        = $(strict) $(posix) -Ishell -Isim -Ikernel_model $(call pc_cflags,readline ncursesw)
tests_flags        = $(strict) $(posix) -Itests -Ishell -Isim -Ikernel_model -I$(GEN) $(call pc_cflags,check)
gen_flags          = -w $(posix) -Isim -Ikernel_model -I$(GEN)
shell_libs         = $(call pc_libs,readline,-lreadline) $(call pc_libs,ncursesw,-lncursesw)
check_libs         = $(call pc_libs,check,-lcheck)

say                = $(if $(V),,@printf '  %-5s %s\n' $(1);)

# --- What to build ----------------------------------------------------------

all: deps $(libs) $(if $(wildcard shell/main.c),$(BIN)/jailsim)

$(kernel_obj): $(OBJ)/kernel_model/%.o: kernel_model/%.c $(OBJ)/flags | deps
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(CPPFLAGS) $(base) $(kernel_model_flags) -c -o $@ $<

$(sim_src:%.c=$(OBJ)/%.o): $(OBJ)/sim/%.o: sim/%.c $(OBJ)/flags | deps $(gen_hdr)
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(CPPFLAGS) $(base) $(sim_flags) -c -o $@ $<

$(shell_obj): $(OBJ)/shell/%.o: shell/%.c $(OBJ)/flags | deps
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(CPPFLAGS) $(base) $(shell_flags) -c -o $@ $<

$(check_obj) $(bench_obj): $(OBJ)/tests/%.o: tests/%.c $(OBJ)/flags | deps-check $(gen_hdr)
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(CPPFLAGS) $(base) $(tests_flags) -c -o $@ $<

$(OBJ)/gen/%.o: $(GEN)/%.c $(OBJ)/flags | deps $(gen_hdr)
	@mkdir -p $(@D)
	$(call say,CC $<)$(CC) $(CPPFLAGS) $(base) $(gen_flags) -c -o $@ $<

$(OBJ)/libkernel_model.a: $(kernel_obj) $(OBJ)/libkernel_model.list
	$(call say,AR $@)rm -f $@ && ar rcs $@ $(kernel_obj)

$(OBJ)/libsim.a: $(sim_obj) $(OBJ)/libsim.list
	$(call say,AR $@)rm -f $@ && ar rcs $@ $(sim_obj)

$(OBJ)/libshell.a: $(filter-out $(OBJ)/shell/main.o,$(shell_obj)) $(OBJ)/libshell.list
	$(call say,AR $@)rm -f $@ && ar rcs $@ $(filter %.o,$^)

$(BIN)/jailsim: $(OBJ)/shell/main.o $(libshell) $(libs)
	$(call say,LINK $@)$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(shell_libs)

$(BIN)/check: $(check_obj) $(libshell) $(libs)
	$(call say,LINK $@)$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(shell_libs) $(check_libs)

$(BIN)/bench: $(bench_obj) $(libshell) $(libs)
	$(call say,LINK $@)$(CC) $(CFLAGS) $(SANITIZE) $(LDFLAGS) -o $@ $^ $(shell_libs)

# A changed compiler, flag or list of objects rebuilds what depends on it.
$(OBJ)/flags: text = $(CC) $(CPPFLAGS) $(base) $(WERROR)
$(OBJ)/libkernel_model.list: text = $(kernel_obj)
$(OBJ)/libsim.list: text = $(sim_obj)
$(OBJ)/libshell.list: text = $(shell_obj)
$(OBJ)/flags $(OBJ)/libkernel_model.list $(OBJ)/libsim.list $(OBJ)/libshell.list: FORCE
	@mkdir -p $(@D)
	@echo '$(text)' | cmp -s - $@ || echo '$(text)' >$@

# --- Generated sources ------------------------------------------------------

$(GEN)/%.lex.c $(GEN)/%.lex.h: sim/%.l | deps
	@mkdir -p $(@D)
	$(call say,FLEX $<)flex -o $(GEN)/$*.lex.c --header-file=$(GEN)/$*.lex.h $<

$(GEN)/%.tab.c $(GEN)/%.tab.h: sim/%.y | deps
	@mkdir -p $(@D)
	$(call say,BISON $<)bison -Wall $(if $(WERROR),-Werror) -d -o $(GEN)/$*.tab.c $<

# Scenarios inside the program: the stock world, its jails, the actions of the matrix.  The last 0
# is no part of them.
$(GEN)/stock_scn.c: scenarios/stock.scn
$(GEN)/jails_scn.c: scenarios/jails.scn
$(GEN)/actions_scn.c: sim/actions.scn
$(GEN)/%_scn.c:
	@mkdir -p $(@D)
	@{ echo '/* Made from $<. */'; \
	echo 'extern const unsigned char $*_scn[];'; \
	echo 'extern const unsigned long $*_scn_len;'; \
	echo 'const unsigned char $*_scn[] = {'; \
	od -An -v -tx1 $< | sed 's/\([0-9a-f][0-9a-f]\)/0x\1,/g'; \
	echo '0x00 };'; \
	echo 'const unsigned long $*_scn_len = sizeof($*_scn) - 1;'; } >$@

# --- What to do with it -------------------------------------------------------

demo: all
	@$(BIN)/jailsim demo scenarios/attacks/xkcd-1200/act1.scn \
	    scenarios/attacks/xkcd-1200/act2.scn scenarios/attacks/xkcd-1200/act3.scn

check: all deps-check $(if $(wildcard tests/main.c),$(BIN)/check)
	@CC='$(CC)' SANITIZE='$(SANITIZE)' sh tests/all.sh $(OBJ) $(BIN)

# Its own configuration; no fork in libcheck, so that one report tells all.
with_asan = UBSAN_OPTIONS=print_stacktrace=1 $(MAKE) CONFIG=asan CFLAGS='-O1 -g' \
    SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'
asan: deps-asan
	@CK_FORK=no $(with_asan) check

# Many random calls; a walk that fails is the one whose number follows its name: repeat it with FIRST.
CALLS ?= 1000000
FIRST ?= 0
walk: deps-asan
	+@$(with_asan) build/asan/check
	@CK_FORK=no CK_RUN_SUITE=walk CK_RUN_CASE=long WALK_CALLS=$(CALLS) WALK_FIRST=$(FIRST) \
	    UBSAN_OPTIONS=print_stacktrace=1 build/asan/check

bench: all deps-check $(BIN)/bench
	@$(BIN)/bench

layers: all
	@CC='$(CC)' sh tests/layers.sh $(OBJ)

format: deps-format
	clang-format -i $(c_files)

format-check: deps-format
	@clang-format --dry-run -Werror $(c_files)

install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DATADIR)
	install -m 755 $(BIN)/jailsim $(DESTDIR)$(BINDIR)/jailsim
	install -m 644 README.md LICENSE $(DESTDIR)$(DATADIR)
	@find scenarios -type d | while read -r dir; do install -d "$(DESTDIR)$(DATADIR)/$$dir"; done
	@find scenarios -type f | while read -r file; do \
	    install -m 644 "$$file" "$(DESTDIR)$(DATADIR)/$$file"; done

# Rows of the .def tables are tags too: jump from sys_kill to its row and back.
tags:
	ctags --langmap=C:+.def --regex-C='/^(SYSCALL|SIMCALL)\([^,]*,[^,]*,[ 	]*([a-z0-9_]+)/\2/r,row/' \
	    --regex-C='/^[A-Z_]+\(([A-Za-z0-9_]+)/\1/r,row/' $(c_files) $(wildcard kernel_model/*.def sim/*.def)

clean:
	rm -rf build

deps:
	@sh tests/deps.sh build
deps-check: deps
	@sh tests/deps.sh check
deps-asan: deps-check
	@CC='$(CC)' sh tests/deps.sh asan
deps-format:
	@sh tests/deps.sh format

-include $(wildcard $(OBJ)/*/*.d $(OBJ)/*/*/*.d)
