"""Measures forecast-bench and its PyTorch counterparts in turns, so that both see the same machine; prints a table.

Each round runs every workload once with each program; a workload's result is the median over the rounds. Load of
other programs then falls on both sides alike.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import benchmark_data

HERE = pathlib.Path(__file__).parent
STEPS = [
    "samformer-step",
    "samformer-step-720",
    "samformer-full-step",
    "samformer-full-step-256",
    "samformer-traffic-step",
]
# A traffic step takes seconds in PyTorch.
REPEATS = {"samformer-traffic-step": 3, "samformer-full-step-256": 10}


def main():
    options = parse_options()
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        workloads = commands(options, pathlib.Path(folder))
        for round_number in range(options.rounds):
            for name, sides in workloads.items():
                # Swapping the order each round cancels what one program leaves behind for the next.
                for side in sorted(sides, reverse=round_number % 2 == 1):
                    milliseconds = sides[side]()
                    if milliseconds is not None:
                        times.setdefault(name, {}).setdefault(side, []).append(milliseconds)
            print(f"round {round_number + 1} of {options.rounds} done", file=sys.stderr)
    report(times, options)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", required=True, help="the program forecast-bench")
    parser.add_argument("--forecast", help="the program forecast; without it fit and predict are not measured")
    parser.add_argument("--workload", action="append", help="repeatable; default: all")
    parser.add_argument("--data", default=benchmark_data.default_path(), help="ETTh1.csv, for fit and predict")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="one JSON line per workload instead of the table")
    return parser.parse_args()


def commands(options, folder):
    """For each workload what measures ours and theirs, each a function that returns milliseconds or None."""
    python = [sys.executable]
    threads = ["--threads", str(options.threads)]
    workloads = {}
    for name in STEPS:
        peer = python + [HERE / "steps.py", "--workload", name, "--repeats", str(REPEATS.get(name, 50))] + threads
        ours = [options.bench, "--workload", name, "--json"] + threads
        workloads[name] = {"ours": lambda c=ours: reported(c), "torch": lambda c=peer: reported(c)}
    if options.forecast and pathlib.Path(options.data).exists():
        workloads |= whole_programs(options, folder, threads)
    if options.workload:
        unknown = set(options.workload) - set(workloads)
        if unknown:
            sys.exit(f"unknown workload {', '.join(sorted(unknown))}; known are {', '.join(workloads)}")
        # The forecast needs the models that the fits leave behind.
        needed = set(options.workload) | ({"fit-one-epoch"} if "predict" in options.workload else set())
        workloads = {name: sides for name, sides in workloads.items() if name in needed}
    return workloads


def whole_programs(options, folder, threads):
    """A fit of one epoch and a forecast, each from the start of its process to the end."""
    data = str(options.data)
    ours, theirs = str(folder / "ours.safetensors"), str(folder / "torch.safetensors")
    fit_ours = [options.forecast, "fit", data, "--model", "samformer", "--set", "valuePath=full", "--epochs", "1"]
    fit_ours += ["--batch-size", "256", "--lookback", "512", "--horizon", "96", "--quiet", "--output", ours] + threads
    fit_torch = [sys.executable, HERE / "fit.py", data, "--output", theirs] + threads
    predict_ours = [options.forecast, "predict", ours, data, "--output", str(folder / "ours.csv")]
    predict_torch = [sys.executable, HERE / "predict.py", theirs, data, "--output", str(folder / "torch.csv")]
    return {
        "fit-one-epoch": {"ours": lambda: elapsed(fit_ours), "torch": lambda: elapsed(fit_torch)},
        "predict": {"ours": lambda: elapsed(predict_ours), "torch": lambda: elapsed(predict_torch + threads)},
    }


def reported(command):
    """The median milliseconds that a program reports about itself."""
    result = run(command)
    return None if result is None else json.loads(result.splitlines()[-1])["ms"]


def elapsed(command):
    """Milliseconds from start to end of a process."""
    start = time.perf_counter()
    result = run(command)
    return None if result is None else 1e3 * (time.perf_counter() - start)


def run(command):
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if result.returncode == 0:
        return result.stdout
    reason = (result.stderr.strip() or f"exit status {result.returncode}").splitlines()[-1]
    print(f"{command[0]} {' '.join(map(str, command[1:3]))}: not measured: {reason}", file=sys.stderr)
    return None


def report(times, options):
    medians = {
        name: {side: statistics.median(values) for side, values in sides.items()} for name, sides in times.items()
    }
    if options.json:
        for name, sides in medians.items():
            rounded = {f"{side}_ms": round(value, 3) for side, value in sides.items()}
            print(json.dumps({"workload": name, "threads": options.threads, "rounds": options.rounds} | rounded))
        return
    print(f"{'workload':26}{'ours, ms':>12}{'PyTorch, ms':>14}{'times faster':>14}")
    for name, sides in medians.items():
        ours, theirs = sides.get("ours"), sides.get("torch")
        ratio = f"{theirs / ours:.2f}" if ours and theirs else "–"
        print(f"{name:26}{text(ours):>12}{text(theirs):>14}{ratio:>14}")


def text(milliseconds):
    return "–" if milliseconds is None else f"{milliseconds:.2f}"


if __name__ == "__main__":
    main()
