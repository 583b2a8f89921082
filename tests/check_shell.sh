#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_shell.sh: the shell from a pipe, and the other subcommands; check_terminal*.sh: on a terminal.
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

# piped WHAT EXIT: runs standard input through the shell.
piped() {
	"$JAILSIM" shell >"$tmp/out" 2>&1
	[ $? -eq "$2" ] || { fail "$1: exit is not $2"; cat "$tmp/out"; }
}

# --- From a pipe ---------------------------------------------------------------

piped 'expectation met' 0 <<-'END'
	jail -c name=www path=/jails/www persist
	root@www # kill(1, SIGTERM) => ESRCH because PRISON_CHECK_OTHER
END
grep -q 'root@www #' "$tmp/out" && fail 'a pipe sees no prompt'

printf 'getpid() => 1\n' | piped 'expectation not met' 1
says 'expectation not met' '-:1: expected 1, got'
printf 'getpid() => 1\nkill(1, 0) => ok' | piped 'the last expectation counts; no last newline' 0
printf 'kil(1, 0)\n' | piped 'unknown call' 2
says 'unknown call' '-:1:1: kil is no system call known here — did you mean kill?'
printf '\n\nkill (1, 0)\n' | piped 'place of a mistake' 2
says 'place of a mistake' '-:3:5:'
printf 'echo a\\\n b\n| a b\n' | piped 'continued line and its output' 0
printf 'echo a\n| b\n' | piped 'other output' 1
printf 'root@nowhere # getpid()\n' | piped 'no jail' 2
says 'no jail' 'no jail nowhere runs here'
printf 'getpid()\000x\n' | piped 'NUL' 2
printf 'getpid()\377\n' | piped 'no UTF-8' 2
printf 'root@host # \t\ngetpid()\nalice@host $\ngetuid() => 1001' | piped 'prompts alone' 0
head -c 10000000 /dev/zero | tr '\0' a | piped 'a line of 10 MB' 2
says 'a line of 10 MB' 'the line is longer than'
printf ':quit\nkill(1, 0) => EPERM\n' | piped 'quit' 0

piped 'back and forward' 0 <<-'END'
	mkdir("/tmp/a", 0755)
	:back
	stat("/tmp/a") => ENOENT
	:back
	:forward
	stat("/tmp/a") => ENOENT
	:back 9
	:forward 9
END
says 'back and forward' 'at the beginning (1 ahead)'

piped 'why' 0 <<-'END'
	jail -c name=www path=/jails/www persist
	root@www # mount -t tmpfs tmpfs /mnt
	alice@host $ getpid()
	:why 2
END
says why 'was refused: EPERM (Operation not permitted).'
says why 'PRISON_PRIV_ALLOW'
says why 'root@host # jail -m name=www allow.mount'

printf 'root@host # chown("/tmp", 5, 5)\n:why\n' | piped 'why permitted' 0
says 'why permitted' 'succeeded; the rule below permitted it.'
says 'why permitted' 'Without that rule: EPERM because PRIV_UID0(VFS_CHOWN)'

piped 'help' 0 <<-'END'
	:help
	:help kill
	:help jls
	:help PRISON_CHECK_OTHER
	:log
	:help allow.mount
	:help PRIV_VFS_MOUNT
	:help kern.securelevel
	:help EPERM
	:help SIGKILL
	:help :back
	man 2 chroot
END
says help 'kill(pid, sig)'
says help 'jls [-dhNnqsv]'
says help 'kernel function  prison_check()'
says help 'PRIVILEGES THAT TURN ON IT'
says help 'needs allow.mount and enforce_statfs below 2'
says help 'kern.securelevel — securelevel'
says help 'RULES THAT REFUSE WITH IT'
says help 'taken for      a signal'
says help 'A word of the shell; files have it not.'
says help 'chroot(path)'
printf ':help sigkil\n' | piped 'help for nothing' 2
says 'help for nothing' '-:1:1: :help: nothing is called sigkil — did you mean SIGKILL?'
printf ':tour\n:tour stop\n:tour go\n' | piped 'tour' 2
says tour '1 of 8'
says tour 'Enter types:  root@host # jail -c name=tour'
says tour ':tour: go is no word of it'

piped 'save' 0 <<-END
	jail -c name=www path=/jails/www persist
	fd = open("/etc/motd", O_RDONLY)
	read(fd, 3)
	root@www # kill(1, SIGTERM)
	ls /nowhere
	cat /etc/hosts
	undone = getpid()
	:back
	:save $tmp/saved.scn
