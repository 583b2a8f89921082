#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# layers.sh OBJECTS: proves on a plain build that the arrows between the layers
# go one way, shell -> sim -> kernel_model, and that the kernel is a pure
# function of its state.  Prints TAP; long functions and files are notes.
set -u
obj=${1:-build/plain}
lib=$obj/libkernel_model.a
ALLOCATES=subr_alloc # the one file of kernel_model that asks for memory
HASHES=subr_value # the one file of kernel_model that includes xxhash.h
tests=0 failures=0

# verdict WHAT TEXT: passes when TEXT, the offending places, is empty.
verdict() {
	tests=$((tests + 1))
	if [ -z "$2" ]; then
		echo "ok $tests - $1"
	else
		failures=$((failures + 1))
		echo "not ok $tests - $1"
		printf '%s\n' "$2" | sed 's/^/# /'
	fi
}

# sources DIR…: the .c .h .l .y files of these directories.
sources() {
	for dir; do
		for file in "$dir"/*.[chly]; do
			[ -f "$file" ] && echo "$file"
		done
	done
}

# includes DIR…: "file name" of each #include, <…> and "…" kept.
includes() {
	sources "$@" | while read -r file; do
		sed -n 's|^#[ 	]*include[ 	]*\([<"][^>"]*[>"]\).*|'"$file"' \1|p' "$file"
	done
}

kernel_includes() {
	includes kernel_model | while read -r file name; do
		case $name in
		'<string.h>' | '<stdint.h>' | '<stdbool.h>' | '<stddef.h>') ;;
		'<xxhash.h>')	[ "$file" = kernel_model/$HASHES.c ] || echo "$file: $name" ;;
		'<stdlib.h>')	[ "$file" = kernel_model/$ALLOCATES.c ] || echo "$file: $name" ;;
		'<'*)		echo "$file: $name" ;;
		*)		found kernel_model "$name" || echo "$file: $name is not of this layer" ;;
		esac
	done
}

sim_includes() {
	includes sim sim/programs | while read -r file name; do
		case $name in
		*curses* | *readline*)	echo "$file: $name" ;;
		'<'* | *.lex.h\" | *.tab.h\")	;;
		*)	found sim "$name" || found sim/programs "$name" || found kernel_model "$name" ||
			    echo "$file: $name is not of this layer or the one below" ;;
		esac
	done
}

# found DIR '"NAME"'
found() {
	local_name=${2#\"}
	[ -f "$1/${local_name%\"}" ]
}

undefined() {
	nm -g "$lib" 2>/dev/null | awk '$2 ~ /^[TDRBVW]$/ { print $3 }' | sort -u >"$obj/defined"
	nm -Au "$lib" 2>/dev/null | sed 's/.*[:[]\([A-Za-z0-9_]*\)\.o[]:]*.* \([^ ]*\)$/\1 \2/' |
	while read -r file symbol; do
		case $symbol in
		mem* | str* | __mem*_chk | __str*_chk) continue ;;
		bcmp | __stack_chk_fail | _GLOBAL_OFFSET_TABLE_) continue ;; # the compiler's own
		malloc | calloc | realloc | free)
			[ "$file" = $ALLOCATES ] && continue ;;
		esac
		grep -qx "$symbol" "$obj/defined" || echo "$file.o: $symbol"
	done
}

# A table of constant pointers is .data.rel.ro: read-only once the program runs.
writable() {
	size -A "$lib" | awk '/ : *\(?ex/ || /^[^ ]+\.o / { file = $1 }
	    $1 ~ /^\.(t?data|t?bss)/ && $1 !~ /^\.data\.rel\.ro/ && $2 > 0 { print file ": " $2 " bytes of " $1 }'
	nm -A "$lib" 2>/dev/null | awk '$(NF - 1) == "C" { print $1 ": common " $NF }'
}

headers_alone() {
	shell_flags="-D_POSIX_C_SOURCE=200809L -Ishell -Isim -Ikernel_model -Ibuild/gen $(pkg-config --cflags readline ncursesw 2>/dev/null)"
	sources kernel_model sim sim/programs shell | grep '\.h$' | while read -r header; do
		flags=
		[ "${header#kernel_model/}" = "$header" ] && flags=$shell_flags
		# shellcheck disable=SC2086 # words are wanted
		printf '#include "%s"\n' "$header" |
		    ${CC:-cc} -std=c11 -Wall -Wextra -Werror -I. $flags -fsyntax-only -x c - 2>"$obj/header" ||
		    { echo "$header:"; head -n 3 "$obj/header"; }
	done
}

lengths() {
	sources kernel_model sim sim/programs shell tests | while read -r file; do
		awk -v file="$file" '
		    /^[a-z_0-9]+\(/ { name = $0; sub(/\(.*/, "", name) }
		    /^\{/ { start = NR }
		    /^\}/ && start { if (NR - start + 1 > 60) print "# note: " file ":" start ": " name " has " NR - start + 1 " lines"; start = 0 }
		    END { if (NR > 600) print "# note: " file " has " NR " lines" }' "$file"
	done
}

verdict "kernel_model includes only itself and the four plain headers" "$(kernel_includes)"
verdict "sim includes only itself and kernel_model, no terminal" "$(sim_includes)"
verdict "libkernel_model.a asks only for mem*, str* and, in $ALLOCATES.c, memory" "$(undefined)"
verdict "libkernel_model.a has no writable data" "$(writable)"
verdict "kernel_model decides errnos only by refuses()" "$(grep -n 'return (E[A-Z0-9]' kernel_model/*.c kernel_model/*.h 2>/dev/null)"
verdict "every header compiles alone" "$(headers_alone)"
lengths
echo "1..$tests"
[ $failures -eq 0 ]
