"""linear-stack with NumPy and SciPy: the recipe of the module LinearMaps, over windows that are copied.

    python linear_stack.py ETTh1.csv --horizon 96 --season 24 --split 8640,2880,2880 --threads 2

prints MSE and MAE of every test window in deviations of the training rows, the gate, and the seconds of choosing and fitting.
"""

import argparse
import csv
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
from scipy.optimize import nnls


def read(path):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    return np.array([[float(cell) for cell in row[1:]] for row in rows[1:]])


def parts(text, rows):
    if "/" not in text:
        return (int(count) for count in text.split(","))
    train, _, test = (float(share) for share in text.split("/"))
    training, held_out = int(train * rows), int(test * rows)
    return training, rows - training - held_out, held_out


def moments(series, width):
    products, sums, count = 0, 0, 0
    for values in series:
        windows = np.lib.stride_tricks.sliding_window_view(values, width)
        products = products + windows.T @ windows
        sums = sums + windows.sum(0)
        count += len(windows)
    return products, sums, count


def ridge_maps(series, specs, longest, horizon):
    """The folded map, [longest, horizon], and constant of each (lookback, centring, ridge)."""
    products, sums, count = moments(series, longest + horizon)
    maps = {}
    for lookback, centring, ridge in specs:
        first = longest - lookback
        gram = products[first:longest, first:longest]
        cross = products[first:longest, longest:]
        inputs, outputs = sums[first:longest], sums[longest:]
        if centring:
            level = np.zeros(lookback)
            level[lookback - centring :] = 1 / centring
            both = gram @ level
            square = level @ both
            targets = cross.T @ level
            gram = gram - both[:, None] - both[None, :] + square
            cross = cross - targets[None, :] - both[:, None] + square
            shift = level @ inputs
            inputs, outputs = inputs - shift, outputs - shift
        gram = gram - np.outer(inputs, inputs) / count
        cross = cross - np.outer(inputs, outputs) / count
        system = gram + np.eye(lookback) * ridge * np.trace(gram) / lookback
        weights = cho_solve(cho_factor(system), cross)
        folded = np.zeros((longest, horizon))
        folded[first:] = weights
        if centring:
            folded[longest - centring :] += (1 - weights.sum(0)) / centring
        maps[lookback, centring, ridge] = folded, (outputs - weights.T @ inputs) / count
    return maps


