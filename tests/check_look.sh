#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_look.sh: the words that look at a world from outside, each line as it is.
set -u
JAILSIM=${JAILSIM:-build/jailsim}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
status=0

cat >"$tmp/before" <<'END'
jail -c name=www path=/jails/www host.hostname=www ip4.addr=192.0.2.10 children.max=2 enforce_statfs=1 allow.mount persist
root@www # jail -c name=inner path=/tmp ip4=inherit persist
root@www # s = socket(AF_INET, SOCK_STREAM, 0)
root@www # bind(s, {family=AF_INET, addr="0.0.0.0", port=80})
root@www # listen(s, 5)
alice@www $ fd = open("/etc/passwd", O_RDONLY|O_CLOEXEC)
root@host # symlink("/etc/passwd", "/jails/www/tmp/link")
END

# look WHO WORD PATTERN: of what the word says, as seen by WHO, the lines with PATTERN are standard input's.
look() {
	cat "$tmp/before" >"$tmp/in"
	printf '%s echo HERE\n%s\n' "$1" "$2" >>"$tmp/in"
	"$JAILSIM" shell <"$tmp/in" 2>&1 | sed '1,/^HERE$/d' | grep -e "$3" >"$tmp/out"
	sed 's/^	*|//' >"$tmp/wanted"
	diff -u "$tmp/wanted" "$tmp/out" || { echo "$2 as $1"; status=1; }
}

look 'root@host #' :tree jail <<-'END'
	|  jail www, jid 1, root /jails/www, 192.0.2.10
	|    jail www.inner, jid 2, root /jails/www/tmp, 192.0.2.10
END

look 'root@host #' :ps 'PID' <<-'END'
	|  PID  PPID JAIL       USER     STATE   DIRECTORY            COMMAND
END

look 'alice@www $' :fd . <<-'END'
	|  FD      FLAGS            OFFSET  LEADS TO
	|   0  rw                        0  /dev/ttyv0
	|   1  rw                        0  /dev/ttyv0
	|   2  rw                        0  /dev/ttyv0
	|   3  r   cloexec               0  /jails/www/etc/passwd
END

look 'root@host #' :mounts 'TYPE\|ufs\|www' <<-'END'
	|   #  TYPE     ON                   FROM         MOUNTER  FLAGS
	|   1  ufs      /                    /dev/ada0p2  host     MNT_LOCAL|MNT_ROOTFS
	|   3  devfs    /jails/www/dev       devfs        host     ruleset 4
END

look 'root@host #' :sockets www <<-'END'
	|   7  www            0  tcp 192.0.2.10:80 -> 0.0.0.0:*, listens
END

look 'root@host #' ':jail www' 'jail \|differs\|told' <<-'END'
	|jail www of host; "differs" is from the default or the parent
	|  parent                              0                -               told only
	|  enforce_statfs                      1                2               differs
	|  persist                             true             false           differs
	|  dying                               false            false           told only
	|  children.cur                        1                0               told only
	|  children.max                        2                0               differs
	|  host.hostname                       www              -               differs
	|  cpuset.id                           3                -               told only
	|  ip4.addr                            192.0.2.10       -               differs
	|  allow.mount                         true             false           differs
END

look 'root@host #' ':jail www.inner' 'inherited' <<-'END'
	|  vnet                                inherit          inherit         inherited
	|  ip4                                 inherit          disable         inherited
END

look 'root@www #' ':path /tmp/../../link' . <<-'END'
	|  #  COMPONENT      FROM THE HOST'S ROOT
	|  1  /              /jails/www                     its root directory
	|  2  tmp            /jails/www/tmp
	|  3  ..             /jails/www
	|  4  ..             /jails/www                     stays here
	|     WALL_RDIR, WALL_JDIR, WALL_PRISON (www)
	|  5  link           -                              ENOENT because NAMEI_NOENT
	|     a part of the path names nothing
END

look 'alice@www $' ':path tmp/link' . <<-'END'
	|  #  COMPONENT      FROM THE HOST'S ROOT
	|  1  (start)        /jails/www                     its working directory
	|  2  tmp            /jails/www/tmp
	|  3  link           a symbolic link                -> /etc/passwd
	|  4  link           /jails/www/tmp/link            it leads to a file
END

look 'root@host #' ':can alice@www kill(1, SIGTERM)' . <<-'END'
	|no: ESRCH because PRISON_CHECK_OTHER
	|    whoever is in a jail reaches only that jail and the jails below it
	|    (prison_check(), jail(8)).
END
look 'root@host #' ':can alice@www ls /etc/passwd' . <<-'END'
	|yes
END
look 'root@host #' ':can root@www kil(1, 9)' . <<-'END'
	|-:9:12: kil is no system call known here — did you mean kill?
END
look 'root@host #' ':jail wwx' . <<-'END'
	|-:9:1: :jail: no jail wwx runs here — did you mean www?
END
look 'root@host #' ':fd 5000' . <<-'END'
	|-:9:1: :fd: there is no process 5000 — :ps shows all
END

exit $status
