// One line per kernel: FK_KERNEL(result, name, (parameters), (arguments)).
// Included several times with different definitions of FK_KERNEL; has no include guard on purpose.
#pragma clang assume_nonnull begin

// --- elementwise.inc -------------------------------------------------------------------------------------------
/// out = a + b
FK_KERNEL(void, add, (float *out, const float *a, const float *b, size_t n), (out, a, b, n))
/// out = a - b
FK_KERNEL(void, subtract, (float *out, const float *a, const float *b, size_t n), (out, a, b, n))
/// out = a * b
FK_KERNEL(void, multiply, (float *out, const float *a, const float *b, size_t n), (out, a, b, n))
/// out = s * a
FK_KERNEL(void, scale, (float *out, const float *a, float s, size_t n), (out, a, s, n))
/// y += s * x
FK_KERNEL(void, axpy, (float *y, const float *x, float s, size_t n), (y, x, s, n))
/// y[r, c] = bias[c] for every row: what a matrix product then adds to
FK_KERNEL(void, broadcast_rows, (float *y, const float *bias, size_t rows, size_t columns), (y, bias, rows, columns))
/// sums[c] = sum over rows of x[r, c]
FK_KERNEL(void, sum_rows, (float *sums, const float *x, size_t rows, size_t columns), (sums, x, rows, columns))
/// sums[r] = sum over columns of x[r, c]
FK_KERNEL(void, row_sums, (float *sums, const float *x, size_t rows, size_t columns), (sums, x, rows, columns))
/// sum of x in double precision
FK_KERNEL(double, sum, (const float *x, size_t n), (x, n))
/// sum of squares of x in double precision
FK_KERNEL(double, sum_squares, (const float *x, size_t n), (x, n))
/// sum of (x * scale)^2 in double precision
FK_KERNEL(double, sum_squares_scaled, (const float *x, const float *scale, size_t n), (x, scale, n))
/// out[c, r] = a[r, c]; rows are stride apart
FK_KERNEL(void, transpose,
          (float *out, size_t out_stride, const float *a, size_t a_stride, size_t rows, size_t columns),
          (out, out_stride, a, a_stride, rows, columns))

// --- products.inc ----------------------------------------------------------------------------------------------
/// Columns of a panel: packed matrices have n rounded up to a multiple of it.
FK_KERNEL(size_t, panel_width, (void), ())
/// Rows that a product makes at once: it is fastest when m is a multiple of it.
FK_KERNEL(size_t, tile_rows, (void), ())
/// Brings the transpose of b (n x k) into panels of columns, as columns first ..< first + n of the whole:
/// panels[p, i, j] = b[p * width + j - first, i]. Columns that are in no matrix must be finite.
FK_KERNEL(void, pack_panels, (float *panels, size_t first, const float *b, size_t b_stride, size_t n, size_t k),
          (panels, first, b, b_stride, n, k))
/// Brings b (k x n) into panels of columns with room for depth rows: panels[p, i, j] = b[i, p * width + j], zero beyond n.
FK_KERNEL(void, copy_panels, (float *panels, size_t depth, const float *b, size_t b_stride, size_t n, size_t k),
          (panels, depth, b, b_stride, n, k))
/// c (m x n) = a (m x k) times the matrix in panels (k x n), added to c if adds; rows are stride apart
FK_KERNEL(void, product_panels,
          (float *c, size_t c_stride, const float *a, size_t a_stride, const float *panels, int adds, size_t m,
           size_t n, size_t k),
          (c, c_stride, a, a_stride, panels, adds, m, n, k))
/// c (m x n) = the transpose of a (k x m) times the matrix in panels (k x n), added to c if adds
FK_KERNEL(void, product_panels_transposed,
          (float *c, size_t c_stride, const float *a, size_t a_stride, const float *panels, int adds, size_t m,
           size_t n, size_t k),
          (c, c_stride, a, a_stride, panels, adds, m, n, k))
/// c (m x n) = a (m x k) times b (k x n), added to c if adds; rows are stride apart
FK_KERNEL(void, product,
          (float *c, size_t c_stride, const float *a, size_t a_stride, const float *b, size_t b_stride, int adds,
           size_t m, size_t n, size_t k),
          (c, c_stride, a, a_stride, b, b_stride, adds, m, n, k))
