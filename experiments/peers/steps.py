"""Median time of one SAM training step; one JSON line per workload."""

import argparse
import json
import statistics
import time

import torch

from samformer import SAM, SAMformer

# batch, channels, horizon, value path; the lookback is 512 in all.
WORKLOADS = {
    "samformer-step": (32, 7, 96, "low-rank"),
    "samformer-step-720": (32, 7, 720, "low-rank"),
    "samformer-full-step": (32, 7, 96, "full"),
    "samformer-full-step-256": (256, 7, 96, "full"),
    "samformer-traffic-step": (32, 862, 96, "low-rank"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workload", choices=WORKLOADS, action="append", help="repeatable; default: all")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=100, help="timed steps; a tenth more warm up")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    for name in options.workload or WORKLOADS:
        milliseconds = measure(WORKLOADS[name], options.repeats)
        print(json.dumps({"workload": name, "threads": options.threads, "ms": round(milliseconds, 4)}), flush=True)


def measure(workload, repeats):
    batch, channels, horizon, value = workload
    torch.manual_seed(1)
    model = SAMformer(channels, lookback=512, horizon=horizon, value=value)
    # The fused form is PyTorch's fastest on processors too.
    optimizer = SAM(torch.optim.Adam(model.parameters(), lr=1e-3, fused=True), rho=0.5)
    history = torch.randn(batch, 512, channels)
    target = torch.randn(batch, horizon, channels)

    def loss():
        return torch.nn.functional.mse_loss(model(history), target)

    times = []
    for _ in range(max(3, repeats // 10) + repeats):
        start = time.perf_counter()
        optimizer.step(loss)
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times[-repeats:])


if __name__ == "__main__":
    main()
