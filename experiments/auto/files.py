"""What people bring: `forecast fit FILE` and `forecast predict` on short, daily, sparse and many series, as a table.

usage: python3 files.py FORECAST > files.md      (data files in $FORECAST_DATA_DIR, the M3 competition under competitions/)

Test errors of the default model beside those of the last value, the seasonal naive forecast, the exact linear map and `ets`; the best of
these four is what it should be as good as. Files are made with fixed seeds.
"""
import csv, datetime, json, math, os, random, subprocess, sys, tempfile, time

DATA, PROGRAM = os.environ["FORECAST_DATA_DIR"], os.path.abspath(sys.argv[1])


def monthly_series():
    path = os.path.join(DATA, "competitions")
    with open(f"{path}/m3_meta.csv") as file:
        names = [row["unique_id"] for row in csv.DictReader(file) if row["type"] == "monthly"]
    values = {name: [] for name in names}
    for part in ("train", "test"):
        with open(f"{path}/m3_{part}.csv") as file:
            for row in csv.DictReader(file):
                if row["unique_id"] in values:
                    values[row["unique_id"]].append(float(row["y"]))
    return values


def month(index, year):
    return f"{year + index // 12}-{index % 12 + 1:02d}-01"


def make(folder):
    """Name and path of each file."""
    files = []

    def write(name, rows):
        path = os.path.join(folder, name.replace(" ", "-") + ".csv")
        with open(path, "w") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        files.append((name, path))

    series = monthly_series()
    long = [values for values in series.values() if len(values) >= 66]
    for count in (36, 60):
        for number in range(3):
            values = long[37 * number][-count:]
            write(f"{count} months {number + 1}",
                  [["month", "sales"]] + [[month(i, 2015), value] for i, value in enumerate(values)])
    random.seed(3)
    day = lambda index: datetime.date(2021, 1, 1) + datetime.timedelta(index)
    sold = []
    for index in range(900):
        often = 0.25 * (1 + 0.6 * math.sin(2 * math.pi * index / 7))
        sold.append([day(index), random.choice([1, 1, 2, 3, 5]) if random.random() < often else 0])
    write("shop with zeros", [["date", "sold"]] + sold)
    visits = [
        [day(i), round(200 + 0.05 * i + 60 * math.sin(2 * math.pi * i / 7) + 30 * math.sin(2 * math.pi * i / 365.25)
                       + random.gauss(0, 20), 1)] for i in range(1100)]
    write("daily visits", [["date", "visits"]] + visits)
    random.seed(1)
    rows = [["unique_id", "ds", "y"]]
    for name in random.sample(list(series), 300):
        rows += [[name, month(i, 1980), value] for i, value in enumerate(series[name])]
    write("300 monthly series", rows)
    return files + [(name, os.path.join(DATA, f"{name}.csv")) for name in ("ETTh1", "weather")]


def run(folder, *arguments):
    start = time.time()
    result = subprocess.run([PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: {result.stderr}")
    return result.stdout, time.time() - start


def text(value):
    return "–" if value is None else f"{value:.4f}"


def main():
    print("| file | horizon | fit | predict | `auto` | last value | seasonal naive | exact linear map | `ets` | beside the best |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for name, path in make(folder):
            output, fitting = run(folder, "fit", path, "--json", "--quiet")
            result = json.loads(output.splitlines()[-1])
            _, predicting = run(folder, "predict", "model.safetensors", path, "--output", "forecast.csv")
            others = [(result["baselines"].get(key) or {}).get("mse_norm")
                      for key in ("last-value", "seasonal-naive", "linear-closed-form")]
            ets = None
            if name != "weather":
                output, _ = run(folder, "fit", path, "--model", "ets", "--horizon", str(result["horizon"]), "--no-baselines",
                                "--json", "--quiet", "--output", "ets.safetensors")
                ets = json.loads(output.splitlines()[-1])["test"]["mse_norm"]
            own = result["test"]["mse_norm"]
            best = min(value for value in (*others, ets) if value is not None)
            cells = [text(value) for value in (own, *others, ets)]
            print(f"| {name} | {result['horizon']} | {fitting:.1f} s | {predicting:.2f} s | {' | '.join(cells)} | {own / best:.2f} |",
                  flush=True)


if __name__ == "__main__":
    main()