/// c (m x n) = the transpose of a (k x m) times b (k x n), added to c if adds; rows are stride apart
FK_KERNEL(void, product_transposed,
          (float *c, size_t c_stride, const float *a, size_t a_stride, const float *b, size_t b_stride, int adds,
           size_t m, size_t n, size_t k),
          (c, c_stride, a, a_stride, b, b_stride, adds, m, n, k))
/// c (m x n) = start[r] in every column of row r, plus the transpose of a (k x m) times b (k x n); rows are stride apart
FK_KERNEL(void, product_transposed_from,
          (float *c, size_t c_stride, const float *start, const float *a, size_t a_stride, const float *b,
           size_t b_stride, size_t m, size_t n, size_t k),
          (c, c_stride, start, a, a_stride, b, b_stride, m, n, k))
/// y (m) = a (m x k) times x (k)
FK_KERNEL(void, product_with_vector, (float *y, const float *a, const float *x, size_t m, size_t k), (y, a, x, m, k))

// --- softmax.inc -----------------------------------------------------------------------------------------------
/// out[r, :] = softmax(s * x[r, :]); out may be x
FK_KERNEL(void, softmax_rows, (float *out, const float *x, float s, size_t rows, size_t columns),
          (out, x, s, rows, columns))
/// dx[r, :] = s * y * (dy - sum(dy * y)), the derivative of softmax_rows at y; dx may be dy
FK_KERNEL(void, softmax_rows_derivative,
          (float *dx, const float *dy, const float *y, float s, size_t rows, size_t columns),
          (dx, dy, y, s, rows, columns))

// --- normalization.inc -----------------------------------------------------------------------------------------
/// Per row of x: shift = mean (or the last value), scale = sqrt(biased variance + epsilon).
FK_KERNEL(void, row_statistics,
          (float *shift, float *scale, const float *x, float epsilon, int uses_last, size_t rows, size_t columns),
          (shift, scale, x, epsilon, uses_last, rows, columns))
/// y = (x - shift[r]) / scale[r] * gain[r % channels] + offset[r % channels]
FK_KERNEL(void, normalize_rows,
          (float *y, const float *x, const float *shift, const float *scale, const float *_Nullable gain,
           const float *_Nullable offset, size_t channels, size_t rows, size_t columns),
          (y, x, shift, scale, gain, offset, channels, rows, columns))
/// Derivatives of normalize_rows with the statistics held constant; dgain and doffset are overwritten, and any of
/// the three results may be null.
FK_KERNEL(void, normalize_rows_derivative,
          (float *_Nullable dx, float *_Nullable dgain, float *_Nullable doffset, const float *dy, const float *x,
           const float *shift, const float *scale, const float *_Nullable gain, size_t channels, size_t rows,
           size_t columns),
          (dx, dgain, doffset, dy, x, shift, scale, gain, channels, rows, columns))
/// y = (x - offset[c]) / (gain[c] + tiny) * scale[r] + shift[r], c = r % channels
FK_KERNEL(void, denormalize_rows,
          (float *y, const float *x, const float *shift, const float *scale, const float *_Nullable gain,
           const float *_Nullable offset, float tiny, size_t channels, size_t rows, size_t columns),
          (y, x, shift, scale, gain, offset, tiny, channels, rows, columns))
/// Derivatives of denormalize_rows with the statistics held constant, in the manner of normalize_rows_derivative.
FK_KERNEL(void, denormalize_rows_derivative,
          (float *_Nullable dx, float *_Nullable dgain, float *_Nullable doffset, const float *dy, const float *x,
           const float *scale, const float *_Nullable gain, const float *_Nullable offset, float tiny,
           size_t channels, size_t rows, size_t columns),
          (dx, dgain, doffset, dy, x, scale, gain, offset, tiny, channels, rows, columns))

