"""A forecast in a fresh process with onnxruntime: load the graph that fit.py saved and a CSV file, write the forecast."""

import argparse
import json
import sys

import onnxruntime

from forecast_table import ForecastTable


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
        table = ForecastTable(options.data, json.load(file))
    history = table.history(session.get_inputs()[0].shape[1])
    table.write(session.run(None, {"history": history})[0], options.output)


if __name__ == "__main__":
    main()
