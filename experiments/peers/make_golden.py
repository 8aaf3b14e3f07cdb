"""Writes golden tensors of shapes and seeds of their own: computed in double precision, stored in single.

The files of Tests/Golden were written by it; see the README there.
"""

import argparse
import json
import math
import pathlib
import zlib

import torch
from safetensors.torch import save_file

from golden import MODELS, derivatives, five_steps

BATCH = 6
SIZES = dict(lookback=36, horizon=10)
SAMFORMER = dict(channels=4, hidden=6, **SIZES)
TRANSFORMER = dict(channels=3, marks=4, horizon=10, label=14, d=24, heads=3, d_ff=32, e_layers=2, d_layers=1)
# Kind, configuration and shapes of inputs without the batch, by the name of the file.
HISTORY = {"history": (36, 4)}
MARKED = {"history": (36, 3), "history_marks": (36, 4)}
CASES = {
    "revin": ("revin", dict(channels=4), {**HISTORY, "normalized_forecast": (10, 4)}),
    "samformer-low-rank": ("samformer", dict(SAMFORMER, value="low-rank", revin=True), HISTORY),
    "samformer-full": ("samformer", dict(SAMFORMER, value="full", revin=True), HISTORY),
    "samformer-no-revin": ("samformer", dict(SAMFORMER, value="low-rank", revin=False), HISTORY),
    "fan": ("fan-layer", dict(d_in=10, d_out=20, p=0.25, gated=False, activation="gelu"), {"x": (10,)}),
    "fan-gated": ("fan-layer", dict(d_in=10, d_out=20, p=0.2, gated=True, activation="gelu"), {"x": (10,)}),
    "fan-identity": ("fan-layer", dict(d_in=10, d_out=24, p=0.125, gated=False, activation="identity"), {"x": (10,)}),
    "atf-full": ("atf-attention", dict(d=24, heads=3, p=0.25, causal=False), {"x": (7, 24)}),
    "atf-causal": ("atf-attention", dict(d=24, heads=3, p=0.25, causal=True), {"x": (7, 24)}),
    "dlinear": ("dlinear", dict(SIZES, kernel=13), HISTORY),
    "nlinear": ("nlinear", SIZES, HISTORY),
    "itransformer": ("itransformer", dict(SIZES, d=24, heads=3, d_ff=20, layers=2), MARKED),
    "tsmixer": (
        "tsmixer", dict(SIZES, channels=3, blocks=2, ff=5, batch_norm="batch statistics", eps=1e-3), {"history": (36, 3)}
    ),
    "lstm": ("lstm", dict(channels=4, horizon=10, hidden=10, layers=2), HISTORY),
    "kan": ("kan-layer", dict(d_in=7, d_out=5, grid=6, order=3, lo=-1.5, hi=1.5), {"x": (7,)}),
    "mamba-mixer": ("mamba-mixer", dict(d=10, state=5, expand=2, kernel=3), {"x": (17, 10)}),
} | {
    f"transformer-{kind}": (
        "transformer",
        dict(TRANSFORMER, kind=kind),
        {**MARKED, "decoder_marks": (TRANSFORMER["label"] + TRANSFORMER["horizon"], 4)},
    )
    for kind in ("linear", "fan", "fan-gated")
}
# With an epsilon that rounding of a gradient near zero does not decide a step.
ADAM = dict(
    rho=None, adaptive=False, weight_decay=0.0, learning_rate=2e-3, momentum=None, epsilon=1e-5, beta1=0.9, beta2=0.999
)
OPTIMIZERS = {
    "adam": ADAM,
    "adam-l2": dict(ADAM, weight_decay=0.02),
    "adamw": dict(ADAM, weight_decay=0.02),
    "sam-adam": dict(ADAM, rho=0.6),
    "asam-adam": dict(ADAM, rho=0.8, adaptive=True),
    "sam-sgd-momentum": dict(ADAM, rho=0.4, momentum=0.85, learning_rate=0.05),
}
OPTIMIZED = dict(SAMFORMER, value="low-rank", revin=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    for name, (kind, config, shapes) in CASES.items():
        model, inputs, tensors = drawn(options.seed, name, kind, config, shapes)
        write(options.folder / name, kind, config, tensors | derivatives(model, inputs, tensors["target"]))
    for name, config in OPTIMIZERS.items():
        model, inputs, tensors = drawn(options.seed, f"optimizer-{name}", "samformer", OPTIMIZED, HISTORY)
        config = dict(optimizer=name, **config, model=OPTIMIZED)
        steps = five_steps(model, config, inputs["history"], tensors["target"])
        write(options.folder / f"optimizer-{name}", "optimizer", config, tensors | steps)


def drawn(seed, name, kind, config, shapes):
    """The model of a case, its inputs, and what of both is stored: numbers that single precision holds."""
    torch.manual_seed(seed + zlib.crc32(name.encode()))
    model = MODELS[kind](config)
    with torch.no_grad():
        for parameter in model.parameters():  # gains of 1 and offsets of 0 would hide mistakes
            parameter.copy_((parameter + 0.1 * torch.randn_like(parameter)).float())
    inputs = {key: series(key, shape).float().double() for key, shape in shapes.items()}
    target = torch.randn_like(model(**inputs)).float().double()
    stored = {f"input.{key}": value for key, value in inputs.items()} | {"target": target}
    stored |= {f"param.{key}": value.detach().clone() for key, value in model.named_parameters()}
    return model, inputs, stored


def series(name, shape):
    """Noise; for histories upon waves of their own level and size."""
    noise = torch.randn(BATCH, *shape)
    if name != "history":
        return 0.5 * noise
    steps = torch.arange(shape[0])[:, None] + 9 * torch.rand(BATCH, 1, shape[1])
    level, size = 2 * torch.randn(BATCH, 1, shape[1]), 0.5 + torch.rand(BATCH, 1, shape[1])
    return level + size * (torch.sin(steps * math.tau / 12) + 0.4 * noise)


def write(path, kind, config, tensors):
    tensors = {name: value.float().contiguous() for name, value in tensors.items()}
    save_file(tensors, f"{path}.safetensors", metadata={"golden": json.dumps({"kind": kind, "config": config})})


if __name__ == "__main__":
    main()
