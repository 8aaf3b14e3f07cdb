"""Laws that models state, on simulated series whose law is known: the share of what came within intervals of each level.

python3 laws.py FORECAST      # a program built from this repository; half a minute on one thread
"""

import csv
import datetime
import io
import subprocess
import sys
import tempfile

import numpy as np

ROWS, HORIZON, SERIES = 120, 6, 150
LEVELS = [50, 80, 90, 95, 99]


def autoregression(noise):
    values = [0.0]
    for shock in noise:
        values.append(0.7 * values[-1] + shock)
    return 20 + np.array(values[-ROWS - HORIZON :])


def season(noise):
    return 50 + 10 * np.sin(2 * np.pi * np.arange(len(noise)) / 7) + 2 * noise


def weekend(noise):
    return season(noise * np.where(np.arange(len(noise)) % 7 < 5, 0.5, 2))


def shift(noise):
    return 50 + noise + np.where(np.arange(len(noise)) < len(noise) - HORIZON - ROWS // 2, 0, 8)


PROCESSES = {
    "AR(1), 0.7": (autoregression, ["ets", "theta", "ces", "arima:1,0,0 with mean"]),
    "MA(1), 0.6": (lambda noise: 20 + noise[1:] + 0.6 * noise[:-1], ["ets", "theta", "ces", "arima:0,0,1 with mean"]),
    "random walk": (lambda noise: 100 + np.cumsum(noise), ["last-value", "ses", "dotm", "arima:0,1,0"]),
    "random walk with drift": (lambda noise: 100 + np.cumsum(0.3 + noise), ["drift", "holt", "theta", "dotm"]),
    "noise": (lambda noise: 50 + noise, ["mean", "ses", "theta"]),
    "level and noise": (lambda noise: 50 + np.cumsum(0.3 * noise) + noise[::-1], ["ses", "theta", "dotm"]),
    "line and noise": (lambda noise: 10 + 0.5 * np.arange(len(noise)) + 2 * noise, ["holt", "theta", "dotm"]),
    "week and noise": (season, ["seasonal-naive", "hw-additive", "theta", "stlf-ets"]),
    "walk of logarithms": (lambda noise: 100 * np.exp(np.cumsum(0.1 * noise)), ["ets", "last-value", "theta"]),
    "AR(1), 0.7, heavy tails": (lambda noise: autoregression(np.sinh(noise)), ["ets", "arima", "theta", "scum"]),
    "week, variance by day": (weekend, ["ets", "arima", "theta", "scum"]),
    "a level that shifts": (shift, ["ets", "arima", "theta", "scum"]),
}


def coverage(program, folder, process, model):
    generator = np.random.default_rng(1)
    start = datetime.date(2020, 1, 1)
    series = [process(generator.normal(size=ROWS + HORIZON + 100))[-ROWS - HORIZON :] for _ in range(SERIES)]
    with open(f"{folder}/data.csv", "w") as file:
        file.write("id,date,y\n")
        for number, values in enumerate(series):
            for row, value in enumerate(values[:ROWS]):
                file.write(f"s{number},{start + datetime.timedelta(row)},{value:.8g}\n")
    output = subprocess.run(
        [program, "fit", f"{folder}/data.csv", "--model", model, "--horizon", str(HORIZON), "--predict", "-"]
        + ["--level", ",".join(map(str, LEVELS)), "--threads", "1", "--quiet"],
        check=True, capture_output=True, text=True,
    ).stdout
    held = np.zeros(len(LEVELS))
    for number, row in enumerate(csv.DictReader(io.StringIO(output))):
        truth = series[int(row["id"][1:])][ROWS + number % HORIZON]
        held += [float(row[f"y-lo-{level}"]) <= truth <= float(row[f"y-hi-{level}"]) for level in LEVELS]
    return held / (SERIES * HORIZON)


if __name__ == "__main__":
    print("| series | model |" + "".join(f" {level} % |" for level in LEVELS))
    print("|---|---|" + "--:|" * len(LEVELS))
    with tempfile.TemporaryDirectory(dir=".") as folder:
        for name, (process, models) in PROCESSES.items():
            for model in models:
                shares = coverage(sys.argv[1], folder, process, model)
                print(f"| {name} | `{model}` |" + "".join(f" {100 * share:.1f} |" for share in shares), flush=True)
