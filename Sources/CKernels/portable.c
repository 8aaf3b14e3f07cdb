#define FK_SUFFIX portable
#define FK_VECTOR_BYTES 16
#include "kernels/all.inc"
