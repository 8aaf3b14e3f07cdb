#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define FK_SUFFIX avx2
#define FK_VECTOR_BYTES 32
#include "kernels/all.inc"
#pragma clang attribute pop
#endif
