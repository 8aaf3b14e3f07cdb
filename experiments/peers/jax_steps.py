"""Median time of one training step in JAX, compiled as one function with donated buffers; one JSON line per workload."""

import argparse
import json
import os
import statistics
import time

from workloads import RECURRENT, SAMFORMERS, TRANSFORMERS, WORKLOADS


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workload", choices=WORKLOADS, action="append", help="repeatable; default: all")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=100, help="timed steps; a tenth more warm up")
    parser.add_argument("--device", default="cpu", help="cpu or cuda; default: cpu")
    options = parser.parse_args()
    os.environ["JAX_PLATFORMS"] = options.device
    # XLA takes as many threads as the process may use cores.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: options.threads])
    for name in options.workload or WORKLOADS:
        milliseconds, compile_seconds = measure(*prepare(name), options.repeats)
        record = {"workload": name, "threads": options.threads, "ms": round(milliseconds, 4)}
        print(json.dumps(record | {"compile_s": round(compile_seconds, 2)}), flush=True)


def prepare(name):
    """A step, the parameters and the batch of a workload."""
    import jax
    import jax.numpy as jnp

    import jax_models as models

    key = jax.random.key(1)
    normal = lambda *shape: jax.random.normal(key, shape)  # noqa: E731
    if name in SAMFORMERS:
        batch, channels, horizon, value = SAMFORMERS[name]
        parameters = models.samformer(key, channels, 512, horizon, value=value)
        data, rho = (normal(batch, 512, channels), normal(batch, horizon, channels)), 0.5
        forecast = models.samformer_forecast
    elif name in TRANSFORMERS:
        sizes = dict(TRANSFORMERS[name])
        dropout = sizes.pop("dropout", 0.0)
        parameters = models.transformer(key, 7, 4, **sizes)
        data = normal(32, 96, 7), jax.random.uniform(key, (32, 96, 4)), jax.random.uniform(key, (32, 144, 4)), normal(32, 96, 7)
        rho = 0.0

        def forecast(p, *inputs):
            return models.transformer_forecast(p, *inputs, horizon=96, dropout=dropout, key=key)
    else:
        assert name in RECURRENT
        kind = getattr(models, RECURRENT[name])
        sizes = {"lookback": 96} if RECURRENT[name] == "mamba" else {}
        parameters, rho = kind(key, 7, horizon=96, **sizes), 0.0
        data = normal(32, 96, 7), normal(32, 96, 7)
        forecast = getattr(models, f"{RECURRENT[name]}_forecast")

    def loss(p, *batch):
        return jnp.mean((forecast(p, *batch[:-1]) - batch[-1]) ** 2)

    return models.training_step(loss, rho), parameters, models.initial_state(parameters), data


def measure(step, parameters, state, data, repeats):
    """The median time of a step in milliseconds, and the time of the first one, compiling included, in seconds."""
    import jax

    times = []
    for _ in range(1 + max(3, repeats // 10) + repeats):
        start = time.perf_counter()
        parameters, state, loss = step(parameters, state, *data)
        jax.block_until_ready((parameters, state, loss))
        times.append(time.perf_counter() - start)
    return 1e3 * statistics.median(times[-repeats:]), times[0]


if __name__ == "__main__":
    main()