END
"$JAILSIM" run "$tmp/saved.scn" >"$tmp/out" 2>&1 || { fail 'what was saved does not pass'; cat "$tmp/saved.scn" "$tmp/out"; }
grep -q undone "$tmp/saved.scn" && fail 'what was undone is saved'

# A session is saved as it came out, on one line or several, and over a file only when told so.
piped 'save what was not expected' 1 <<-END
	getpid() => 1
	echo a\\
	 b
	:save $tmp/wrong.scn
END
"$JAILSIM" run "$tmp/wrong.scn" >"$tmp/out" 2>&1 || { fail 'what came out is not what was saved'; cat "$tmp/wrong.scn" "$tmp/out"; }
cp "$tmp/wrong.scn" "$tmp/before.scn"
printf 'getuid()\n:save %s\n' "$tmp/wrong.scn" | piped 'save over a file' 2
says 'save over a file' 'is there already'
cmp -s "$tmp/wrong.scn" "$tmp/before.scn" || fail 'a file was overwritten'
printf 'getuid()\n:save -f %s\n' "$tmp/wrong.scn" | piped 'save -f' 0
grep -q getuid "$tmp/wrong.scn" || fail ':save -f does not write'
printf 'getuid()\n:save %s/no/such\n' "$tmp" | piped 'save nowhere' 2
ls "$tmp" | grep -q 'scn\.' && fail ':save leaves a file behind'

piped 'trace' 0 <<-'END'
	:trace on
	cat /etc/hosts
	:trace off
	getpid()
	:trace perhaps
	getuid() => 0
END
says 'trace' 'root@host: execve("/bin/cat", {"cat", "/etc/hosts"}) = 0 "cat"'
says 'trace' 'perhaps is neither on nor off'
grep -q 'getpid() = ' "$tmp/out" && fail ':trace off does not end it'

piped 'reason' 0 <<-'END'
	jail -c name=www path=/jails/www persist
	root@www # mount("tmpfs", "/mnt")
END
says 'reason' 'EPERM because PRISON_PRIV_ALLOW(VFS_MOUNT)'
says 'reason' '(prison_priv_check(); allow.mount or enforce_statfs of www'

piped 'places' 0 <<-END
	jail -c name=www path=/jails/www persist
	jexec www sh
	whoami
	exit
	su alice
	kill(1, SIGTERM) => EPERM
	exit
	:as bob@host
	getuid() => 1002
	:as {ruid=0 euid=100}@host
	geteuid() => 100
	:as 0:0@www
	getuid() => 0
	:as bob@host
	:as nobody
	:save $tmp/places.scn
	getuid() => 1002
END
says 'places' ':as: nobody names nobody'
"$JAILSIM" run "$tmp/places.scn" >"$tmp/out" 2>&1 || { fail 'places do not pass'; cat "$tmp/places.scn" "$tmp/out"; }

# --- With a script -------------------------------------------------------------

cat >"$tmp/script.scn" <<-'END'
	# SPDX-License-Identifier: BSD-2-Clause
	# A jail and a mount.

	# The administrator makes a jail.
	root@host # jail -c name=www path=/jails/www persist
	# Its root wants to mount.
	root@www # mount -t tmpfs tmpfs /mnt => EPERM because PRISON_PRIV_ALLOW
	root@www # kill(1, SIGTERM) => EPERM
	root@www # echo hello
	| hello
END

# scripted WHAT EXIT: runs standard input through the shell with the script.
scripted() {
	"$JAILSIM" shell "$tmp/script.scn" >"$tmp/out" 2>&1
	[ $? -eq "$2" ] || { fail "$1: exit is not $2"; cat "$tmp/out"; }
}

