"""A forecast in a fresh process in PyTorch: load the model that fit.py saved and a CSV file, write the forecast."""

import argparse
import sys

import numpy
import pandas
import torch

import benchmark_data
import samformer


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("data", nargs="?", default=benchmark_data.default_path())
    parser.add_argument("--output", default=sys.stdout)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, scaler = samformer.load(options.model)
    table = pandas.read_csv(options.data)
    mean, deviation = numpy.array(scaler["mean"]), numpy.array(scaler["deviation"])
    values = table.iloc[-model.config["lookback"] :, 1:].to_numpy(numpy.float64)
    history = torch.from_numpy(((values - mean) / deviation).astype(numpy.float32))
    with torch.inference_mode():
        forecast = model(history[None])[0].numpy() * deviation + mean
    stamps = pandas.to_datetime(table.iloc[-2:, 0])
    step = stamps.iloc[1] - stamps.iloc[0]
    future = [stamps.iloc[1] + step * (row + 1) for row in range(len(forecast))]
    result = pandas.DataFrame(forecast, columns=table.columns[1:])
    result.insert(0, table.columns[0], future)
    result.to_csv(options.output, index=False)


if __name__ == "__main__":
    main()
