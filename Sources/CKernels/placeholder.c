#include "CKernels.h"
int forecast_kernels_placeholder(void) { return 0; }
