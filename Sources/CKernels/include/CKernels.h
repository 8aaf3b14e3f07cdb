int forecast_kernels_placeholder(void);
