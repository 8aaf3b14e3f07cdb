// The kernels of one instruction set.
#ifndef FORECAST_KERNEL_TABLE_H
#define FORECAST_KERNEL_TABLE_H

#include "include/CKernels.h"

struct fk_table {
#define FK_KERNEL(result, name, parameters, arguments) result(*name) parameters;
#include "include/kernel_list.h"
#undef FK_KERNEL
};

extern const struct fk_table fk_table_portable;
#if defined(__x86_64__)
extern const struct fk_table fk_table_avx2;
extern const struct fk_table fk_table_avx512;
#endif

#endif