/// y = gain[r % channels] * x + offset[r % channels] * row_sums[c] + bias[c]: a linear map of gain * z + offset from
/// the map x of z, where row_sums are the sums of the map's rows
FK_KERNEL(void, map_affine,
          (float *y, const float *x, const float *gain, const float *offset, const float *row_sums,
           const float *_Nullable bias, size_t channels, size_t rows, size_t columns),
          (y, x, gain, offset, row_sums, bias, channels, rows, columns))
/// The derivative of map_affine: scaled = gain * dy, offset_sums[c] = sum_r offset * dy, and the derivatives with
/// respect to gain and offset; all overwritten.
FK_KERNEL(void, map_affine_derivative,
          (float *scaled, float *offset_sums, float *dgain, float *doffset, const float *dy, const float *x,
           const float *gain, const float *offset, const float *row_sums, size_t channels, size_t rows,
           size_t columns),
          (scaled, offset_sums, dgain, doffset, dy, x, gain, offset, row_sums, channels, rows, columns))

// --- finish.inc ------------------------------------------------------------------------------------------------
/// The rows that fk_finish describes. z has `columns` columns and is left with the bias added; y has as many more as
/// are periodic, may be z where none are, and its first element is the one of index `first`.
FK_KERNEL(void, finish_rows,
          (float *y, float *z, const float *_Nullable residual, const fk_finish *finish, size_t first, size_t rows,
           size_t columns),
          (y, z, residual, finish, first, rows, columns))
/// The derivative of finish_rows with respect to v, at v = z as finish_rows leaves it; z may be null for the identity
/// without periods. bias_sums[c] = sum_r dz[r, c], if not null; gain_slope = the derivative with respect to periodic_gain less
/// the one with respect to general_gain, both gains taken for 1.
FK_KERNEL(void, finish_rows_derivative,
          (float *dz, float *_Nullable bias_sums, float *gain_slope, const float *dy, const float *_Nullable z,
           const fk_finish *finish, size_t first, size_t rows, size_t columns),
          (dz, bias_sums, gain_slope, dy, z, finish, first, rows, columns))
/// y[r, c] = silu(x[r, c]) * x[r, columns + c]
FK_KERNEL(void, gated_rows, (float *y, const float *x, size_t rows, size_t columns), (y, x, rows, columns))
/// The derivative of gated_rows with respect to x
FK_KERNEL(void, gated_rows_derivative, (float *dx, const float *dy, const float *x, size_t rows, size_t columns),
          (dx, dy, x, rows, columns))

// --- layer_norm.inc --------------------------------------------------------------------------------------------
/// y = (x - mean[r]) * inverse[r] * gain[c] + bias[c], inverse = 1 / sqrt(mean square + epsilon); without centering
/// the mean is 0.
FK_KERNEL(void, layer_norm,
          (float *y, float *mean, float *inverse, const float *x, const float *gain, const float *_Nullable bias,
           float epsilon, int centers, size_t rows, size_t columns),
          (y, mean, inverse, x, gain, bias, epsilon, centers, rows, columns))
/// The derivative of layer_norm; dgain and dbias are sums over the rows, overwritten.
FK_KERNEL(void, layer_norm_derivative,
          (float *dx, float *dgain, float *dbias, const float *dy, const float *x, const float *mean,
           const float *inverse, const float *gain, int centers, size_t rows, size_t columns),
          (dx, dgain, dbias, dy, x, mean, inverse, gain, centers, rows, columns))

// --- attention.inc ---------------------------------------------------------------------------------------------
/// Attention of few tokens. Rows of packed are width apart and begin with query (key_size) | key (key_size) |
/// value (value_size); weights[g, i, :] = softmax(s * q_i . k_j), output[g, i, :] = sum_j weights[g, i, j] v_j.
FK_KERNEL(void, attention,
          (float *output, float *weights, const float *packed, float s, size_t groups, size_t tokens,
           size_t key_size, size_t value_size, size_t width),
          (output, weights, packed, s, groups, tokens, key_size, value_size, width))
/// The derivative of attention with respect to the queries, keys and values in packed; other columns of dpacked are
/// left alone. scratch holds tokens floats.
FK_KERNEL(void, attention_derivative,
          (float *dpacked, float *scratch, const float *doutput, const float *weights, const float *packed, float s,
           size_t groups, size_t tokens, size_t key_size, size_t value_size, size_t width),
          (dpacked, scratch, doutput, weights, packed, s, groups, tokens, key_size, value_size, width))
