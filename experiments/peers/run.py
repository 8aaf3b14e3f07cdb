"""Measures forecast-bench and its counterparts in turns, so that all see the same machine; prints a table.

The first round runs every workload with every opponent: PyTorch as it is, PyTorch behind torch.compile, JAX with the whole
step in one compiled function, onnxruntime for predictions. Later rounds run it with ours and with those that may be the
strongest opponent: the one with the smallest median is. The ratio is the median over the rounds of that opponent's time divided
by ours in the same round: load of other programs then falls on both sides alike. Compiling is not part of a step's time. Data are the files of FORECAST_DATA_DIR; what is not
there is made by `forecast datasets generate`, and all sides read the same files.
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
    "lstm-step",
    "mamba-step",
]
# Opponents in steps of training and in predictions; the others have PyTorch or pandas only.
STEP_OPPONENTS = ["PyTorch", "torch.compile", "JAX"]
PREDICT_OPPONENTS = ["PyTorch", "onnxruntime"]
# A loop over time that torch.compile unrolls is compiled for many minutes.
NOT_COMPILED = ["mamba-step"]
# Some steps take seconds elsewhere.
REPEATS = {
    "samformer-traffic-step": 3,
    "samformer-full-step-256": 10,
    "transformer-step": 3,
    "transformer-step-dropout": 3,
    "transformer-fan-step": 3,
    "transformer-small-step": 20,
    "mamba-step": 10,
}
# Times of the first round beyond which an opponent is not the strongest.
CLOSE = 1.3
PROCESSES = ["predict-process", "fit-process"]
# Closed-form maps: script, file, its options.
MAPS = {
    "closed-form-etth1": ("linear_closed_form.py", "ETTh1.csv", []),
    "stack-etth1-96": ("linear_stack.py", "ETTh1.csv", ["--season", "24"]),
    "stack-weather-96": ("linear_stack.py", "weather.csv", ["--season", "144", "--split", "0.7/0.1/0.2"]),
}
MAP_OPPONENTS = {"closed-form-etth1": ["NumPy", "scikit-learn"]}
READING = {"csv-load": "ETTm1.csv", "csv-load-weather": "weather.csv"}
WORKLOADS = STEPS + PROCESSES + list(READING) + list(MAPS)
# File, synthetic data set, rows: 10 MB of transformer data where there is no ETTm1.
DATA = [("ETTh1.csv", "etth", None), ("ETTm1.csv", "etth", 167_000), ("weather.csv", "weather", None)]


def main():
    options = parse_options()
    names = options.workload or WORKLOADS
    rounds = {name: [] for name in names}
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, pathlib.Path(folder))
        for number in range(options.rounds):
            for name in names:
                rounds[name].append(one_round(bench, name, number, rounds[name]))
            print(f"round {number + 1} of {options.rounds} done", file=sys.stderr)
        synthetic = bench.synthetic
    rows = [summary(name, rounds[name]) for name in names]
    if options.json:
        for row in rows:
            print(json.dumps({"threads": options.threads, "rounds": options.rounds} | row))
    else:
        print_table(rows)
        print(f"\n{options.rounds} rounds, {options.threads} threads", end="")
        print(f"; synthetic data in place of {', '.join(synthetic)}" if synthetic else "")
    if any(row["ours_ms"] is None for row in rows):
        sys.exit(1)


def one_round(bench, name, number, before):
    """What ours and some opponents take: all of them first, then those that may be the strongest."""
    opponents = contenders(before) or opponents_of(name)
    sides = [("ours", lambda: bench.ours(name))]
    sides += [(opponent, lambda opponent=opponent: bench.opponent(opponent, name)) for opponent in opponents]
    # Swapping the order each round cancels what one program leaves behind for the next.
    return {side: measure() for side, measure in sides[:: -1 if number % 2 else 1]}


def opponents_of(name):
    if name in STEPS:
        return [o for o in STEP_OPPONENTS if not (o == "torch.compile" and name in NOT_COMPILED)]
    if name in MAPS:
        return MAP_OPPONENTS.get(name, ["NumPy"])
    return PREDICT_OPPONENTS if name == "predict-process" else ["pandas" if name in READING else "PyTorch"]


def contenders(rounds):
    """The opponents that one slow round may have put behind the fastest of the first."""
    times = {side: found["ms"] for side, found in (rounds[0].items() if rounds else ()) if found and side != "ours"}
    return [side for side, ms in times.items() if ms <= CLOSE * min(times.values())]


def strongest(rounds):
    """The opponent with the smallest median over the rounds, of those that were in all of them."""
    times = {side: median_of(rounds, side) for side in contenders(rounds)}
    return min(times, key=times.get) if times else None


def median_of(rounds, side, key="ms"):
    """The median of what a side reported; None where it did not."""
    values = [found[side][key] for found in rounds if found.get(side) and found[side].get(key) is not None]
    return statistics.median(values) if values else None


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

    def opponent(self, kind, name):
        if name in STEPS:
            script = self.script("jax_steps.py" if kind == "JAX" else "steps.py", "--workload", name)
            compiled = ["--compile"] if kind == "torch.compile" else []
            return self.reported(script + ["--repeats", str(REPEATS.get(name, 50))] + compiled + self.threads)
        if name in MAPS:
            script, file, options = MAPS[name]
            solver = ["--solver", kind] if name in MAP_OPPONENTS else []
            return self.elapsed(self.script(script, self.folder / file, *options, *solver) + self.threads)
        if name in READING:
            return self.reported(self.script("csv_load.py", self.folder / READING[name]))
        model, graph, data = (self.folder / name for name in ("torch.safetensors", "torch.onnx", "ETTh1.csv"))
        fit = self.script("fit.py", data, "--output", model) + self.threads
        if name == "fit-process":
            return self.elapsed(fit)
        if not graph.exists():
            self.run(fit + ["--onnx", graph])
        script, file = ("predict_onnx.py", graph) if kind == "onnxruntime" else ("predict.py", model)
        return self.elapsed(self.script(script, file, data, "--output", self.folder / "theirs.csv") + self.threads)

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
    """Medians over the rounds; the ratio is the median of the rounds' ratios to the strongest opponent."""

    def median(side, key):
        value = median_of(rounds, side, key)
        return None if value is None else round(value, 4)

    best = strongest(rounds)
    ratios = [found[best]["ms"] / found["ours"]["ms"] for found in rounds if found.get(best) and found["ours"]]
    return {
        "workload": name,
        "ours_ms": median("ours", "ms"),
        "strongest": best,
        "strongest_ms": median(best, "ms"),
        "ratio": round(statistics.median(ratios), 3) if ratios else None,
        "lowest_ratio": round(min(ratios), 3) if ratios else None,
        "highest_ratio": round(max(ratios), 3) if ratios else None,
        "others_ms": {side: median(side, "ms") for side, found in rounds[0].items() if found},
        "compile_s": {side: found["compile_s"] for side, found in rounds[0].items() if found and "compile_s" in found},
        "share_of_peak": median("ours", "share_of_peak"),
        "peak_gflops": median("ours", "peak_gflops"),
        "ours_mb": median("ours", "peak_mb"),
    }


