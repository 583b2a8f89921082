#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_needed.sh: every rule is reached and needed, which is when some scenario
# fails with the rule switched off: one that names it ("because RULE"), else any.
# Prints two lists, which must be empty.
set -u
JAILSIM=${JAILSIM:-build/jailsim}
[ -x "$JAILSIM" ] || exit 0

# Rules that no scenario can reach or do without, and why.
exempt=' DOOR_NO_MEMORY SIM_BAD_WORD '           # the simulator's own; bad words are bad input
exempt="$exempt NOT_MODELLED "                   # there is nothing to do instead
exempt="$exempt FORK_MAXPROC FORK_FULL "         # kern.maxproc is set before boot only: tests/check_fork.c
exempt="$exempt PRISON_PRIV_VNET PRISON_PRIV_NFSD_STATFS PRISON_PRIV_NFSD_ROOT " # no call asks yet:
exempt="$exempt PRIV_UNPRIVILEGED_MLOCK OPEN_SOCKET " # network, NFS, mlock(2), bind(2)

unreached='' unneeded=''
for rule in $("$JAILSIM" list rules --format tsv | awk -F '\t' '$1 ~ /^[A-Z][A-Z0-9_]*$/ { print $1 }'); do
	case $exempt in *" $rule "*) continue ;; esac
	files=$(grep -rlE --include='*.scn' "because .*[ |]?$rule([(| ]|\$)" scenarios)
	if ! "$JAILSIM" run --without "$rule" ${files:-scenarios} >/dev/null 2>&1; then
		continue
	elif [ -z "$files" ]; then
		unreached="$unreached $rule"
	else
		unneeded="$unneeded $rule"
	fi
done
echo "rules not reached:$unreached"
echo "rules not needed:$unneeded"
[ -z "$unreached$unneeded" ]
