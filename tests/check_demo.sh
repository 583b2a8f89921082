#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_demo.sh: the demo is plain in a pipe, fits 80 columns, and says what the scenario's run
# says: as many attempts, refused where an errno stands.
set -u
JAILSIM=${JAILSIM:-build/jailsim}
act1=scenarios/attacks/xkcd-1200/act1.scn
act3=scenarios/attacks/xkcd-1200/act3.scn
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0

fail() {
	echo "$1"
	cat "$tmp/out"
	status=1
}

"$JAILSIM" demo $act1 $act3 >"$tmp/out" 2>&1 || fail 'the demo fails'
LC_ALL=C.UTF-8 awk 'length($0) > 80' "$tmp/out" | grep . && fail 'longer than 80 columns'
LC_ALL=C grep -q "$(printf '\033')" "$tmp/out" && fail 'a pipe sees colours'
for word in PRISON_CHECK_OTHER WALL_PRISON WALL_JDIR PRISON_PRIV_NEVER 'Kill the database of the host.'; do
	grep -qF "$word" "$tmp/out" || fail "$word is not there"
done
# What is printed is what the run found: with the rule off, the kill gets through.
{ echo '# t'; echo ':without PRISON_CHECK_OTHER'; sed -n '/^root/,$p' $act3; } >"$tmp/off.scn"
"$JAILSIM" demo "$tmp/off.scn" >"$tmp/out" 2>&1 || fail 'the demo fails with a rule switched off'
grep -q PRISON_CHECK_OTHER "$tmp/out" && fail 'a rule that is off still refuses'
"$JAILSIM" demo /nowhere.scn >"$tmp/out" 2>&1
[ $? -eq 2 ] || fail 'no file is no usage error'
exit $status
