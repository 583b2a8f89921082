#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_matrix.sh: jailsim matrix from the command line: its formats, what --diff finds, cells that
# the runner tries again, and what it says to bad usage.
set -u
JAILSIM=${JAILSIM:-build/jailsim}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

fail() {
	echo "$1"
	status=1
}

# A text of 80 columns, the same bytes each time, with every action in it.
"$JAILSIM" matrix --reasons >"$tmp/text" 2>&1 || { cat "$tmp/text"; exit 1; }
LC_ALL=C.UTF-8 awk 'length($0) > 80' "$tmp/text" | grep . && fail 'longer than 80 columns'
"$JAILSIM" matrix --format csv >"$tmp/csv"
"$JAILSIM" matrix --format csv >"$tmp/again"
cmp "$tmp/csv" "$tmp/again" || fail 'the CSV is another one the second time'
actions=$("$JAILSIM" list actions --format tsv | tail -n +2 | cut -f 1)
for action in $actions; do
	grep -q "^  $action  *[ABC-][ABC-] " "$tmp/text" || fail "$action is not in the text"
	[ "$(grep -c "^$action," "$tmp/csv")" -eq 10 ] || fail "$action is not 10 times in the CSV"
done
"$JAILSIM" matrix --format md | grep -q '^| devices | make a node for kernel memory | AB | BB |' || fail 'Markdown'
grep -q '^make-device,devices,root,www,blocked,EPERM,PRISON_PRIV_NEVER(VFS_MKNOD_DEV),www,' "$tmp/csv" || fail 'CSV'

# The JSON has the members of its schema.
if command -v jq >/dev/null; then
	"$JAILSIM" matrix --json >"$tmp/json"
	"$JAILSIM" matrix --diff release=9.0 --format json >"$tmp/djson"
	{
		jq -c keys "$tmp/json"
		jq -c '[.actions[] | keys[]] | unique' "$tmp/json"
		jq -c '[.actions[].cells[] | keys[]] | unique' "$tmp/json"
		jq -c keys "$tmp/djson"
		jq -c '[.differences[] | keys[]] | unique' "$tmp/djson"
	} >"$tmp/got"
	{
		jq -c '.properties | keys' tests/matrix.schema.json
		jq -c '.properties.actions.items.properties | keys' tests/matrix.schema.json
		jq -c '.properties.actions.items.properties.cells.items.properties | keys' tests/matrix.schema.json
		jq -c '.properties | keys' tests/matrix-diff.schema.json
		jq -c '.properties.differences.items.properties | keys' tests/matrix-diff.schema.json
	} >"$tmp/want"
	diff -u "$tmp/want" "$tmp/got" || fail 'the JSON has other members than its schema'
	[ "$(jq '[.actions[].cells[]] | length' "$tmp/json")" -eq "$(($(wc -l <"$tmp/csv") - 1))" ] || fail 'cells'
fi

# --diff CHANGE LINES: as CSV it has so many cells, all of actions that match.
difference() {
	"$JAILSIM" matrix --diff "$1" --format csv >"$tmp/diff" || fail "--diff $1 fails"
	tail -n +2 "$tmp/diff" | cut -d , -f 1,4 | sort -u | tr '\n' ' ' >"$tmp/cells"
	[ "$(cat "$tmp/cells")" = "$2" ] || fail "--diff $1: $(cat "$tmp/cells")"
}
difference www:allow.raw_sockets=1 'forge-packets,www raw-socket,www '
difference build:devfs_ruleset=0 'mount-devfs-memory,build '
difference www:enforce_statfs=0 'list-mounts,www '
difference without=FCHDIR_BENEATH 'stand-in-directory,build stand-in-directory,build.test stand-in-directory,db stand-in-directory,www '
"$JAILSIM" matrix --diff www:enforce_statfs=0 | grep -q 'differ: before as it is, after www:enforce_statfs=0' || fail '--diff'
cp scenarios/jails.scn "$tmp/same.scn"
difference "$tmp/same.scn" ''

# Cells are tried again by the runner itself.
for cell in kill-host@www mount-tmpfs@build forge-handle@db stand-in-directory@build.test \
    plant-setuid@www serve-loopback@db reach-neighbour-service@build reboot@host; do
	for user in root 1001:1001; do
		{
			cat scenarios/jails.scn
			"$JAILSIM" matrix --attempt "$cell" --user "$user"
		} >"$tmp/cell.scn"
		"$JAILSIM" run "$tmp/cell.scn" >"$tmp/out" 2>&1 || {
			fail "$cell by hand, by $user"
			grep -A 8 '^not ok' "$tmp/out"
		}
	done
done
"$JAILSIM" matrix --why kill-host@www --user root >"$tmp/out" || fail '--why fails'
grep -q 'PRISON_CHECK_OTHER' "$tmp/out" || fail '--why does not say the rule'

# Other worlds and users: no jail at all, a user that only some prisons have.
printf '# t\n:world empty\n' >"$tmp/empty.scn"
"$JAILSIM" matrix "$tmp/empty.scn" --format csv --user root >"$tmp/out" || fail 'an empty world'
grep -q '^kill-neighbour,processes,root,host,not applicable,,,,.*no jail beside' "$tmp/out" || fail 'no neighbour'
"$JAILSIM" matrix --user alice --format csv | grep -q '^make-file,files,alice,db,not applicable,.*there is no user alice' || fail 'no alice'

# Bad usage exits 2, says how to mend it and prints no table.
bad() {
	message=$1
	shift
	"$JAILSIM" matrix "$@" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 2 ] || fail "matrix $*: exit status"
	[ -s "$tmp/out" ] && fail "matrix $*: prints something"
	grep -qF -e "$message" "$tmp/err" || fail "matrix $*: $(cat "$tmp/err")"
}
bad 'use text, csv, json or md' --format html
bad 'no prison has a user nobody99' --user nobody99
bad 'no prison has a user nobody99' --user root --user nobody99
bad 'did you mean network?' --category netwrk
bad 'did you mean kill-host?' --why kill-hst@www
bad 'write ACTION@PRISON' --why kill-host
bad 'no prison nowhere is here' --why kill-host@nowhere
bad 'banana is no boolean value' --diff www:allow.raw_sockets=banana
bad 'says no change' --diff nothing
bad 'the change is refused: ENOENT because JAIL_SET_NOT_FOUND' --diff nowhere:persist
bad 'no release known here' --diff release=99
bad 'name one scenario' a.scn b.scn
bad '/nowhere.scn' /nowhere.scn
bad 'no change' --diff www:
bad '--diff:1:' --diff release=
for user in '' 'a b' %1 x@y 'root@host #'; do
	bad "users: \"$user\" is no user — write root, a login name" --user "$user"
done
exit $status
