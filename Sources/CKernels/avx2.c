#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define FK_SUFFIX avx2
#define FK_VECTOR_BYTES 32
#define FK_TILE_ROWS 6
#define FK_MULTIPLY_ADD(a, b, c) __builtin_elementwise_fma(a, b, c)
#include "kernels/all.inc"
#pragma clang attribute pop
#endif
