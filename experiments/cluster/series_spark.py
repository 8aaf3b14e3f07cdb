#!/usr/bin/env python3
"""Forecasts many series with PySpark: each partition pipes one share of a long file through the program.

    series_spark.py FILE FOLDER [--shares 2] -- --model auto-theta --level 80,95

Every worker sees FILE under the same path, and `forecast` is in its PATH or named by FORECAST. FOLDER, which
must not be there yet, gets part-00000, part-00001, …, which merge.sh puts together.
"""
import argparse
import os
import pathlib
import shlex
import sys

from pyspark import SparkContext


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("folder")
    parser.add_argument("--shares", type=int, default=2)
    # What stands behind -- are options of forecast fit.
    words = sys.argv[1:]
    mark = words.index("--") if "--" in words else len(words)
    given, options = parser.parse_args(words[:mark]), words[mark + 1 :]
    share = pathlib.Path(__file__).resolve().with_name("share.sh")
    command = shlex.join(["bash", str(share), os.path.abspath(given.file), str(given.shares), *options])
    context = SparkContext(appName="forecast-series")
    try:
        # One element a partition: its number goes to the standard input of the script, its forecast comes back line by line.
        numbers = context.parallelize(range(given.shares), given.shares)
        parts = numbers.pipe(command, env=dict(os.environ), checkCode=True)
        parts.saveAsTextFile(pathlib.Path(given.folder).resolve().as_uri())
    finally:
        context.stop()


if __name__ == "__main__":
    sys.exit(main())
