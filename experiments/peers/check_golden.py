"""Compares these models with golden tensors: outputs, gradients and optimizer steps, computed in double precision."""

import argparse
import json
import os
import pathlib
import sys

import torch
from safetensors import safe_open

from golden import MODELS, derivatives, five_steps

TOLERANCE = 1e-5

# A bias of the keys moves all scores of a query alike, which the softmax does not see: its gradient is rounding.
WITHOUT_GRADIENT = ("compute_keys.bias", "key.bias")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=os.environ.get("FORECAST_GOLDEN_DIR"))
    folder = parser.parse_args().folder
    if folder is None:
        sys.exit("name the folder of golden tensors or set FORECAST_GOLDEN_DIR")
    torch.set_default_dtype(torch.float64)
    worst = 0.0
    for path in sorted(pathlib.Path(folder).glob("*.safetensors")):
        with safe_open(path, framework="pt") as file:
            golden = json.loads(file.metadata()["golden"])
            tensors = {name: file.get_tensor(name).double() for name in file.keys()}
        errors = {
            name: difference(value, tensors[name])
            for name, value in recomputed(golden["kind"], golden["config"], tensors).items()
            if not name.endswith(WITHOUT_GRADIENT)
        }
        name = max(errors, key=errors.get)
        print(f"{path.name}: {len(errors)} tensors, largest relative difference {errors[name]:.1e} ({name})")
        worst = max(worst, errors[name])
    sys.exit(0 if worst <= TOLERANCE else f"differences above {TOLERANCE:g}")


def recomputed(kind, config, tensors):
    inputs, target = beginning(tensors, "input."), tensors["target"]
    model = MODELS["samformer"](config["model"]) if kind == "optimizer" else MODELS[kind](config)
    model.load_state_dict(beginning(tensors, "param."))
    if kind == "optimizer":
        return five_steps(model, config, inputs["history"], target)
    return derivatives(model, inputs, target)


def beginning(tensors, prefix):
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}


def difference(found, expected):
    scale = expected.abs().max().clamp_min(1e-30)
    return ((found - expected).abs().max() / scale).item()


if __name__ == "__main__":
    main()
