"""Median time of pandas reading a benchmark file, stamps parsed; one JSON line per file."""

import argparse
import json
import os
import statistics
import time

import pandas

import benchmark_data


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="*", default=[benchmark_data.default_path()])
    parser.add_argument("--repeats", type=int, default=10)
    options = parser.parse_args()
    for path in options.data:
        seconds = statistics.median(read(path) for _ in range(options.repeats))
        rate = os.path.getsize(path) / 1e6 / seconds
        print(json.dumps({"file": os.path.basename(path), "ms": round(1e3 * seconds, 2), "mb_per_s": round(rate, 1)}))


def read(path):
    start = time.perf_counter()
    # Latin-1 because of the header of weather.csv; it costs pandas nothing.
    table = pandas.read_csv(path, encoding="latin-1", parse_dates=[0])
    table.iloc[:, 1:].to_numpy("float32")
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
