#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# `jailsim run' from outside: exit status, bad input, reports, --accept, -j, pipes.
set -u
jailsim=${JAILSIM:-build/jailsim}
[ -x "$jailsim" ] || exit 0
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
failed=0

# fail WHAT: says what is wrong and shows the last output.
fail() {
	echo "$1"
	cat "$dir/out" "$dir/err" 2>/dev/null
	failed=1
}

# run STATUS ARGUMENTS: runs it and compares the exit status.
run() {
	want=$1
	shift
	"$jailsim" run "$@" >"$dir/out" 2>"$dir/err" </dev/null
	got=$?
	[ "$got" -eq "$want" ] || fail "run $*: exit $got, not $want"
}

# says FILE TEXT: is this text, as it stands, in the last output?
says() {
	grep -qF -e "$2" "$dir/$1" || fail "no \"$2\" in $1"
}

printf ':world empty\nroot@host # getuid() => 0\nroot@host # x = getpid()\n' >"$dir/good.scn"
printf ':world empty\nroot@host # getuid() => 7\nroot@host # getgid() => EPERM\n' >"$dir/bad.scn"
printf ':world empty\nroot@host # getuidd()\nroot@host # kill(1)\n' >"$dir/broken.scn"

run 0 "$dir/good.scn"
says out 'TAP version 14'
says out '1..3'
run 1 "$dir/bad.scn"
says out "at: \"$dir/bad.scn:2:25\""
says out 'expected: "7"'
says out 'got: "0"'
says out 'getuid() = 0'

# Bad input: its place and how to mend it, exit 2, and the other files run.
run 2 "$dir/broken.scn" "$dir/good.scn"
says err "$dir/broken.scn:2:13: getuidd is no system call known here — did you mean getuid?"
says err "$dir/broken.scn:3:19: kill takes 2 arguments, not 1 — write kill(pid, sig)"
says out '1..5'
run 2 "$dir/none.scn"
says err "$dir/none.scn:1:1: cannot be read"
mkdir "$dir/empty"
run 2 "$dir/empty"
says err 'no scenario there'
run 2
run 2 --format xml "$dir/good.scn"
says err 'there is no format xml'
run 2 --nonsense "$dir/good.scn"
says err 'jailsim run: there is no option --nonsense — see jailsim run --help'
run 2 -xj
says err 'there is no option -x — '
run 2 --format
says err '--format needs a value behind it'
run 2 --help=3
says err '--help=3 takes no value'
run 0 -h
awk 'length > 80 { exit 1 }' "$dir/out" || fail 'run --help is wider than 80 columns'
run 2 --without NOT_MODELED "$dir/good.scn"
says err 'did you mean NOT_MODELLED?'
run 2 --limit cows=3 "$dir/good.scn"
run 2 --limit steps=2 "$dir/good.scn"
says err 'uses more steps than --limit allows'
says out 'not ok 3 - '
run 0 --limit steps=3,processes=1K,bytes=1G,seconds=60 "$dir/good.scn"
head -c 300000 /dev/urandom >"$dir/noise.scn"
run 2 "$dir/noise.scn"
printf ':world empty\nroot@host # echo \000\n' >"$dir/nul.scn"
run 2 "$dir/nul.scn"
says err "$dir/nul.scn:2:18: a NUL byte"
{ printf 'root@host # echo '; head -c 1000000 /dev/zero | tr '\0' a; } >"$dir/long.scn"
run 2 "$dir/long.scn"
says err "$dir/long.scn:1:65537: the line is longer"
printf ':world empty\nroot@host # nosuch\nbob@host $ getuid()\nroot@wwww # getuid()\n' >"$dir/names.scn"
run 2 "$dir/names.scn"
says err 'nosuch is no program known here'
sed -i.bak 2d "$dir/names.scn"
run 2 "$dir/names.scn"
says err "$dir/names.scn:2:1: host has no user bob"
sed -i.bak 2d "$dir/names.scn"
run 2 "$dir/names.scn"
says err "$dir/names.scn:2:6: no jail wwww runs here"
printf ':world empty\nroot@host $ getuid()\n' >"$dir/sign.scn"
run 2 "$dir/sign.scn"
says err "$dir/sign.scn:2:11: root@host has effective user id 0 — write # before its commands"
rm "$dir"/names.scn* "$dir"/sign.scn "$dir"/noise.scn "$dir"/nul.scn "$dir"/long.scn