def print_table(rows):
    print("| workload | ours, ms | strongest opponent | its ms | times faster | range | others, ms (compiling, s) | of peak | MB |")
    print("|---|--:|---|--:|--:|--:|---|--:|--:|")
    for row in rows:
        spread = "–" if row["ratio"] is None else f"{row['lowest_ratio']:.1f}–{row['highest_ratio']:.1f}"
        share = None if row["workload"] in PROCESSES else row["share_of_peak"]
        cells = [
            row["workload"],
            text(row["ours_ms"], 2),
            row["strongest"] or "–",
            text(row["strongest_ms"], 2),
            text(row["ratio"], 1),
            spread,
            others(row),
            "–" if share is None else f"{100 * share:.0f} %",
            text(row["ours_mb"], 0),
        ]
        print(f"| {' | '.join(cells)} |")
    peaks = [row["peak_gflops"] for row in rows if row["peak_gflops"]]
    if peaks:
        print(f"\nPeak of the threads together: {max(peaks):.0f} GFLOP/s", end="")


def others(row):
    """The opponents that were not the strongest, and what compiling took."""
    found = []
    for side, milliseconds in row["others_ms"].items():
        compiling = f" ({row['compile_s'][side]:.0f})" if side in row["compile_s"] else ""
        if side not in ("ours", row["strongest"]):
            found.append(f"{side} {milliseconds:.2f}{compiling}")
        elif compiling:
            found.append(f"{side}{compiling}")
    return ", ".join(found) or "–"


def text(value, places):
    return "–" if value is None else f"{value:.{places}f}"


if __name__ == "__main__":
    main()