def candidates(season, horizon, block):
    top = int(np.clip(21 * season, 336, 1440))
    lookbacks = [rows for rows in (top, top // 3, top // 9) if 2 * rows + horizon - 1 <= 2 * block]
    specs = [(rows, k, ridge) for rows in lookbacks for k in (0, 1, season) for ridge in (1e-4, 1e-2, 1.0)]
    naive = [("mean", 1), ("mean", season), ("season", season), ("mean", 7 * season), ("season", 7 * season)]
    naive = [pair for pair in naive if pair[1] <= max(lookbacks)] + [("zero", 0)]
    members = [("pooled",) + spec for spec in specs] + [("own",) + spec for spec in specs]
    return members + [("naive",) + pair for pair in naive], specs, max(lookbacks)


def naive_map(kind, rows, longest, horizon):
    weights = np.zeros((longest, horizon))
    if kind == "mean":
        weights[longest - rows :] = 1 / rows
    elif kind == "season":
        for step in range(horizon):
            weights[longest - rows + step % rows, step] = 1
    return weights, np.zeros(horizon)


def all_maps(members, pooled, own, longest, horizon):
    chosen = {"pooled": pooled, "own": own}
    return [
        chosen[m[0]][m[1:]] if m[0] in chosen else naive_map(m[1], m[2], longest, horizon) for m in members
    ]


def simplex(products, members):
    part = products[np.ix_(members, members)]
    part = part / part.diagonal().min()
    values, vectors = np.linalg.eigh((part + part.T) / 2)
    rows = np.sqrt(np.maximum(values, 0) + 1e-6)[:, None] * vectors.T
    heavy = 1e3
    weights, _ = nnls(
        np.vstack([rows, heavy * np.ones((1, len(members)))]),
        np.r_[np.zeros(len(members)), heavy], maxiter=100 * len(members))
    result = np.zeros(len(products))
    result[members] = weights / weights.sum()
    return result


def unit_root(values):
    steps = np.diff(values)
    columns = np.c_[np.ones(len(steps) - 1), values[1:-1], steps[:-1]]
    _, slope, lag = np.linalg.lstsq(columns, steps[1:], rcond=None)[0]
    return len(values) * slope / (1 - lag)


def error_products(data, members, specs, longest, horizon, edges):
    channels = range(data.shape[1])
    folds = []
    for start, end in zip(edges[2:-1], edges[3:]):
        deviation = data[:start].std(0)
        values = (data[:end] - data[:start].mean(0)) / deviation
        pooled = ridge_maps([values[:start, c] for c in channels], specs, longest, horizon)
        origins = np.arange(start, end - horizon + 1)
        origins = origins[:: -(-len(origins) // 300)]
        products = []
        for c in channels:
            own = ridge_maps([values[:start, c]], specs, longest, horizon)
            inputs = np.stack([values[o - longest : o, c] for o in origins])
            outputs = np.stack([values[o : o + horizon, c] for o in origins])
            errors = np.stack(
                [(inputs @ w + b - outputs).ravel() for w, b in all_maps(members, pooled, own, longest, horizon)]
            )
            errors *= deviation[c]
            products.append(errors @ errors.T / errors.shape[1])
        folds.append(products)
    return np.array(folds)


def shares(data, members, products, season):
    every = list(range(len(members)))
    reverting = [i for i in every if members[i][1] == "zero" or (members[i][0] != "naive" and members[i][2] == 0)]
    steady = [i for i in every if i not in reverting]
    folds, channels = products.shape[:2]
    wins = 0
    for fold in range(folds):
        others = products[[f for f in range(folds) if f != fold]].mean((0, 1))
        with_, without = simplex(others, every), simplex(others, steady)
        wins += np.mean([np.log((with_ @ p @ with_) / (without @ p @ without)) for p in products[fold]]) < 0
    count = len(data) // season
    means = data[: count * season].reshape(count, season, -1).mean(1)
    statistic = np.median([unit_root(means[:, c]) for c in range(channels)])
    gate = min(0.5, wins / folds * np.clip((-statistic - 14) / 14, 0, 1))

    def gated(p):
        return gate * simplex(p, every) + (1 - gate) * simplex(p, steady)

    table = gated(products.mean((0, 1)))
    return np.array([table / 2 + gated(products[:, c].mean(0)) / 2 for c in range(channels)]), gate


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--horizon", type=int, default=96)
    parser.add_argument("--season", type=int, default=24)
    parser.add_argument(
        "--split", default="8640,2880,2880", help="rows for training, validation and test, or shares such as 0.7/0.1/0.2")
    parser.add_argument("--threads", type=int, help="of the linear algebra")
    options = parser.parse_args()
    data = read(options.data)
    training, validation, test = parts(options.split, len(data))
    data, horizon = data[: training + validation + test], options.horizon
    start = time.perf_counter()
    data = (data - data[:training].mean(0)) / data[:training].std(0)
    past = training + validation
    blocks = max(3, min(7, past // horizon))
    edges = [i * past // blocks for i in range(blocks + 1)]
    members, specs, longest = candidates(options.season, horizon, past // blocks)
    products = error_products(data[:past], members, specs, longest, horizon, edges)
    weights, gate = shares(data[:past], members, products, options.season)
    pooled = ridge_maps(data[:training].T, specs, longest, horizon)
    square = size = count = 0
    for c in range(data.shape[1]):
        own = ridge_maps([data[:training, c]], specs, longest, horizon)
        maps = all_maps(members, pooled, own, longest, horizon)
        folded = sum(w * m[0] for w, m in zip(weights[c], maps))
        constant = sum(w * m[1] for w, m in zip(weights[c], maps))
        windows = np.lib.stride_tricks.sliding_window_view(data[past - longest :, c], longest + horizon)
        errors = windows[:, :longest] @ folded + constant - windows[:, longest:]
        square, size, count = square + (errors**2).sum(), size + np.abs(errors).sum(), count + errors.size
    seconds = time.perf_counter() - start
    print(json.dumps({"mse": square / count, "mae": size / count, "gate": gate, "seconds": round(seconds, 2)}))


if __name__ == "__main__":
    main()
