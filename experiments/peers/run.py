"""Measures forecast-bench and its PyTorch counterparts in turns, so that both see the same machine; prints a table.

Each round runs every workload once with each program. The ratio is the median over the rounds of PyTorch's time
divided by ours in the same round: load of other programs then falls on both sides alike. Data are the files of
FORECAST_DATA_DIR; what is not there is made by `forecast datasets generate`, and both sides read the same files.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).parent
STEPS = [
    "samformer-step",
    "samformer-step-720",
    "samformer-full-step",
    "samformer-full-step-256",
    "samformer-traffic-step",
    "transformer-step",
    "transformer-step-dropout",
    "transformer-fan-step",
    "transformer-small-step",
]
# Some steps take seconds in PyTorch.
REPEATS = {
    "samformer-traffic-step": 3,
    "samformer-full-step-256": 10,
    "transformer-step": 3,
    "transformer-step-dropout": 3,
    "transformer-fan-step": 3,
    "transformer-small-step": 20,
}
PROCESSES = ["predict-process", "fit-process"]
READING = {"csv-load": "ETTm1.csv", "csv-load-weather": "weather.csv"}
WORKLOADS = STEPS + PROCESSES + list(READING)
# File, synthetic data set, rows: 10 MB of transformer data where there is no ETTm1.
DATA = [("ETTh1.csv", "etth", None), ("ETTm1.csv", "etth", 167_000), ("weather.csv", "weather", None)]


def main():
    options = parse_options()
    results = {name: [] for name in options.workload or WORKLOADS}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, pathlib.Path(folder))
        for round_number in range(options.rounds):
            for name in results:
                # Swapping the order each round cancels what one program leaves behind for the next.
                sides = [("ours", bench.ours), ("torch", bench.torch)][:: -1 if round_number % 2 else 1]
                results[name].append({side: measure(name) for side, measure in sides})
            print(f"round {round_number + 1} of {options.rounds} done", file=sys.stderr)
        synthetic = bench.synthetic
    rows = [summary(name, rounds) for name, rounds in results.items()]
    if options.json:
        for row in rows:
            print(json.dumps({"threads": options.threads, "rounds": options.rounds} | row))
    else:
        print_table(rows)
        print(f"\n{options.rounds} rounds, {options.threads} threads", end="")
        print(f"; synthetic data in place of {', '.join(synthetic)}" if synthetic else "")
    if any(row["ours_ms"] is None for row in rows):
        sys.exit(1)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", required=True, help="the program forecast-bench")
    parser.add_argument("--forecast", help="the program forecast; default: beside forecast-bench")
    parser.add_argument("--workload", action="append", choices=WORKLOADS, help="repeatable; default: all")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true", help="one JSON line per workload instead of the table")
    options = parser.parse_args()
    options.forecast = options.forecast or pathlib.Path(options.bench).with_name("forecast")
    return options


class Bench:
    """What measures one workload with either program; both read the files of one folder."""

    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.threads = ["--threads", str(options.threads)]
        self.synthetic = []
        given = os.environ.get("FORECAST_DATA_DIR")
        for name, dataset, rows in DATA:
            source = pathlib.Path(given or "", name)
            if given and source.exists():
                (folder / name).symlink_to(source.resolve())
            else:
                size = ["--rows", str(rows)] if rows else []
                self.run([options.forecast, "datasets", "generate", dataset, folder / name] + size, check=True)
                self.synthetic.append(name)

    def ours(self, name):
        seconds = ["--seconds", "1"]
        return self.reported([self.options.bench, "--workload", name, "--json"] + seconds + self.threads)

    def torch(self, name):
        if name in STEPS:
            repeats = ["--repeats", str(REPEATS.get(name, 50))]
            return self.reported(self.script("steps.py", "--workload", name) + repeats + self.threads)
        if name in READING:
            return self.reported(self.script("csv_load.py", self.folder / READING[name]))
        model, data = self.folder / "torch.safetensors", self.folder / "ETTh1.csv"
        fit = self.script("fit.py", data, "--output", model) + self.threads
        if name == "fit-process":
            return self.elapsed(fit)
        if not model.exists():
            self.run(fit)
        return self.elapsed(self.script("predict.py", model, data, "--output", self.folder / "torch.csv") + self.threads)

    @staticmethod
    def script(name, *arguments):
        return [sys.executable, HERE / name, *arguments]

    def reported(self, command):
        """What a program reports about itself: median milliseconds and, if it does, peak memory."""
        output = self.run(command)
        return None if output is None else json.loads(output.splitlines()[-1])

    def elapsed(self, command):
        """Milliseconds from start to end of a process, and its peak memory."""
        with tempfile.TemporaryFile() as errors:
            start = time.perf_counter()
            process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=errors)
            _, status, usage = os.wait4(process.pid, 0)
            milliseconds = 1e3 * (time.perf_counter() - start)
            # Tells the object that its process has been waited for.
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode != 0:
                errors.seek(0)
                explain(command, process.returncode, errors.read().decode(errors="replace"))
                return None
        return {"ms": milliseconds, "peak_mb": usage.ru_maxrss * 1024 / 1e6}

    def run(self, command, check=False):
        environment = os.environ | {"FORECAST_DATA_DIR": str(self.folder)}
        result = subprocess.run(list(map(str, command)), capture_output=True, text=True, env=environment)
        if result.returncode == 0:
            return result.stdout
        explain(command, result.returncode, result.stderr)
        return sys.exit(1) if check else None


def explain(command, status, errors):
    reason = (errors.strip() or f"exit status {status}").splitlines()[-1]
    print(f"{' '.join(map(str, command[:3]))}: not measured: {reason}", file=sys.stderr)


def summary(name, rounds):
    """Medians over the rounds; the ratio is the median of the rounds' ratios."""

    def median(side, key):
        values = [found[side][key] for found in rounds if found[side] and found[side].get(key) is not None]
        return round(statistics.median(values), 4) if values else None

    ratios = [found["torch"]["ms"] / found["ours"]["ms"] for found in rounds if found["torch"] and found["ours"]]
    return {
        "workload": name,
        "ours_ms": median("ours", "ms"),
        "torch_ms": median("torch", "ms"),
        "ratio": round(statistics.median(ratios), 3) if ratios else None,
        "lowest_ratio": round(min(ratios), 3) if ratios else None,
        "highest_ratio": round(max(ratios), 3) if ratios else None,
        "share_of_peak": median("ours", "share_of_peak"),
        "ours_mb": median("ours", "peak_mb"),
        "torch_mb": median("torch", "peak_mb") if name in PROCESSES else None,
    }


def print_table(rows):
    print("| workload | ours, ms | PyTorch, ms | times faster | range | of peak | ours, MB | PyTorch, MB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for row in rows:
        spread = "–" if row["ratio"] is None else f"{row['lowest_ratio']:.1f}–{row['highest_ratio']:.1f}"
        share = None if row["workload"] in PROCESSES else row["share_of_peak"]
        cells = [
            row["workload"],
            text(row["ours_ms"], 2),
            text(row["torch_ms"], 2),
            text(row["ratio"], 1),
            spread,
            "–" if share is None else f"{100 * share:.0f} %",
            text(row["ours_mb"], 0),
            text(row["torch_mb"], 0),
        ]
        print(f"| {' | '.join(cells)} |")


def text(value, places):
    return "–" if value is None else f"{value:.{places}f}"


if __name__ == "__main__":
    main()
