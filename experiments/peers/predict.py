"""A forecast in a fresh process in PyTorch: load the model that fit.py saved and a CSV file, write the forecast."""

import argparse
import sys

import torch

import benchmark_data
import samformer
from forecast_table import ForecastTable


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("data", nargs="?", default=benchmark_data.default_path())
    parser.add_argument("--output", default=sys.stdout)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, scaler = samformer.load(options.model)
    table = ForecastTable(options.data, scaler)
    with torch.inference_mode():
        forecast = model(torch.from_numpy(table.history(model.config["lookback"]))).numpy()
    table.write(forecast, options.output)


if __name__ == "__main__":
    main()
