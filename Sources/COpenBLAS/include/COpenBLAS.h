/// OpenBLAS, loaded when the first large product asks for it.
///
/// Linking it would start its threads in every process before `main`; they spin for tens of milliseconds on the cores
/// that our own threads need, and relocating the library costs more than a whole prediction. Loaded here it is told
/// beforehand to use the calling thread only: work is split above this level.
#ifndef FORECAST_COPENBLAS_H
#define FORECAST_COPENBLAS_H

#pragma clang assume_nonnull begin

/// c = a b + beta c, row-major; a is m x k or, transposed, k x m, b is k x n or, transposed, n x k; rows are stride
/// apart.
///
/// Without the library plain loops give the same result to rounding, slowly.
void openblas_product(int transposes_a, int transposes_b, int m, int n, int k, const float *a, int a_stride,
                      const float *b, int b_stride, float beta, float *c, int c_stride);

#pragma clang assume_nonnull end
#endif
