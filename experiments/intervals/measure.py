"""Coverage of nominal 80 and 95 % intervals on rows that made no residuals and on the test rows, as a table.

usage: python3 measure.py FORECAST [MODEL[,MODEL…]] > table.md      (data files in $FORECAST_DATA_DIR)

Held out: the file ends where its test rows begin, and the second half of the validation rows takes their place (`--split last:N/N`).
Test: the usual split. Nothing here looks at the test rows before the last column is printed.
"""
import csv, json, os, subprocess, sys, tempfile

DATA = os.environ["FORECAST_DATA_DIR"]
PROGRAM = sys.argv[1]
MODELS = (sys.argv[2] if len(sys.argv) > 2 else "auto,linear-stack,linear-closed-form,last-value").split(",")


def lines(name):
    with open(os.path.join(DATA, name), "rb") as file:
        return file.read().splitlines(keepends=True)


def weather():
    """The rows of full hours of the 10-minute file: as telling here, and six times as fast."""
    rows = lines("weather.csv")
    hours, last = [rows[0]], b""
    for row in rows[1:]:
        stamp = row.split(b",", 1)[0]
        if stamp.endswith(b":00:00") and stamp != last:
            hours.append(row)
            last = stamp
    return hours


def monthly():
    """Every 14th monthly series of the M3 competition, training and test rows: 102 series of 66 to 144 months."""
    with open(os.path.join(DATA, "competitions/m3_meta.csv")) as file:
        names = [row["unique_id"] for row in csv.DictReader(file) if row["type"] == "monthly"][::14]
    values = {name: [] for name in names}
    for part in ("train", "test"):
        with open(os.path.join(DATA, f"competitions/m3_{part}.csv")) as file:
            for row in csv.DictReader(file):
                if row["unique_id"] in values:
                    values[row["unique_id"]].append(row["y"])
    result = [b"unique_id,ds,y\n"]
    for name in names:
        for index, value in enumerate(values[name]):
            result.append(f"{name},{1980 + index // 12}-{index % 12 + 1:02d}-01,{value}\n".encode())
    return result


def fit(rows, model, horizon, split):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "data.csv")
        with open(path, "wb") as file:
            file.writelines(rows)
        command = [PROGRAM, "fit", path, "--model", model, "--horizon", str(horizon), "--split", split, "--no-refit",
                   "--json", "--quiet", "--output", os.path.join(folder, "model.safetensors")]
        if model not in REFITTING:
            command.remove("--no-refit")
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            sys.stderr.write(result.stderr)
            return None
        return json.loads(result.stdout.splitlines()[-1])["test"]


REFITTING = {"auto", "linear-stack", "linear-closed-form", "last-value", "seasonal-naive", "ets", "auto-theta", "theta"}


def shares(score):
    def text(level):
        value = score and score.get(f"coverage_{level}")
        return "–" if value is None else f"{100 * value:.1f}"
    return f"{text(80)} / {text(95)}"


def main():
    # name, rows, horizons, end of the validation rows, half of them, usual split
    files = [(name, lines(f"{name}.csv"), (24, 96), 11520, 1440, "ett-hourly") for name in ("ETTh1", "ETTh2")]
    for name, rows in (("Exchange", lines("exchange_rate.csv")), ("Weather, hourly", weather())):
        count = len(rows) - 1
        end = count - int(count * 0.2)
        files.append((name, rows, (24, 96), end, (end - int(count * 0.7)) // 2, "0.7/0.1/0.2"))
    print("| data | model | horizon | held out: 80 / 95 % | test: 80 / 95 % |\n|---|---|--:|--:|--:|")
    for name, rows, horizons, end, half, split in files:
        for model in MODELS:
            for horizon in horizons:
                held = fit(rows[: end + 1], model, horizon, f"last:{half}/{half}")
                test = fit(rows, model, horizon, split)
                print(f"| {name} | `{model}` | {horizon} | {shares(held)} | {shares(test)} |", flush=True)
    months = monthly()
    for model in ("auto", "ets", "linear-closed-form", "seasonal-naive"):
        held = fit(months, model, 12, "last:24/24")
        print(f"| M3 monthly, 102 series | `{model}` | 12 | {shares(held)} | |", flush=True)


if __name__ == "__main__":
    main()
