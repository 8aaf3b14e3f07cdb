#define FK_SUFFIX portable
#define FK_VECTOR_BYTES 16
#define FK_TILE_ROWS 6
#define FK_MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#include "kernels/all.inc"
