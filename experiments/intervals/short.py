"""How much intervals hold of single short series: simulated ones with a known law, and those of a competition.

    python3 short.py FORECAST > short.md                  # simulated
    FORECAST_DATA_DIR=… python3 short.py FORECAST m3 monthly 12 > …

Every series is a file of its own: `fit` of all its rows with each model, `predict --level 80,95`, and what the intervals hold of rows that
were drawn, or published, after them. Widths and interval scores (Gneiting and Raftery 2007) are in deviations of the differences.
"""

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd

MODELS = ["auto", "scum", "ets"]
FREQUENCIES = {"monthly": ("MS", 12), "quarterly": ("QS", 4), "yearly": ("YS", 1)}
# Monthly rows, how many are forecast, and how many series of each length.
LENGTHS, HORIZON, COUNT = [60, 100, 150], 12, 40


def smoothed(rng, count, kind):
    """Innovations state space: level, trend (T), season of 12 (S), Student-t errors (H), errors by season (V)."""
    alpha, beta, gamma = rng.uniform(0.1, 0.6), rng.uniform(0.01, 0.15), rng.uniform(0.05, 0.3)
    level, trend = 100.0, rng.normal(0.3, 0.2) * ("T" in kind)
    season = rng.normal(0, 10, 12) if "S" in kind else np.zeros(12)
    season = list(season - season.mean())
    values = []
    for row in range(count):
        error = 5 * (rng.standard_t(4) / np.sqrt(2) if "H" in kind else rng.normal())
        error *= 1 + 0.8 * np.sin(2 * np.pi * row / 12) if "V" in kind else 1
        values.append(level + 0.98 * trend + season[0] + error)
        level, trend = level + 0.98 * trend + alpha * error, 0.98 * trend + beta * error * ("T" in kind)
        season = season[1:] + [season[0] + gamma * error * ("S" in kind)]
    return np.array(values)


def regressed(rng, count, kind):
    """An autoregression of order one around a line (T) and two waves of 12 rows (S)."""
    phi, values = rng.uniform(0.2, 0.9), np.zeros(count + 100)
    for row in range(1, count + 100):
        values[row] = phi * values[row - 1] + rng.normal()
    values, time = 100 + 5 * values[100:], np.arange(count)
    if "S" in kind:
        values += 10 * np.sin(2 * np.pi * time / 12 + rng.uniform(0, 6)) + 5 * np.sin(4 * np.pi * time / 12)
    return values + time * rng.normal(0, 0.3) if "T" in kind else values


KINDS = [(smoothed, kind) for kind in ("L", "T", "S", "TS", "SH", "SV")]
KINDS += [(regressed, kind) for kind in ("", "S", "ST", "T")]


def simulated():
    for length in LENGTHS:
        for seed in range(COUNT):
            make, kind = KINDS[seed % len(KINDS)]
            values = make(np.random.default_rng(seed), length + HORIZON, kind)
            yield f"{length} rows", values[:length], values[length:], "MS"


def competition(name, kind, horizon):
    folder = pathlib.Path(os.environ["FORECAST_DATA_DIR"], "competitions")
    tables = [pd.read_csv(folder / f"{name}_{part}.csv") for part in ("meta", "train", "test")]
    ids = list(tables[0][tables[0]["type"] == kind]["unique_id"])
    for position in np.linspace(0, len(ids) - 1, min(len(ids), 100)).astype(int):
        known, later = (table[table["unique_id"] == ids[position]]["y"].to_numpy(float) for table in tables[1:])
        yield f"{name} {kind}", known, later[:horizon], FREQUENCIES[kind][0]


def measured(job):
    program, model, group, known, later, frequency = job
    with tempfile.TemporaryDirectory() as folder:
        data, stored, output = (f"{folder}/{name}" for name in ("data.csv", "model.safetensors", "next.csv"))
        stamps = pd.date_range("1950-01-01", periods=len(known), freq=frequency)
        pd.DataFrame({"date": stamps, "y": np.round(known, 4)}).to_csv(data, index=False)
        for command in (
            ["fit", data, "--model", model, "--horizon", len(later), "--output", stored, "--no-baselines"],
            ["predict", stored, data, "--level", "80,95", "--output", output],
        ):
            done = subprocess.run([program, *map(str, command), "--quiet"], capture_output=True, text=True)
            if done.returncode != 0:
                return {"group": group, "model": model, "failed": 1}
        table = pd.read_csv(output)
    unit = np.std(np.diff(known)) or 1.0
    row = {"group": group, "model": model, "failed": 0}
    for level in (80, 95):
        low, high = table[f"y-lo-{level}"], table[f"y-hi-{level}"]
        miss = np.maximum(low - later, 0) + np.maximum(later - high, 0)
        row[f"{level} holds"] = 100 * np.mean((low <= later) & (later <= high))
        row[f"{level} width"] = np.mean(high - low) / unit
        row[f"{level} score"] = np.mean(high - low + 200 / (100 - level) * miss) / unit
    return row


def main():
    program, rest = sys.argv[1], sys.argv[2:]
    series = list(competition(rest[0], rest[1], int(rest[2])) if rest else simulated())
    jobs = [(program, model, *one) for model in MODELS for one in series]
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        rows = pd.DataFrame(list(pool.map(measured, jobs, chunksize=8)))
    means = rows.groupby(["group", "model"], sort=False).mean(numeric_only=True)
    counts = rows.groupby(["group", "model"], sort=False).size()
    print("| series | model | number | holds 80 % | width | score | holds 95 % | width | score |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    for (group, model), row in means.iterrows():
        cells = [f"{row[f'{level} {what}']:.{1 if what == 'holds' else 2}f}" for level in (80, 95) for what in ("holds", "width", "score")]
        print(f"| {group} | `{model}` | {counts[group, model]} | {' | '.join(cells)} |")
    if rows["failed"].sum():
        print(f"\n{rows['failed'].sum()} fits failed", file=sys.stderr)


if __name__ == "__main__":
    main()
