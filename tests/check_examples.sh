#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_examples.sh: every block marked ```scenario of the Markdown files passes.
# all.sh sets JAILSIM; without the program there is nothing to run yet.
set -u
JAILSIM=${JAILSIM:-build/jailsim}
[ -x "$JAILSIM" ] || exit 0
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
status=0
for file in README.md CONTRIBUTING.md scenarios/README.md; do
	[ -f "$file" ] || continue
	rm -f "$tmp"/*.scn
	awk -v tmp="$tmp" '
		/^```/ { if (out != "") { close(out); out = "" }
			else if ($0 == "```scenario") out = sprintf("%s/%05d.scn", tmp, NR + 1)
			next }
		out != "" { print > out }' "$file"
	for block in "$tmp"/*.scn; do
		[ -f "$block" ] || continue
		"$JAILSIM" run "$block" >"$tmp/out" 2>&1 && continue
		status=1
		echo "$file: the block at line $(basename "$block" .scn):"
		grep -v '^ok' "$tmp/out"
	done
done
exit $status
