"""linear-closed-form with NumPy or scikit-learn: ridge regression of windows that are copied, lookback 512, four horizons.

    python linear_closed_form.py ETTh1.csv --solver NumPy --threads 2

All channels share a map of windows less their last value, or less their mean with their deviation as an input; of four penalties each
the best on the validation windows is kept. Prints MSE and MAE of every test window in deviations of the training rows.
NumPy: sums of products and Cholesky's method, all penalties from the same sums. scikit-learn: `Ridge` on the windows themselves, which
draws the offset to 0 as well.
"""

import argparse
import json
import os
import sys
import time

# Before NumPy reads them.
for number, argument in enumerate(sys.argv[:-1]):
    if argument == "--threads":
        for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ[variable] = sys.argv[number + 1]

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from linear_stack import parts, read

RIDGES = (1e-3, 1e-2, 1e-1, 1.0)


def windows(data, first, last, lookback, horizon, instance):
    """Inputs and targets of the windows with targets in the rows first to last, all channels one below the other."""
    width = lookback + horizon
    view = np.lib.stride_tricks.sliding_window_view(data[first - lookback : last], width, axis=0)
    copied = view.transpose(1, 0, 2).reshape(-1, width)
    history, target = copied[:, :lookback], copied[:, lookback:]
    if instance:
        level = history.mean(1, keepdims=True)
        offset = np.sqrt(history.var(1, keepdims=True) + 1e-5)
    else:
        level, offset = history[:, -1:], np.ones((len(history), 1))
    return np.hstack([history - level, offset]), target - level


def numpy_maps(inputs, targets):
    gram, cross = inputs.T @ inputs, inputs.T @ targets
    scale = np.trace(gram) / len(gram)
    penalised = np.r_[np.ones(len(gram) - 1), 0]
    return [cho_solve(cho_factor(gram + np.diag(ridge * scale * penalised)), cross) for ridge in RIDGES]


def sklearn_maps(inputs, targets):
    from sklearn.linear_model import Ridge

    scale = np.square(inputs).sum() / inputs.shape[1]
    solved = [Ridge(alpha=ridge * scale, fit_intercept=False).fit(inputs, targets) for ridge in RIDGES]
    return [model.coef_.T for model in solved]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--lookback", type=int, default=512)
    parser.add_argument("--horizons", default="96,192,336,720")
    parser.add_argument("--split", default="8640,2880,2880")
    parser.add_argument("--solver", choices=["NumPy", "scikit-learn"], default="NumPy")
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    solve = numpy_maps if options.solver == "NumPy" else sklearn_maps
    data = read(options.data)
    training, validation, test = parts(options.split, len(data))
    data = (data - data[:training].mean(0)) / data[:training].std(0)
    for horizon in (int(text) for text in options.horizons.split(",")):
        start, best = time.perf_counter(), None
        for instance in (True, False):
            maps = solve(*windows(data, options.lookback, training, options.lookback, horizon, instance))
            inputs, targets = windows(data, training, training + validation, options.lookback, horizon, instance)
            for found in maps:
                error = np.square(inputs @ found - targets).mean()
                if best is None or error < best[0]:
                    best = (error, instance, found)
        end = training + validation + test
        inputs, targets = windows(data, training + validation, end, options.lookback, horizon, best[1])
        errors = inputs @ best[2] - targets
        print(json.dumps({
            "horizon": horizon, "mse": np.square(errors).mean(), "mae": np.abs(errors).mean(),
            "normalization": "instance" if best[1] else "last", "seconds": round(time.perf_counter() - start, 2)}))


if __name__ == "__main__":
    main()
