"""Measures local models and statsforecast's in turns on the same 300 monthly M3 series, one thread each; prints a table.

Both sides fit every series and forecast 18 steps without intervals; theirs is called as a library, warm, without its data frames.
The ratio is the median over the rounds of theirs divided by ours in the same round. Needs FORECAST_DATA_DIR with the folder
`competitions`, a built `forecast-bench`, and `pip install statsforecast==2.1.1`.
"""

import argparse
import collections
import csv
import json
import os
import pathlib
import statistics
import subprocess
import time

import numpy
from statsforecast.models import AutoARIMA, AutoCES, AutoETS, AutoTheta, DynamicOptimizedTheta

MODELS = {
    "dotm": lambda: DynamicOptimizedTheta(season_length=12),
    "ces": lambda: AutoCES(season_length=12),
    "auto-theta": lambda: AutoTheta(season_length=12),
    "ets": lambda: AutoETS(season_length=12),
    "arima": lambda: AutoARIMA(season_length=12),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=".build/release/forecast-bench")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--series", type=int, default=300, help="theirs fits every so many; the time is scaled")
    parser.add_argument("--models", nargs="+", default=list(MODELS), choices=list(MODELS))
    options = parser.parse_args()
    series = monthly()[:: max(1, 300 // options.series)]
    print(f"{'model':12}{'ours ms':>10}{'theirs ms':>11}{'ratio':>8}   (milliseconds a series, median of {options.rounds} rounds)")
    for name in options.models:
        rounds = [(ours(options.program, name), theirs(MODELS[name], series)) for _ in range(options.rounds)]
        mine, other = (statistics.median(side) for side in zip(*rounds))
        ratio = statistics.median(b / a for a, b in rounds)
        print(f"{name:12}{mine:10.3f}{other:11.3f}{ratio:8.1f}", flush=True)


def monthly():
    """The 300 series of forecast-bench."""
    folder = pathlib.Path(os.environ["FORECAST_DATA_DIR"]) / "competitions"
    rows = collections.defaultdict(list)
    for row in csv.DictReader(open(folder / "m3_train.csv")):
        rows[row["unique_id"]].append(float(row["y"]))
    ids = [row["unique_id"] for row in csv.DictReader(open(folder / "m3_meta.csv")) if row["type"] == "monthly"]
    return [numpy.array(rows[ids[i * len(ids) // 300]]) for i in range(300)]


def ours(program, name):
    """Milliseconds a series, of the shortest of three passes."""
    command = [program, "--workload", f"local-{name}", "--threads", "1", "--json", "--seconds", "0.001"]
    report = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return report["min_ms"] / 300


def theirs(make, series):
    model = make()
    model.forecast(y=series[0], h=18)
    start = time.process_time()
    for rows in series:
        model.forecast(y=rows, h=18)
    return 1000 * (time.process_time() - start) / len(series)


if __name__ == "__main__":
    main()
