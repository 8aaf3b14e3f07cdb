"""Median time of one training step; one JSON line per workload."""

import argparse
import json
import statistics
import time

import torch

from recurrent import LSTMForecaster, MambaForecaster
from samformer import SAM, SAMformer
from transformer import Transformer
from workloads import RECURRENT, SAMFORMERS, TRANSFORMERS, WORKLOADS

MAKERS = {"lstm": lambda: LSTMForecaster(7, horizon=96), "mamba": lambda: MambaForecaster(7, lookback=96, horizon=96)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workload", choices=WORKLOADS, action="append", help="repeatable; default: all")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=100, help="timed steps; a tenth more warm up")
    parser.add_argument("--compile", action="store_true", help="by torch.compile; its time is told apart")
    parser.add_argument("--device", default="cpu", help="cpu or cuda; default: cpu")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.set_default_device(options.device)
    for name in options.workload or WORKLOADS:
        make = next(make for workloads, make in KINDS if name in workloads)
        compiled = torch.compile if options.compile else lambda model: model
        milliseconds, first = measure(make(WORKLOADS[name], compiled), options.repeats)
        record = {"workload": name, "threads": options.threads, "ms": round(milliseconds, 4)}
        print(json.dumps(record | ({"compile_s": round(first, 2)} if options.compile else {})), flush=True)


def samformer_step(workload, compiled):
    batch, channels, horizon, value = workload
    torch.manual_seed(1)
    model = compiled(SAMformer(channels, lookback=512, horizon=horizon, value=value))
    # The fused form is PyTorch's fastest on processors too.
    optimizer = SAM(torch.optim.Adam(model.parameters(), lr=1e-3, fused=True), rho=0.5)
    history = torch.randn(batch, 512, channels)
    target = torch.randn(batch, horizon, channels)

    def loss():
        return torch.nn.functional.mse_loss(model(history), target)

    return lambda: optimizer.step(loss)


def transformer_step(sizes, compiled):
    batch, channels, marks, lookback, label, horizon = 32, 7, 4, 96, 48, 96
    torch.manual_seed(1)
    model = compiled(Transformer(channels, marks, horizon, label, **sizes))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, fused=True)
    history = torch.randn(batch, lookback, channels)
    history_marks = torch.rand(batch, lookback, marks) - 0.5
    decoder_marks = torch.rand(batch, label + horizon, marks) - 0.5
    target = torch.randn(batch, horizon, channels)

    def step():
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(history, history_marks, decoder_marks), target).backward()
        optimizer.step()

    return step


def recurrent_step(name, compiled):
    batch, channels, lookback, horizon = 32, 7, 96, 96
    torch.manual_seed(1)
    model = compiled(MAKERS[name]())
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)
    history = torch.randn(batch, lookback, channels)
    target = torch.randn(batch, horizon, channels)

    def step():
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(history), target).backward()
        optimizer.step()

    return step


KINDS = [(SAMFORMERS, samformer_step), (TRANSFORMERS, transformer_step), (RECURRENT, recurrent_step)]


def measure(step, repeats):
    """The median time of a step in milliseconds, and the time of the first one in seconds."""
    times = []
    for _ in range(max(3, repeats // 10) + repeats):
        start = time.perf_counter()
        step()
        if torch.get_default_device().type == "cuda":
            torch.cuda.synchronize()
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times[-repeats:]), times[0]


if __name__ == "__main__":
    main()
