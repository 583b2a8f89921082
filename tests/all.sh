#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# all.sh OBJECTS PROGRAMS: what `make check` runs, from the top of the tree: the
# libcheck suites, the scenarios, every executable tests/check_*.sh and the
# layers.  The last line says "N passed, N failed".
set -u
obj=$1
bin=$2
out=$obj/out
mkdir -p "$out"
export BIN="$bin" JAILSIM="$bin/jailsim" CK_DEFAULT_TIMEOUT="${CK_DEFAULT_TIMEOUT:-60}"
passed=0 failed=0

# count PASSED FAILED EXIT WHAT: a run that failed without saying which test did is one failure.
count() {
	passed=$((passed + $1))
	failed=$((failed + $2))
	if [ "$2" -eq 0 ] && { [ "$3" -ne 0 ] || [ "$1" -eq 0 ]; }; then
		failed=$((failed + 1))
		echo "$4: exit $3, $1 tests"
	fi
}

# tap FILE EXIT WHAT: shows what failed with its diagnostics; a missing end of the plan is a failure.
tap() {
	sed -n '/^not ok/,/^ok/{/^ok/!p;}' "$1"
	set -- "$@" "$(grep -c '^ok' "$1")" "$(grep '^not ok' "$1" | grep -vci '# *todo')" \
	    "$(grep -c '^\(not \)\{0,1\}ok' "$1")" "$(sed -n 's/^1\.\.\([0-9][0-9]*\).*/\1/p' "$1")"
	count "$4" "$5" "$2" "$3"
	if [ "$6" != "${7:-none}" ]; then
		failed=$((failed + 1))
		echo "$3: $6 tests ran of ${7:-no plan}"
	fi
}

if [ -x "$bin/check" ]; then
	"$bin/check" >"$out/check" 2>&1
	status=$?
	cat "$out/check"
	set -- $(sed -n 's/^[0-9]*%: Checks: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\)$/\1 \2 \3/p' "$out/check" | tail -n 1) 0 0 0
	count $(($1 - $2 - $3)) $(($2 + $3)) $status "$bin/check"
fi

if [ -x "$bin/jailsim" ]; then
	"$bin/jailsim" run scenarios >"$out/scenarios.tap" 2>"$out/scenarios.err"
	status=$?
	cat "$out/scenarios.err"
	tap "$out/scenarios.tap" $status "jailsim run scenarios"
fi

for script in tests/check_*.sh; do
	[ -x "$script" ] || continue
	if "$script" >"$out/script" 2>&1 </dev/null; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok - $script"
		cat "$out/script"
	fi
done

if [ -z "${SANITIZE:-}" ]; then # its symbols are not the model's
	sh tests/layers.sh "$obj" >"$out/layers.tap"
	status=$?
	grep '^# note' "$out/layers.tap"
	tap "$out/layers.tap" $status tests/layers.sh
fi

echo "$passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
