#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# check_terminal_show.sh: a mount that a jail refuses: its reason, why, back, what if, save, run.
set -u
. tests/terminal.sh
has_terminal || exit 0

for size in 80x24 40x12; do
	file=show-$size
	start $size ""
	sees 'root@host:/ #'
	keys C-l
	type_in ':tour'
	sees 'root@host:/ #'
	screen tour-$size
	for stop in 1 2 3 4 5 6 7 8; do
		keys Enter
	done
	sees 'That was the tour.'
	type_in ':goto start'
	type_in ':tour'
	keys C-l Enter
	sees '[c]ancel?'
	keys c Enter
	sees 'nothing was run'
	keys C-l Enter
	sees 'host # jail -c name=tour'
	sees '[c]ancel?'
	keys d Enter
	sees '2 of 8'
	keys C-d C-d
	sees 'exit 0'
	stop
	start $size "shell /dev/null"
	sees 'root@host:/ #'
	type_in 'jail -c name=www path=/jails/www persist'
	type_in 'jexec www sh'
	sees 'root@www:/ #'
	type_in 'cd /tmp'
	sees 'root@www:/tmp #'
	keys C-l
	type_in 'mount -t tmpfs tmpfs /mnt'
	sees 'PRISON_PRIV_ALLOW(VFS_MOUNT)'
	sees ':why)'
	screen $file-refused
	keys C-l
	type_in ':why'
	sees 'jail -m name=www'
	sees 'It opens to root'
	keys C-l
	type_in ':whatif allow.mount allow.mount.tmpfs enforce_statfs=1'
	sees 'root@www:/tmp #'
	screen $file-whatif
	keys C-l
	type_in ':back 2'
	sees '(2 ahead)'
	screen $file-back
	type_in ':forward 2'
	type_in 'exit'
	sees 'root@host:/ #'
	keys C-l
	type_in ":save $file.scn"
	sees 'saved 6 steps'
	keys C-d
	sees 'exit 0'
	stop
	start $size "run $file.scn"
	sees 'exit 0'
	screen $file-run
	stop
done
exit $status
