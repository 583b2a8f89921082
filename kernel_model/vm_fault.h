/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory as processes have it: vm_fault.c.  FreeBSD's counterpart is vm/vm_map.h. */
#ifndef KERNEL_MODEL_VM_FAULT_H
#define KERNEL_MODEL_VM_FAULT_H

#define PAGE_SIZE 4096

#endif
