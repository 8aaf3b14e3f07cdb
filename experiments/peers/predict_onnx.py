"""A forecast in a fresh process with onnxruntime: load the graph that fit.py saved and a CSV file, write the forecast."""

import argparse
import json
import sys

import numpy
import onnxruntime
import pandas


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("data")
    parser.add_argument("--output", default=sys.stdout)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    session = onnxruntime.InferenceSession(options.model, settings, providers=["CPUExecutionProvider"])
    with open(f"{options.model}.json") as file:
        scaler = json.load(file)
    table = pandas.read_csv(options.data)
    mean, deviation = numpy.array(scaler["mean"]), numpy.array(scaler["deviation"])
    values = table.iloc[-session.get_inputs()[0].shape[1] :, 1:].to_numpy(numpy.float64)
    history = ((values - mean) / deviation).astype(numpy.float32)
    forecast = session.run(None, {"history": history[None]})[0][0] * deviation + mean
    stamps = pandas.to_datetime(table.iloc[-2:, 0])
    step = stamps.iloc[1] - stamps.iloc[0]
    future = [stamps.iloc[1] + step * (row + 1) for row in range(len(forecast))]
    result = pandas.DataFrame(forecast, columns=table.columns[1:])
    result.insert(0, table.columns[0], future)
    result.to_csv(options.output, index=False)


if __name__ == "__main__":
    main()
