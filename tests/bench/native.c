/* SPDX-License-Identifier: BSD-2-Clause */
#include "native.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int
native_begin(struct native *n)
{
	snprintf(n->directory, sizeof(n->directory), "/tmp/jailsim-bench-XXXXXX");
	if (mkdtemp(n->directory) == NULL) {
		perror(n->directory);
		return (0);
	}
	snprintf(n->inner, sizeof(n->inner), "%s/misc", n->directory);
	snprintf(n->path, sizeof(n->path), "%s/motd", n->inner);
	mkdir(n->inner, 0755);
	close(open(n->path, O_RDWR | O_CREAT, 0644));
	if ((n->child = fork()) == 0)
		for (;;)
			pause();
	return (n->child > 0);
}

void
native_end(struct native *n)
{
	kill(n->child, SIGKILL);
	waitpid(n->child, NULL, 0);
	unlink(n->path);
	rmdir(n->inner);
	rmdir(n->directory);
}

void
native_stat(void *arg)
{
	struct native *n = arg;
	struct stat st;

	stat(n->path, &st);
}

void
native_open_close(void *arg)
{
	struct native *n = arg;

	close(open(n->path, O_RDONLY));
}

void
native_kill(void *arg)
{
	struct native *n = arg;

	kill(n->child, 0);
}

void
native_socket(void *arg)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	int s = socket(AF_INET, SOCK_STREAM, 0);

	(void)arg;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(s, (struct sockaddr *)&address, sizeof(address)) != 0)
		perror("bind");
	close(s);
}