/// out[r, :] = a[r, first ..< first + columns], rows of a are width apart
FK_KERNEL(void, copy_columns, (float *out, const float *a, size_t first, size_t rows, size_t columns, size_t width),
          (out, a, first, rows, columns, width))
/// out[r, first ..< first + columns] = a[r, :], rows of out are width apart
FK_KERNEL(void, place_columns, (float *out, const float *a, size_t first, size_t rows, size_t columns, size_t width),
          (out, a, first, rows, columns, width))

// --- heads.inc -------------------------------------------------------------------------------------------------
/// Floats that attention_head and attention_head_derivative need for intermediate results.
FK_KERNEL(size_t, attention_head_scratch, (const fk_head *head), (head))
/// output = dropped(softmax(scale * q k^T)) v, rows output_stride apart. Of each query two sums are
/// left: the largest scale * q_i . k_j, and the inverse of the sum of exponentials of distances to it. The dropout's first element has the index `first`.
FK_KERNEL(void, attention_head,
          (float *output, size_t output_stride, float *sums, const float *q, const float *k, const float *v,
           const fk_head *head, size_t first, float *scratch),
          (output, output_stride, sums, q, k, v, head, first, scratch))
/// The derivatives of attention_head, overwritten; the weights are made again from the sums. dq is laid out as q, dk and
/// dv as k.
FK_KERNEL(void, attention_head_derivative,
          (float *dq, float *dk, float *dv, const float *doutput, const float *output, size_t output_stride,
           const float *sums, const float *q, const float *k, const float *v, const fk_head *head, size_t first,
           float *scratch),
          (dq, dk, dv, doutput, output, output_stride, sums, q, k, v, head, first, scratch))

// --- lstm.inc --------------------------------------------------------------------------------------------------
/// Floats of the weights that lstm_pack makes.
FK_KERNEL(size_t, lstm_packed_size, (size_t inputs, size_t hidden), (inputs, hidden))
/// Brings the weights of the inputs (4 hidden x inputs) and of the states (4 hidden x hidden), gates input, forget,
/// candidate, output, into the order of lstm.
FK_KERNEL(void, lstm_pack,
          (float *packed, const float *input, const float *recurrent, size_t inputs, size_t hidden),
          (packed, input, recurrent, inputs, hidden))
/// Long short-term memory from zero state for the rows first ..< first + rows of a batch. x is steps x batch x inputs;
/// the open gates (steps x batch x 4 hidden), cells and states (steps x batch x hidden) are results.
FK_KERNEL(void, lstm,
          (float *gates, float *cells, float *states, const float *x, const float *packed, const float *bias,
           size_t steps, size_t batch, size_t inputs, size_t hidden, size_t first, size_t rows),
          (gates, cells, states, x, packed, bias, steps, batch, inputs, hidden, first, rows))
/// The derivative of steps first_step ..< first_step + steps of lstm, later ones first, with respect to the gates before
/// they open: dgates (steps x rows x 4 hidden), rows stride apart. carried (2 x rows x hidden) takes what follows from later
/// steps for state and cell along, zero at first; panels hold the recurrent weights (4 hidden x hidden), brought there by copy_panels.
FK_KERNEL(void, lstm_derivative,
          (float *dgates, size_t stride, float *carried, const float *dstates, const float *gates, const float *cells,
           const float *panels, size_t first_step, size_t steps, size_t batch, size_t hidden, size_t first, size_t rows),
          (dgates, stride, carried, dstates, gates, cells, panels, first_step, steps, batch, hidden, first, rows))

// --- scan.inc --------------------------------------------------------------------------------------------------
/// The selective scan of Mamba with its gate. u, delta, z and y are windows x time x channels, bc is windows x time x
/// (states of B | states of C), a is states x channels and negative. kept, if wanted, receives the states before
/// every interval-th step, windows x intervals x states x channels. scratch as of selective_scan_scratch.
FK_KERNEL(void, selective_scan,
          (float *y, float *_Nullable kept, float *scratch, const float *u, const float *delta, const float *z,
           const float *bc, const float *a, const float *skip, size_t windows, size_t time, size_t channels,
           size_t states, size_t interval),
          (y, kept, scratch, u, delta, z, bc, a, skip, windows, time, channels, states, interval))
