#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_terminal_complete.sh: the Tab key.
set -u
. tests/terminal.sh
has_terminal || exit 0

for size in 80x24 40x12; do
	start $size "shell /dev/null"
	sees 'root@host:/ #'
	keys -l 'open("/etc/'
	sees 'open("/etc/'
	keys Tab Tab
	sees 'ssh/'
	screen complete-path-$size
	keys C-a C-k C-l
	keys -l 'jail -c name=www allow.mount.'
	sees 'allow.mount.'
	keys Tab Tab
	sees 'allow.mount.zfs'
	screen complete-param-$size
	keys C-a C-k C-l
	keys -l 'kil'
	keys Tab
	sees 'kill'
	keys -l '(1, SIGKI'
	keys Tab
	sees 'kill(1, SIGKILL'
	keys -l ') => ok'
	keys C-a C-k C-l
	keys -l 'read(3, '
	keys Tab
	sees 'read(fd, nbytes): nbytes is a number of'
	screen complete-about-$size
	keys C-a C-k C-d # no C-c: the signal and what is typed behind it come in any order
	sees 'exit 0'
	stop
done
exit $status
