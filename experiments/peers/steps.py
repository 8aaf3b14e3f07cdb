"""Median time of one training step; one JSON line per workload."""

import argparse
import json
import statistics
import time

import torch

from samformer import SAM, SAMformer
from transformer import Transformer

# batch, channels, horizon, value path; the lookback is 512 in all. Steps of SAM(Adam).
SAMFORMERS = {
    "samformer-step": (32, 7, 96, "low-rank"),
    "samformer-step-720": (32, 7, 720, "low-rank"),
    "samformer-full-step": (32, 7, 96, "full"),
    "samformer-full-step-256": (256, 7, 96, "full"),
    "samformer-traffic-step": (32, 862, 96, "low-rank"),
}
# Batch 32, 7 channels, 4 marks, lookback 96, label 48, horizon 96 in all. Steps of Adam.
TRANSFORMERS = {
    "transformer-step": {},
    "transformer-step-dropout": {"dropout": 0.1},
    "transformer-fan-step": {"kind": "fan"},
    "transformer-small-step": {"d": 64, "d_ff": 256},
}
WORKLOADS = SAMFORMERS | TRANSFORMERS


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workload", choices=WORKLOADS, action="append", help="repeatable; default: all")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=100, help="timed steps; a tenth more warm up")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    for name in options.workload or WORKLOADS:
        make = samformer_step if name in SAMFORMERS else transformer_step
        milliseconds = measure(make(WORKLOADS[name]), options.repeats)
        print(json.dumps({"workload": name, "threads": options.threads, "ms": round(milliseconds, 4)}), flush=True)


def samformer_step(workload):
    batch, channels, horizon, value = workload
    torch.manual_seed(1)
    model = SAMformer(channels, lookback=512, horizon=horizon, value=value)
    # The fused form is PyTorch's fastest on processors too.
    optimizer = SAM(torch.optim.Adam(model.parameters(), lr=1e-3, fused=True), rho=0.5)
    history = torch.randn(batch, 512, channels)
    target = torch.randn(batch, horizon, channels)

    def loss():
        return torch.nn.functional.mse_loss(model(history), target)

    return lambda: optimizer.step(loss)


def transformer_step(sizes):
    batch, channels, marks, lookback, label, horizon = 32, 7, 4, 96, 48, 96
    torch.manual_seed(1)
    model = Transformer(channels, marks, horizon, label, **sizes)
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


def measure(step, repeats):
    times = []
    for _ in range(max(3, repeats // 10) + repeats):
        start = time.perf_counter()
        step()
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times[-repeats:])


if __name__ == "__main__":
    main()