/// Floats of scratch that either direction of the scan needs.
FK_KERNEL(size_t, selective_scan_scratch, (size_t time, size_t states, size_t interval), (time, states, interval))
/// The derivative of selective_scan; all results are overwritten.
FK_KERNEL(void, selective_scan_derivative,
          (float *du, float *ddelta, float *dz, float *dbc, float *da, float *dskip, float *scratch, const float *dy,
           const float *kept, const float *u, const float *delta, const float *z, const float *bc, const float *a,
           const float *skip, size_t windows, size_t time, size_t channels, size_t states, size_t interval),
          (du, ddelta, dz, dbc, da, dskip, scratch, dy, kept, u, delta, z, bc, a, skip, windows, time, channels,
           states, interval))
/// y[w, t, c] = silu(bias[c] + sum_j taps[j, c] x[w, t - size + 1 + j, c]) with zeros before the first step
FK_KERNEL(void, causal_convolution_silu,
          (float *y, const float *x, const float *taps, const float *bias, size_t windows, size_t time,
           size_t channels, size_t size),
          (y, x, taps, bias, windows, time, channels, size))
/// The derivative of causal_convolution_silu; all results are overwritten.
FK_KERNEL(void, causal_convolution_silu_derivative,
          (float *dx, float *dtaps, float *dbias, const float *dy, const float *x, const float *taps,
           const float *bias, size_t windows, size_t time, size_t channels, size_t size),
          (dx, dtaps, dbias, dy, x, taps, bias, windows, time, channels, size))

// --- spline.inc ------------------------------------------------------------------------------------------------
/// out[r, i, :] = the cubic B-splines of input i at x[r, i], zero outside the knots. knots are (bases + 10) x inputs:
/// those of the bases, and three more before and behind.
FK_KERNEL(void, spline_bases,
          (float *out, const float *x, const float *knots, size_t rows, size_t inputs, size_t bases),
          (out, x, knots, rows, inputs, bases))
/// dx[r, i] = sum over the bases of dout times their slopes at x[r, i]
FK_KERNEL(void, spline_bases_derivative,
          (float *dx, const float *dout, const float *x, const float *knots, size_t rows, size_t inputs, size_t bases),
          (dx, dout, x, knots, rows, inputs, bases))

// --- batch_normalization.inc -----------------------------------------------------------------------------------
/// sums[c] = sum over rows of (x[r, c] - mean[c])^2
FK_KERNEL(void, column_squares, (float *sums, const float *x, const float *mean, size_t rows, size_t columns),
          (sums, x, mean, rows, columns))
/// y[r, c] = (x[r, c] - mean[c]) * factor[c] + offset[c]
FK_KERNEL(void, normalize_columns,
          (float *y, const float *x, const float *mean, const float *factor, const float *offset, size_t rows,
           size_t columns),
          (y, x, mean, factor, offset, rows, columns))
/// products[c] = sum over rows of dy[r, c] * (x[r, c] - mean[c]), sums[c] = sum over rows of dy[r, c]
FK_KERNEL(void, normalize_columns_sums,
          (float *products, float *sums, const float *dy, const float *x, const float *mean, size_t rows,
           size_t columns),
          (products, sums, dy, x, mean, rows, columns))
/// dx = dy * factor[c] - (x - mean[c]) * slope[c] - shift[c]
FK_KERNEL(void, normalize_columns_derivative,
          (float *dx, const float *dy, const float *x, const float *mean, const float *factor, const float *slope,
           const float *shift, size_t rows, size_t columns),
          (dx, dy, x, mean, factor, slope, shift, rows, columns))

// --- loss.inc --------------------------------------------------------------------------------------------------
/// sum of (x - target)^2
FK_KERNEL(double, squared_error, (const float *x, const float *target, size_t n), (x, target, n))
/// dx = s * 2 (x - target)
FK_KERNEL(void, squared_error_derivative, (float *dx, const float *x, const float *target, float s, size_t n),
          (dx, x, target, s, n))
