#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_time.sh: the words of the shell about time and what if, from a pipe.
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

# says WHAT TEXT: TEXT is in the output of the last shell.
says() {
	grep -qF -- "$2" "$tmp/out" || { fail "$1: '$2' is not in:"; cat "$tmp/out"; }
}

# silent WHAT TEXT: it is not.
silent() {
	grep -qF -- "$2" "$tmp/out" && { fail "$1: '$2' is in:"; cat "$tmp/out"; }
}

# piped WHAT EXIT [SCENARIO]: runs standard input through the shell.
piped() {
	what=$1 exit=$2
	shift 2
	"$JAILSIM" shell "$@" >"$tmp/out" 2>&1
	[ $? -eq "$exit" ] || { fail "$what: exit is not $exit"; cat "$tmp/out"; }
}

# --- Steps and calls -------------------------------------------------------------

piped 'goto and mark' 0 <<'END'
mkdir /tmp/a
mkdir /tmp/b
:mark two
mkdir /tmp/c
:goto 1
stat("/tmp/b") => ENOENT
:branch 1
:goto two
:goto start
:goto end
:mark
END
says 'goto and mark' 'after step 1: root@host # mkdir /tmp/a (2 ahead)'
says 'goto and mark' 'after step 2: root@host # mkdir /tmp/b [two] (1 ahead)'
says 'goto and mark' 'after step 3: root@host # mkdir /tmp/c'
says 'goto and mark' 'at the beginning (3 ahead)'
says 'goto and mark' 'two              step 2, branch 1'
printf 'mkdir /tmp/a\n:mark first\n:goto fist\n' | piped 'no such place' 2
says 'no such place' 'there is no place fist — did you mean first?'
printf 'mkdir /tmp/a\n:goto 7\n' | piped 'no such step' 2
says 'no such step' 'there is no step 7 — the last one is 1'
printf ':mark 12\n' | piped 'a number is no name' 2
printf 'getpid()\n:back 1 2\n:back x\n' | piped 'too many words' 2

piped 'by calls' 0 <<'END'
mkdir /tmp/a
:back -c 2
:log
:forward -c
:back -c 99
:forward -c 3
touch /tmp/b
ls /tmp
END
says 'by calls' 'in step 1, after call 4 of 6:'
says 'by calls' 'root@host: mkdir("/tmp/a", 0777) = 0'
grep -A1 '^   1.4 ' "$tmp/out" | grep -q 'you are here' || fail 'the log does not show where one is'
says 'by calls' 'in step 1, after call 5 of 6'
says 'by calls' 'at the beginning (1 ahead)'
says 'by calls' '(step 1 stood in its middle: it is finished first)'
says 'by calls' 'a               b'

# --- Branches ----------------------------------------------------------------------

piped 'branches' 0 <<'END'
mkdir /tmp/a
mkdir /tmp/b
:back
mkdir /tmp/c
:branches
:branch 1
stat("/tmp/c") => ENOENT
stat("/tmp/b") => ok
:branch 2
stat("/tmp/c") => ok
:reset
stat("/tmp/a") => ENOENT
:branches
END
says branches '(1 step ahead kept as branch 1: :branch 1 goes there)'
says branches '   1  2 steps, 1 in common, then root@host # mkdir /tmp/b'
says branches '*  2  2 steps; you are here, after step 2'
says branches 'at the beginning; 3 steps are kept as branch 2: :branch 2 goes there'
says branches '   1  4 steps, 0 in common, then root@host # mkdir /tmp/a'
piped 'a line that is wrong changes nothing' 0 <<'END'
mkdir /tmp/a
:back
root@nowhere # ls
kil(1)
:branches
:forward
stat("/tmp/a") => ok
END
silent 'a line that is wrong changes nothing' 'kept as branch'
printf ':branch 7\n' | piped 'no such branch' 2
says 'no such branch' 'there is no branch 7'

# --- Until -------------------------------------------------------------------------

piped 'until' 0 <<'END'
jail -c name=www path=/jails/www persist
mkdir /tmp/a
root@www # mount -t tmpfs tmpfs /mnt
root@host # chmod 0700 /tmp/a
jail -m name=www allow.mount
job = sleep 100 &
kill $job
:goto start
:until EPERM
:until EPERM
:back until mkdir
:until PRISON_PRIV_ALLOW
:until kill
:back until /tmp/a
:until www allow.mount
:until enforce_statfs
:goto end
:back until pid job
:back until jail www
END
says until 'root@www: mount("tmpfs", "/mnt", 0, NULL) = -1 EPERM'
says until 'after step 3'
says until 'no step ahead does that'
says until 'after step 2: root@host # mkdir /tmp/a (5 ahead)'
says until 'after step 7: root@host # kill $job'
says until 'after step 4: root@host # chmod 0700 /tmp/a (3 ahead)'
says until 'after step 5: root@host # jail -m name=www allow.mount (2 ahead)'
says until 'after step 6: root@host # job = sleep 100 & (1 ahead)'
printf ':until EPREM\n' | piped 'until nothing' 2
says 'until nothing' 'EPREM is nothing to wait for — did you mean EPERM?'
printf ':until\n' | piped 'forms of until' 0
says 'forms of until' ':until pid 12'
cat >"$tmp/script.scn" <<'END'
# A script.
root@host # jail -c name=www path=/jails/www persist
root@www # mount -t tmpfs tmpfs /mnt => EPERM
root@www # kill(1, SIGTERM) => ESRCH
END
printf ':until ESRCH\n' | piped 'the script goes on' 0 "$tmp/script.scn"
says 'the script goes on' 'after step 3: root@www # kill(1, SIGTERM) => ESRCH'
printf ':until 3\n' | piped 'to a line of the script' 0 "$tmp/script.scn"
says 'to a line of the script' 'jail -c'
silent 'to a line of the script' 'kill'

