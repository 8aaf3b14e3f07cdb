#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512dq,avx512bw,avx2,fma"))), \
                             apply_to = function)
#define FK_SUFFIX avx512
#define FK_VECTOR_BYTES 64
#include "kernels/all.inc"
#pragma clang attribute pop
#endif
