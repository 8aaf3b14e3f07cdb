#!/usr/bin/env python3
"""Sums up the parts of a data set with PySpark, one part a task, and makes the linear map of all their rows.

    moments_spark.py FOLDER MODEL [--lookback 512] [--horizon 96] [-- --set ridge=0.1]

FOLDER holds the parts as *.csv and is seen by every worker under the same path; `forecast` is in its PATH or named by FORECAST.
Options behind -- are those of forecast solve.
"""
import argparse
import os
import pathlib
import subprocess
import sys

from pyspark import SparkContext


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("model")
    parser.add_argument("--lookback", default="512")
    parser.add_argument("--horizon", default="96")
    words = sys.argv[1:]
    mark = words.index("--") if "--" in words else len(words)
    given, options = parser.parse_args(words[:mark]), words[mark + 1 :]
    program = os.environ.get("FORECAST", "forecast")
    parts = sorted(str(path) for path in pathlib.Path(given.folder).resolve().glob("*.csv"))
    sizes = ["--lookback", given.lookback, "--horizon", given.horizon]

    def moments(part: str) -> str:
        output = part.removesuffix(".csv") + ".moments"
        subprocess.run(
            [program, "moments", part, "-o", output, "--quiet", "--threads", "1", *sizes], check=True)
        return output

    context = SparkContext(appName="forecast-moments")
    try:
        # One element a partition, so that every part is a task of its own.
        made = context.parallelize(parts, max(1, len(parts))).map(moments).collect()
    finally:
        context.stop()
    subprocess.run([program, "solve", *made, "-o", given.model, *options], check=True)


if __name__ == "__main__":
    sys.exit(main())