# CRLF and a missing last newline are fine.
printf ':world empty\r\nroot@host # getuid() => 0\r\nroot@host # getgid() => 0' >"$dir/crlf.scn"
run 0 "$dir/crlf.scn"

# Standard input.
"$jailsim" run - <"$dir/good.scn" >"$dir/out" 2>&1 || fail "run -"
says out 'ok 2 - -:2 root@host \# getuid() => 0'

# The same report with any number of processes; every format.
for i in 1 2 3 4 5 6 7; do
	cp "$dir/good.scn" "$dir/empty/$i.scn"
	cp "$dir/bad.scn" "$dir/empty/b$i.scn"
done
cp "$dir/broken.scn" "$dir/empty/c.scn"
for format in tap text json junit; do
	"$jailsim" run --format $format "$dir/empty" >"$dir/one" 2>"$dir/err1"
	for jobs in 2 3 40; do
		"$jailsim" run --format $format -j $jobs "$dir/empty" >"$dir/out" 2>"$dir/err"
		cmp -s "$dir/one" "$dir/out" || fail "-j $jobs makes another $format report"
		cmp -s "$dir/err1" "$dir/err" || fail "-j $jobs makes other complaints"
	done
done
run 2 -o "$dir/main" --format text --tap "$dir/tap" --junit "$dir/junit" -j 2 "$dir/empty"
"$jailsim" run "$dir/empty" 2>/dev/null | cmp -s - "$dir/tap" || fail "--tap writes another report"
grep -q '<testsuite name=.*tests="3" failures="2">' "$dir/junit" || fail "--junit counts otherwise"
grep -q '^28 passed, 16 failed$' "$dir/main" || fail "-o counts otherwise: $(tail -n 1 "$dir/main")"

# The members of the JSON report are those of its schema.
if command -v jq >/dev/null; then
	"$jailsim" run --json "$dir/empty" 2>/dev/null >"$dir/json"
	for list in '[.results[] | keys[]] | unique' 'keys'; do
		jq -c "$list" "$dir/json"
	done >"$dir/out"
	for list in '.properties.results.items.properties | keys' '.properties | keys'; do
		jq -c "$list" tests/run.schema.json
	done >"$dir/want"
	[ "$(jq -r '.format, .passed, .failed' "$dir/json" | tr '\n' ' ')" = '1 28 16 ' ] || fail "--json counts otherwise"
	sed 's/"output",//; s/"title",//; s/,"title"//' "$dir/want" | cmp -s - "$dir/out" || fail "the JSON report has other members than its schema"
fi

# prove(1) reads it, where there is one.
if command -v prove >/dev/null; then
	prove -Q -e "$jailsim run" "$dir/good.scn" >"$dir/out" 2>"$dir/err" || fail "prove"
	prove -Q -e "$jailsim run" "$dir/bad.scn" >"$dir/out" 2>"$dir/err"
	says out 'Tests: 3 Failed: 2'
	! grep -q 'Parse error' "$dir/out" || fail "prove cannot read it"
fi

# --accept rewrites what is wrong and nothing else; then all is as expected.
printf '# \303\251\r\n:world empty\r\nroot@host # getuid()   => 7\r\nroot@host # kill(1, 999)\r\nroot@host # getgid() =>  0' >"$dir/a.scn"
run 0 --accept "$dir/a.scn"
printf '# \303\251\r\n:world empty\r\nroot@host # getuid()   => 0\r\nroot@host # kill(1, 999) => EINVAL' >"$dir/want"
head -c "$(wc -c <"$dir/want")" "$dir/a.scn" | cmp -s - "$dir/want" || { cat "$dir/a.scn"; fail "--accept"; }
run 0 "$dir/a.scn"
run 2 --accept -

# A closed pipe ends quietly.
{ "$jailsim" run "$dir/empty" 2>"$dir/err1"; } | head -n 1 >/dev/null
grep -v "$dir/empty/c.scn" "$dir/err1" >"$dir/err"
[ ! -s "$dir/err" ] || fail "a closed pipe is told"

exit $failed
