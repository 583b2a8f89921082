#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# deps.sh GROUP…: install what a group of targets needs and this machine lacks.
# Silent when nothing is missing.  Where it may not install, it prints the one
# command to run and exits 2.  Groups: build check asan format ci.
set -u

# The packages of one need: apt-get | dnf | pacman | zypper | apk | pkg | brew
packages() {
	case $1 in
	cc)		row='gcc libc6-dev|gcc|gcc|gcc|gcc musl-dev|llvm|gcc' ;;
	ar)		row='binutils|binutils|binutils|binutils|binutils|binutils|binutils' ;;
	pkg-config)	row='pkg-config|pkgconf-pkg-config|pkgconf|pkgconf-pkg-config|pkgconf|pkgconf|pkgconf' ;;
	flex)		row='flex|flex|flex|flex|flex|flex|flex' ;;
	bison)		row='bison|bison|bison|bison|bison|bison|bison' ;;
	readline)	row='libreadline-dev|readline-devel|readline|readline-devel|readline-dev|readline|readline' ;;
	ncursesw)	row='libncurses-dev|ncurses-devel|ncurses|ncurses-devel|ncurses-dev|ncurses|ncurses' ;;
	libxxhash)	row='libxxhash-dev|xxhash-devel|xxhash|xxhash-devel|xxhash-dev|xxhash|xxhash' ;;
	check)		row='check|check-devel|check|check-devel|check-dev|check|check' ;;
	sanitizers)	row='gcc|libasan libubsan|gcc|gcc|gcc|llvm|llvm' ;;
	clang)		row='clang|clang|clang|clang|clang|llvm|llvm' ;;
	clang-format)	row='clang-format|clang-tools-extra|clang|clang-tools|clang-extra-tools|llvm|clang-format' ;;
	prove)		row='perl|perl-Test-Harness|perl|perl|perl-utils|perl5|perl' ;;
	tmux)		row='tmux|tmux|tmux|tmux|tmux|tmux|tmux' ;;
	esac
	echo "$row" | cut -d '|' -f "$2"
}

has_tool() {
	command -v "$1" >/dev/null 2>&1
}

# A library is there when pkg-config knows it or, for systems that ship no .pc
# file, when its header can be included.
has_library() {
	pkg-config --exists "$1" 2>/dev/null && return
	case $1 in
	readline)	header=readline/readline.h ;;
	ncursesw)	header=ncurses.h ;;
	libxxhash)	header=xxhash.h ;;
	check)		header=check.h ;;
	esac
	printf '#include <stdio.h>\n#include <%s>\n' "$header" | "${CC:-cc}" -E - >/dev/null 2>&1
}

has() {
	case $1 in
	cc)	has_tool "${CC:-cc}" || has_tool gcc || has_tool clang ;;
	readline | ncursesw | libxxhash | check)
		has_library "$1" ;;
	sanitizers)
		mkdir -p build && echo 'int main(void) { return 0; }' |
		    "${CC:-cc}" -fsanitize=address,undefined -x c -o build/sanitizers - 2>/dev/null ;;
	*)	has_tool "$1" ;;
	esac
}

needs_of() {
	case $1 in
	build)	echo cc ar pkg-config flex bison readline ncursesw libxxhash ;;
	check)	echo check ;;
	asan)	echo sanitizers ;;
	format)	echo clang-format ;;
	ci)	echo clang clang-format prove tmux ;;
	*)	echo "deps.sh: no group $1; one of build check asan format ci" >&2; exit 2 ;;
	esac
}

missing_of() {
	for group; do
		for need in $(needs_of "$group"); do
			has "$need" || printf '%s ' "$need"
		done
	done
}

# Sets manager, column, refresh and install.
find_manager() {
	refresh=
	if has_tool apt-get; then
		manager=apt-get column=1 refresh='apt-get update -q'
		install='apt-get install -qy --no-install-recommends'
	elif has_tool dnf; then
		manager=dnf column=2 install='dnf install -qy'
	elif has_tool pacman; then
		manager=pacman column=3 refresh='pacman -Sy'
		install='pacman -S --needed --noconfirm'
	elif has_tool zypper; then
		manager=zypper column=4 refresh='zypper -q refresh'
		install='zypper -q --non-interactive install'
	elif has_tool apk; then
		manager=apk column=5 refresh='apk -q update' install='apk -q add'
	elif has_tool pkg; then
		manager=pkg column=6 install='pkg install -qy'
	elif has_tool brew; then
		manager=brew column=7 install='brew install -q'
	else
		manager=none
	fi
}

# Sets become: what must stand before a command that installs ("" for root);
# fails when there is no way, or only one that would ask and nobody is there.
find_root() {
	become=
	[ "$(id -u)" = 0 ] || [ $manager = brew ] && return
	for way in sudo doas; do
		has_tool $way || continue
		become="$way "
		$way -n true 2>/dev/null && return
		[ -t 0 ] && [ -t 2 ] && return
		return 1
	done
	become='as root: '
	return 1
}

give_up() {
	echo "$1  Run this, then try again:" >&2
	case $manager in
	apt-get)	echo "    ${become}sh -c 'apt-get update && apt-get install -y --no-install-recommends $wanted'" ;;
	*)		echo "    $become$install $wanted" ;;
	esac >&2
	exit 2
}

missing=$(missing_of "$@") || exit 2
[ -n "$missing" ] || exit 0

find_manager
if [ $manager = none ]; then
	echo "Missing: $missing- and no known package manager here; install them, then try again." >&2
	exit 2
fi
wanted=$(for need in $missing; do packages "$need" $column; done | tr '\n' ' ')
wanted=${wanted% }
find_root || give_up "Missing: $missing- and no right to install here."

echo "Missing: $missing- installing with $become$manager: $wanted" >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT
try() {
	# env: sudo drops the variables of its caller
	${become}env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1 </dev/null
}
# shellcheck disable=SC2086 # words are wanted
try $install $wanted || { [ -n "$refresh" ] && try $refresh && try $install $wanted; } || {
	cat "$log" >&2
	give_up "$manager could not install them."
}
missing=$(missing_of "$@")
[ -z "$missing" ] || give_up "Still missing after the installation: $missing."