printf ':next\n:next\n' | scripted 'next' 0
says 'next' '# Its root wants to mount.'
says 'next' "script.scn:7: root@www # mount"
printf ':until 8\nmkdir("/tmp/a", 0755)\n:resume\n:next\nstat("/tmp/a") => ENOENT\n:branches\n' | scripted 'resume' 0
says 'resume' 'what you tried (1 step) lies ahead'
printf ':play 1000\n:back 2\n:next\n:next\n:next\n' | scripted 'back in the script' 0
says 'back in the script' 'The script is at its end.'
printf ':predict on\n:next\nok\n:next\nEACCES\n:next\nwhat\nesrch\n:predict off\n' | scripted 'predict' 1
says 'predict' 'Right: it was allowed (1 of 1)'
says 'predict' 'Wrong: it came to EPERM (1 of 2)'
says 'predict' '2 of 3 were right.'
grep -q '^.*mount -t tmpfs tmpfs /mnt$' "$tmp/out" || fail ':predict shows what is expected'
printf ':until 9\n:accept\n:next\n' | scripted 'accept' 0
grep -q '^root@www # kill(1, SIGTERM) => ESRCH because PRISON_CHECK_OTHER$' "$tmp/script.scn" || { fail ':accept does not write'; cat "$tmp/script.scn"; }
"$JAILSIM" run "$tmp/script.scn" >"$tmp/out" 2>&1 || { fail 'what was accepted does not pass'; cat "$tmp/out"; }
echo 'root@www # kill(1, SIGTERM) => EPERMM' >>"$tmp/script.scn"
cp "$tmp/script.scn" "$tmp/before.scn"
printf ':play\n:accept\ngetpid() => 1' | scripted 'a mistake in the script' 1
says 'a mistake in the script' 'script.scn:11:32: EPERMM is no errno'
says 'a mistake in the script' 'That was its last step.'
cmp -s "$tmp/script.scn" "$tmp/before.scn" || fail ':accept writes half a script'

for scenario in scenarios/attacks/*.scn; do
	"$JAILSIM" shell <"$scenario" >"$tmp/out" 2>&1 || { fail "$scenario through the shell"; cat "$tmp/out"; }
done

"$JAILSIM" list rules | head -n 1 >/dev/null 2>"$tmp/out"
[ -s "$tmp/out" ] && fail 'a closed pipe is told'
"$JAILSIM" list rules -o /dev/full 2>/dev/null && [ -e /dev/full ] && fail 'a full disk is not told'
for command in shell demo run explain list; do
	"$JAILSIM" $command --help >"$tmp/out" 2>&1 || fail "$command --help"
	says "$command --help" "usage: jailsim $command"
done
"$JAILSIM" --version | grep -q '^jailsim .*, scenario format 1, FreeBSD 15.0$' || fail 'version'
"$JAILSIM" help | cmp -s - /dev/null && fail 'help says nothing'
for option in --help --version 'run --help'; do
	[ -c /dev/full ] || break
	"$JAILSIM" $option >/dev/full 2>"$tmp/out"
	[ $? -eq 2 ] || fail "$option to a full disk is no failure"
	grep -q 'cannot.* writ' "$tmp/out" || fail "$option to a full disk says nothing"
done
for command in shell view run explain list matrix demo; do
	"$JAILSIM" $command --help | awk 'length > 80 { exit 1 }' || fail "$command --help is wider than 80 columns"
done
"$JAILSIM" list -o >"$tmp/out" 2>&1
says 'no value' 'jailsim list: -o lacks its value — write -o FILE'
"$JAILSIM" list rules -o /nowhere/x >"$tmp/out" 2>&1
says 'no such directory' 'name a file that can be written'
"$JAILSIM" demo scenarios/attacks/xkcd-1200/act1.scn | grep -q 'when she works' && fail 'a title reads on into what came out'
"$JAILSIM" frob >"$tmp/out" 2>&1
[ $? -eq 2 ] || fail 'an unknown command is no usage error'
"$JAILSIM" list rules actions >"$tmp/out" 2>&1
[ $? -eq 2 ] || fail 'two lists are no usage error'

# --- explain ------------------------------------------------------------------------

# explains EXIT TEXT WORD: jailsim explain WORD.
explains() {
	"$JAILSIM" explain "$3" >"$tmp/out" 2>&1
	[ $? -eq "$1" ] || fail "explain $3: exit is not $1"
	says "explain $3" "$2"
}

act3=scenarios/attacks/xkcd-1200/act3.scn
explains 2 'there is no step here' $act3:1
explains 2 'cannot be read' nowhere.scn:1
explains 2 '-1 is no line — write FILE:LINE' $act3:-1
explains 2 'lacks the line' $act3:
explains 2 'lacks the file' :5
explains 2 'did you mean PRISON_CHECK_OTHER?' PRISON_CHECK_OTER
explains 0 'whoever is in a jail reaches only that jail' PRISON_CHECK_OTHER
explains 0 'decided by       www' "$act3:$(sed -n '/^root@www # kill(/=' $act3)"
printf '%s\n' '# A step of two lines.' 'alice@host $ kill(1, \' ' SIGTERM)' >"$tmp/two.scn"
explains 0 'alice@host $ kill(1, SIGTERM)' "$tmp/two.scn:3"
printf '%s\n' 'alice@host $ kil(1, SIGTERM)' >"$tmp/wrong.scn"
explains 2 "$tmp/wrong.scn:1:14: kil is no system call" "$tmp/wrong.scn:1"
exit $status
