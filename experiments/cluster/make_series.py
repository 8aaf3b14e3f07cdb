#!/usr/bin/env python3
"""Writes a long file of synthetic daily series: level, trend, a weekly season and noise, all seeded.

    make_series.py FILE [--series 100000] [--rows 400] [--seed 1]
"""
import argparse
import datetime
import math
import random


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--series", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    generator = random.Random(options.seed)
    first = datetime.date(2023, 1, 1)
    days = [(first + datetime.timedelta(days=row)).isoformat() for row in range(options.rows)]
    # Noise is taken from a pool from a random place on: a hundred thousand series are to be written in a minute.
    pool = [generator.gauss(0, 1) for _ in range(1_000_003)]
    with open(options.file, "w") as file:
        file.write("unique_id,ds,y\n")
        for series in range(options.series):
            level, drift = generator.uniform(20, 500), generator.gauss(0, 0.05)
            week = [level * 0.2 * generator.uniform(0, 1) * math.sin(2 * math.pi * day / 7) for day in range(7)]
            noise, walk, place = level * 0.05, level, generator.randrange(len(pool) - 2 * options.rows)
            lines = []
            for row, day in enumerate(days):
                walk += drift + 0.3 * noise * pool[place + 2 * row]
                value = walk + week[row % 7] + noise * pool[place + 2 * row + 1]
                lines.append(f"S{series:06d},{day},{value:.2f}\n")
            file.write("".join(lines))


if __name__ == "__main__":
    main()
