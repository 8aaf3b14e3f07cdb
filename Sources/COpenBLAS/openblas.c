#include "COpenBLAS.h"

#include <cblas.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

typedef void (*sgemm_function)(enum CBLAS_ORDER, enum CBLAS_TRANSPOSE, enum CBLAS_TRANSPOSE, blasint, blasint, blasint,
                               float, const float *, blasint, const float *, blasint, float, float *, blasint);

static sgemm_function sgemm;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  // The library reads this when it is loaded. Not earlier: a statically linked Swift runtime looks for the program's
  // arguments beside the environment, which setenv moves.
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  const char *names[] = {"libopenblas.so.0", "libopenblas.so", "libopenblas.dylib"};
  void *library = NULL;
  for (size_t i = 0; !library && i < sizeof names / sizeof names[0]; i++)
    library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
  if (library) sgemm = (sgemm_function)dlsym(library, "cblas_sgemm");
}

static void plain_product(int transposes_a, int transposes_b, int m, int n, int k, const float *a, int a_stride,
                          const float *b, int b_stride, float beta, float *c, int c_stride) {
  for (int r = 0; r < m; r++)
    for (int j = 0; j < n; j++) {
      double total = 0;
      for (int i = 0; i < k; i++) {
        double x = transposes_a ? a[(size_t)i * a_stride + r] : a[(size_t)r * a_stride + i];
        total += x * (transposes_b ? b[(size_t)j * b_stride + i] : b[(size_t)i * b_stride + j]);
      }
      float *element = c + (size_t)r * c_stride + j;
      *element = (float)total + (beta == 0 ? 0 : beta * *element);
    }
}

void openblas_product(int transposes_a, int transposes_b, int m, int n, int k, const float *a, int a_stride,
                      const float *b, int b_stride, float beta, float *c, int c_stride) {
  pthread_once(&once, load);
  if (!sgemm) {
    plain_product(transposes_a, transposes_b, m, n, k, a, a_stride, b, b_stride, beta, c, c_stride);
    return;
  }
  sgemm(CblasRowMajor, transposes_a ? CblasTrans : CblasNoTrans, transposes_b ? CblasTrans : CblasNoTrans, m, n, k, 1,
        a, a_stride, b, b_stride, beta, c, c_stride);
}
