/// The elementwise, reduction and small-matrix loops behind `Tensors`, compiled for several instruction sets.
///
/// Every kernel of `kernel_list.h` exists once as source (`kernels/*.inc`) and is compiled per instruction set;
/// the best one the processor has is chosen before `main`. Arrays are dense and row-major.
#ifndef FORECAST_CKERNELS_H
#define FORECAST_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FK_KERNEL(result, name, parameters, arguments) result fk_##name parameters;
#include "kernel_list.h"
#undef FK_KERNEL

#pragma clang assume_nonnull begin

/// The instruction set in use: "avx512", "avx2" or "portable".
///
/// The environment variable FORECAST_CPU names one of them to force it; a name that the processor cannot run or
/// that is unknown is ignored.
const char *fk_instruction_set(void);

/// Single-precision multiply-adds a second of one core in registers (no memory), the machine's arithmetic peak:
/// runs `rounds` rounds and returns the number of floating-point operations done.
double fk_register_flops(long rounds);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
#endif