/// sum of |x - target|
FK_KERNEL(double, absolute_error, (const float *x, const float *target, size_t n), (x, target, n))
/// dx = s * sign(x - target)
FK_KERNEL(void, absolute_error_derivative, (float *dx, const float *x, const float *target, float s, size_t n),
          (dx, x, target, s, n))
/// sum of e^2 / 2 where |e| <= delta, else delta (|e| - delta / 2), with e = x - target
FK_KERNEL(double, huber_error, (const float *x, const float *target, float delta, size_t n), (x, target, delta, n))
/// dx = s * clamp(x - target, -delta, delta)
FK_KERNEL(void, huber_error_derivative,
          (float *dx, const float *x, const float *target, float delta, float s, size_t n),
          (dx, x, target, delta, s, n))

// --- optimizer.inc ---------------------------------------------------------------------------------------------
/// out = w + s * g
FK_KERNEL(void, perturb, (float *out, const float *w, const float *g, float s, size_t n), (out, w, g, s, n))
/// out = w + s * w^2 * g, the ascent of ASAM with T = |w|
FK_KERNEL(void, perturb_adaptively, (float *out, const float *w, const float *g, float s, size_t n),
          (out, w, g, s, n))
/// velocity = momentum * velocity + g + decay * w; w -= rate * velocity (first: velocity = g + decay * w)
FK_KERNEL(void, sgd, (float *w, float *velocity, const float *g, float rate, float momentum, float decay, int first,
                      size_t n),
          (w, velocity, g, rate, momentum, decay, first, n))
/// Adam: g' = g + decay * w; m = b1 m + (1 - b1) g'; v = b2 v + (1 - b2) g'^2;
/// w = w * shrink - rate * (m / c1) / (sqrt(v / c2) + epsilon)
FK_KERNEL(void, adam,
          (float *w, float *m, float *v, const float *g, float rate, float b1, float b2, float epsilon, float c1,
           float c2, float decay, float shrink, size_t n),
          (w, m, v, g, rate, b1, b2, epsilon, c1, c2, decay, shrink, n))

// --- least_squares.inc -----------------------------------------------------------------------------------------
/// sums[j] = sum over t < count of weights[t] * x[t + j], j < lags
FK_KERNEL(void, lagged_products,
          (double *sums, const double *weights, const double *x, size_t count, size_t lags),
          (sums, weights, x, count, lags))
/// moments[i, j] += sum over t < windows of x[t + i] * x[t + j] for i < rows and i <= j < width, given the sums of
/// i = 0 in products, which is overwritten; rows of moments are width apart
FK_KERNEL(void, sliding_moments,
          (double *moments, double *products, const double *x, size_t windows, size_t rows, size_t width),
          (moments, products, x, windows, rows, width))
/// moments[i, j] -= x[start + i] * x[start + j] for j <= i < width, one of the starts after another
FK_KERNEL(void, subtract_window_products,
          (double *moments, const double *x, const size_t *starts, size_t count, size_t width),
          (moments, x, starts, count, width))
/// Replaces the lower triangle of the first n rows of a (rows x n) by its Cholesky factor l and each further row b by
/// b times the inverse of the transpose of l. Returns 0, or the number of the first row whose pivot is not positive
/// beyond rounding, counted from 1.
FK_KERNEL(size_t, cholesky, (double *a, size_t n, size_t rows), (a, n, rows))
/// Replaces each row z of x (rows x n) by z times the inverse of the lower triangle l (n x n)
FK_KERNEL(void, solve_lower, (double *x, const double *l, size_t n, size_t rows), (x, l, n, rows))
/// c (m x n) = a (m x k) times b (k x n) in double precision
FK_KERNEL(void, product_doubles, (double *c, const double *a, const double *b, size_t m, size_t n, size_t k),
          (c, a, b, m, n, k))

// --- factors.inc -----------------------------------------------------------------------------------------------
/// c (m x n, rows stride apart) += factor * a (m x k) b (k x n), of any two strides each
FK_KERNEL(void, add_product,
          (double *c, size_t stride, const double *a, size_t a_row, size_t a_column, const double *b, size_t b_row,
           size_t b_column, size_t m, size_t n, size_t k, double factor),
          (c, stride, a, a_row, a_column, b, b_row, b_column, m, n, k, factor))
