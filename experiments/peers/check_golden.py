"""Compares samformer.py and transformer.py with the golden tensors: outputs, gradients and optimizer steps."""

import argparse
import json
import os
import pathlib
import sys

import torch
from safetensors import safe_open

from samformer import SAM, SAMformer
from transformer import Transformer

TOLERANCE = 1e-5

# A bias of the keys moves all scores of a query alike, which the softmax does not see: its gradient is rounding.
WITHOUT_GRADIENT = ("compute_keys.bias", "attention.key.bias")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default=os.environ.get("FORECAST_GOLDEN_DIR"))
    folder = parser.parse_args().folder
    if folder is None:
        sys.exit("name the folder of golden tensors or set FORECAST_GOLDEN_DIR")
    checks = {"samformer": check_model, "optimizer": check_optimizer, "transformer": check_transformer}
    worst = 0.0
    for path in sorted(pathlib.Path(folder).glob("*.safetensors")):
        with safe_open(path, framework="pt") as file:
            golden = json.loads(file.metadata()["golden"])
            tensors = {name: file.get_tensor(name) for name in file.keys()}
        check = checks.get(golden["kind"])
        if check is not None:
            errors = check(golden["config"], tensors)
            errors = {name: error for name, error in errors.items() if not name.endswith(WITHOUT_GRADIENT)}
            name = max(errors, key=errors.get)
            print(f"{path.name}: {len(errors)} tensors, largest relative difference {errors[name]:.1e} ({name})")
            worst = max(worst, errors[name])
    sys.exit(0 if worst <= TOLERANCE else f"differences above {TOLERANCE:g}")


def check_model(config, tensors):
    model = model_of(config, tensors)
    history = tensors["input.history"].clone().requires_grad_()
    output = model(history)
    loss = torch.nn.functional.mse_loss(output, tensors["target"])
    loss.backward()
    found = {"output": output, "loss": loss.reshape(1), "input_grad.history": history.grad}
    found |= {f"grad.{name}": p.grad for name, p in model.named_parameters()}
    return {name: difference(value, tensors[name]) for name, value in found.items()}


def check_transformer(config, tensors):
    model = with_parameters(Transformer(**config), tensors)
    names = ("history", "history_marks", "decoder_marks")
    inputs = {name: tensors[f"input.{name}"].clone().requires_grad_() for name in names}
    output = model(**inputs)
    loss = torch.nn.functional.mse_loss(output, tensors["target"])
    loss.backward()
    found = {"output": output, "loss": loss.reshape(1)}
    found |= {f"input_grad.{name}": value.grad for name, value in inputs.items()}
    found |= {f"grad.{name}": p.grad for name, p in model.named_parameters()}
    return {name: difference(value, tensors[name]) for name, value in found.items()}


def check_optimizer(config, tensors):
    model = model_of(config["model"], tensors)
    optimizer = optimizer_of(config, model.parameters())
    history, target = tensors["input.history"], tensors["target"]
    losses, errors = [], {}
    for step in range(1, 6):
        losses.append(optimizer.step(lambda: torch.nn.functional.mse_loss(model(history), target)))
        if step in (1, 5):
            for name, p in model.named_parameters():
                errors[f"after{step}.{name}"] = difference(p, tensors[f"after{step}.{name}"])
    return errors | {"losses": difference(torch.stack(losses), tensors["losses"])}


def optimizer_of(config, parameters):
    rate, decay = config["learning_rate"], config["weight_decay"]
    name = config["optimizer"]
    if "sgd" in name:
        base = torch.optim.SGD(parameters, lr=rate, momentum=config["momentum"], weight_decay=decay)
    else:
        kind = torch.optim.AdamW if name == "adamw" else torch.optim.Adam
        betas = (config["beta1"], config["beta2"])
        base = kind(parameters, lr=rate, betas=betas, eps=config["epsilon"], weight_decay=decay)
    return Plain(base) if config["rho"] is None else SAM(base, config["rho"], config["adaptive"])


class Plain:
    """An optimizer of PyTorch with the interface of SAM."""

    def __init__(self, base):
        self.base = base

    def step(self, loss):
        self.base.zero_grad()
        value = loss()
        value.backward()
        self.base.step()
        return value.detach()


def model_of(config, tensors):
    return with_parameters(SAMformer(**config), tensors)


def with_parameters(model, tensors):
    prefix = "param."
    model.load_state_dict({k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)})
    return model


def difference(found, expected):
    scale = expected.abs().max().clamp_min(1e-30)
    return ((found.detach() - expected).abs().max() / scale).item()


if __name__ == "__main__":
    main()