# --- Diff ----------------------------------------------------------------------------

# changes TEXT STEP...: the last of these steps changes that, as :diff tells it.
changes() {
	text=$1
	shift
	{ printf '%s\n' "$@"; echo :diff; } | piped "$*" 0
	says "$*" "$text"
}
changes '/tmp/a was made (dir, mode 0755, uid 0)' 'mkdir /tmp/a'
changes '/tmp/a is called /tmp/b now' 'mkdir /tmp/a' 'mv /tmp/a /tmp/b'
changes '/tmp/a is gone' 'mkdir /tmp/a' 'rm -R /tmp/a'
changes '/tmp/m is a new name' 'link("/etc/motd", "/tmp/m")'
changes '/etc/motd: permission bits 0644 -> 0600' 'chmod 0600 /etc/motd'
changes '/etc/motd: its contents changed' 'cp /etc/hosts /etc/motd'
changes 'jail www (jid 1) was made: path=/jails/www' 'jail -c name=www path=/jails/www persist'
changes 'jail www: allow.mount 0 -> 1' 'jail -c name=www path=/jails/www persist' 'jail -m name=www allow.mount'
changes 'jail www (jid 1) is gone' 'jail -c name=www path=/jails/www persist' 'jail -r www'
changes '(sh) of host: user id 0 -> 1001' 'getpid()' 'setuid(1001)'
changes '(sh) of host: working directory / -> /tmp' 'getpid()' 'cd /tmp'
changes 'descriptor 3 opened: /etc/motd' 'getpid()' 'open("/etc/motd", O_RDONLY)'
changes 'tmpfs was mounted on /mnt' 'mount -t tmpfs tmpfs /mnt'
changes '(sleep) of host began, child of ' 'j = sleep 9 &'
changes 'sysctl security.bsd.see_other_uids: 1 -> 0' 'sysctl security.bsd.see_other_uids=0'
changes 'rule WALL_PRISON was switched off' ':without WALL_PRISON'
changes 'the release modelled: 15.0 -> 9.0' ':release 9.0'
changes 'the clock: 2025-12-02 00:00:00 -> 2025-12-02 00:01:30' ':clock +90'
changes 'the shared memory segment with key 1234 was made' 'shmget(1234, 4096, IPC_CREAT|0600)'
changes '3 bytes wait in a pipe' 'r, w = pipe()' 'write(w, "abc")'
changes 'address 192.0.2.77/24 was given to interface em0' 'ifconfig em0 192.0.2.77/24 alias'
changes 'nothing' 'getpid()' 'getpid()'
printf 'mkdir /tmp/a\nmkdir /tmp/b\n:diff 0 1\n:diff 2 1\n:diff start\n' | piped 'diff of two points' 0
says 'diff of two points' '/tmp/b is gone'
says 'diff of two points' 'what changed from the beginning to step 2:'

# --- What if ---------------------------------------------------------------------------

piped 'whatif' 0 <<'END'
jail -c name=www path=/jails/www persist
root@www # mount -t tmpfs tmpfs /mnt
:whatif allow.mount=1 allow.mount.tmpfs=1 enforce_statfs=1
:whatif allow.mount
:whatif user=alice
:whatif without PRISON_PRIV_ALLOW
:whatif release 9.0
:whatif user=root@host
root@host # jls
END
says whatif 'WHAT IF allow.mount=1'
says whatif '| ok'
says whatif 'Still refused by MOUNT_STATFS(VFS_MOUNT)'
says whatif 'WHAT IF as alice@www'
says whatif 'It comes out the same.'
says whatif 'WHAT IF release 9.0'
printf ':whatif allow.mount\n' | piped 'what if of nothing' 0
says 'what if of nothing' 'nothing has been done yet'
printf 'kill(1, 0)\n:whatif alow.mount www\n' | piped 'what if of no parameter' 2
says 'what if of no parameter' 'did you mean allow.mount?'
printf 'kill(1, 0)\n:whatif allow.mount\n' | piped 'what if on the host' 2
says 'what if on the host' 'the host has no jail parameters — name a jail behind them'
printf 'jail -c name=www path=/jails/www persist\n:whatif enforce_statfs=7 www\n' | piped 'a change that is refused' 0
says 'a change that is refused' 'this cannot be changed so:'
{ echo ':until 3'; echo ':whatif allow.mount allow.mount.tmpfs enforce_statfs=1 www rest'; } |
	piped 'the rest of the script' 0 "$tmp/script.scn"
says 'the rest of the script' 'script.scn:3: root@www mount -t tmpfs tmpfs /mnt'
says 'the rest of the script' '1 of 2 steps comes out otherwise'
awk '/ [|] / && length > 80' "$tmp/out" | grep . && fail 'the rest of the script: a line is too long'
exit $status