/// Replaces the upper triangle of a (n x n) by u with a = transpose(u) u. Returns 0, or the number of the first row whose
/// pivot is not positive beyond rounding, counted from 1.
FK_KERNEL(size_t, factor_upper, (double *a, size_t n), (a, n))
/// Replaces x (n x columns) by the inverse of transpose(u) times x; rows of u are stride apart
FK_KERNEL(void, solve_transposed_upper, (double *x, const double *u, size_t stride, size_t n, size_t columns),
          (x, u, stride, n, columns))
/// Replaces x (n x columns) by the inverse of u times x; rows of u are stride apart
FK_KERNEL(void, solve_upper, (double *x, const double *u, size_t stride, size_t n, size_t columns),
          (x, u, stride, n, columns))
/// The upper factor u of the matrix a (n x n) with further columns b, and the inverse of transpose(u) times b beside it
/// (n x width in all), where the difference of each element of (a b) and that one row above and one column before is the
/// sum of p[i] p[j] over the rows p of positive (plus x width) less that over the rows of negative (minus x width; both are
/// overwritten): the first of positive is the first row of (a b) over the root of its first element, the first of negative
/// the same with 0 at its beginning, and all others begin with 0. Returns as factor_upper does.
FK_KERNEL(size_t, factor_displaced,
          (double *u, double *positive, double *negative, size_t plus, size_t minus, size_t n, size_t width),
          (u, positive, negative, plus, minus, n, width))

// --- absolute_error.inc ----------------------------------------------------------------------------------------
/// With r' = r - length * move (rows x columns, lengths and squares of columns): slopes += sum over rows of
/// move * r' / sqrt(r'^2 + square); columns that are not wanted, 0, may stay as they are
FK_KERNEL(void, absolute_slopes,
          (double *slopes, const double *r, const double *moves, const double *lengths, const double *squares,
           const uint8_t *wanted, size_t rows, size_t columns),
          (slopes, r, moves, lengths, squares, wanted, rows, columns))
/// r = r - length * move; signs = r / sqrt(r^2 + square); errors += sum over rows of sqrt(r^2 + square)
FK_KERNEL(void, absolute_move,
          (double *r, double *signs, double *errors, const double *moves, const double *lengths, const double *squares,
           size_t rows, size_t columns),
          (r, signs, errors, moves, lengths, squares, rows, columns))

// --- sliding.inc -----------------------------------------------------------------------------------------------
/// Blocks of a series of count numbers, size of them each (a power of 4) and step apart, 0 behind the last: frequencies in the order of
/// the other kernels, blocks x size complex numbers. Roots are the size complex numbers e^(2 pi i j / size); space holds 16 numbers for
/// each of size.
FK_KERNEL(void, sliding_spectra,
          (double *spectra, const double *x, size_t count, const double *roots, size_t size, size_t step, size_t blocks,
           double *space),
          (spectra, x, count, roots, size, step, blocks, space))
/// y (windows x columns) = the windows of a series, each of width numbers, times x (width x columns). Spectra are those of its blocks,
/// size - width + 1 apart; space holds 32 numbers for each of size.
FK_KERNEL(void, sliding_product,
          (double *y, const double *x, const double *spectra, const double *roots, size_t windows, size_t columns,
           size_t width, size_t size, double *space),
          (y, x, spectra, roots, windows, columns, width, size, space))
/// sums (width x columns) += the transposed windows times r (windows x columns); see sliding_product
FK_KERNEL(void, sliding_sums,
          (double *sums, const double *r, const double *spectra, const double *roots, size_t windows, size_t columns,
           size_t width, size_t size, double *space),
          (sums, r, spectra, roots, windows, columns, width, size, space))

// --- peak.inc --------------------------------------------------------------------------------------------------
/// Single-precision multiply-adds in registers (no memory), the arithmetic peak of one core: runs `rounds` rounds and
/// returns the number of floating-point operations done.
FK_KERNEL(double, register_flops, (long rounds), (rounds))

#pragma clang assume_nonnull end
