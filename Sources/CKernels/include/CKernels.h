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

/// Functions of one number that a pass over rows can apply.
enum fk_activation {
  FK_IDENTITY,
  FK_RELU,
  /// x times the normal distribution's integral up to x, exact (not the tanh form)
  FK_GELU,
  FK_SILU,
  FK_SIGMOID,
  FK_TANH,
  FK_SINE,
  FK_COSINE,
  /// x + sin(x)^2
  FK_SNAKE
};

/// What is done to each row z of a product while it is in a cache:
///
///     v = z + bias
///     y = dropped([periodic_gain * cos(v[..<periodic]) | periodic_gain * sin(v[..<periodic])
///                  | general_gain * activation(v[periodic...])]) + residual
///
/// Element i of the result is dropped if bits(key, i) < threshold and multiplied by kept_gain otherwise.
typedef struct {
  const float *_Nullable bias;
  size_t periodic;
  float periodic_gain, general_gain;
  enum fk_activation activation;
  /// 0 drops nothing.
  uint32_t threshold;
  float kept_gain;
  uint64_t key;
} fk_finish;

/// One head of attention: sizes, and what is done on the way. Rows of queries are query_stride apart, those of keys and
/// values key_stride.
typedef struct {
  size_t queries, keys, size;
  size_t query_stride, key_stride;
  /// What scores are multiplied by before the softmax.
  float scale;
  /// Whether query i sees the keys 0 ... i only; queries == keys then.
  int is_causal;
  /// Rotary positions: cosines and sines of angles, one row of size / 2 for each token; null for none.
  const float *_Nullable cosines;
  const float *_Nullable sines;
  /// Threshold, gain and key of the dropout of weights; element i * keys + j is that of query i and key j.
  fk_finish dropout;
} fk_head;

#define FK_KERNEL(result, name, parameters, arguments) result fk_##name parameters;
#include "kernel_list.h"
#undef FK_KERNEL

#pragma clang assume_nonnull begin

/// The instruction set in use: "avx512", "avx2" or "portable".
///
/// The environment variable FORECAST_CPU names one of them to force it; a name that the processor cannot run or
/// that is unknown is ignored.
const char *fk_instruction_set(void);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
#endif
