"""Golden tensors: which model a kind and a configuration stand for, its derivatives, and steps of optimizers on it.

A file holds `input.<name>`, `param.<name>`, `output`, `target`, `loss` = mean((output − target)²), `grad.<param>` and
`input_grad.<name>`; a file of an optimizer `after1.<param>`, `after5.<param>` and `losses`, each before its step.
"""

import torch
from torch import nn

from forecasters import DLinear, ITransformer, NLinear, TSMixer
from layers import ATFAttention, KANLayer
from recurrent import LSTMForecaster, MambaMixer
from samformer import SAM, RevIN, SAMformer
from transformer import FAN, Transformer


class BothWays(nn.Module):
    """A normalised history and a denormalised forecast, one after the other."""

    def __init__(self, channels):
        super().__init__()
        self.revin = RevIN(channels)

    def forward(self, history, normalized_forecast):
        normalized, statistics = self.revin.normalize(history)
        return torch.cat([normalized, self.revin.denormalize(normalized_forecast, statistics)], dim=1)


MODELS = {
    "revin": lambda c: BothWays(c["channels"]),
    "samformer": lambda c: SAMformer(**c),
    "fan-layer": lambda c: FAN(c["d_in"], c["d_out"], c["gated"], c["p"], c["activation"]),
    "atf-attention": lambda c: ATFAttention(**c),
    "transformer": lambda c: Transformer(**c),
    "dlinear": lambda c: DLinear(**c),
    "nlinear": lambda c: NLinear(**c),
    "itransformer": lambda c: ITransformer(**c),
    "tsmixer": lambda c: TSMixer(**{key: value for key, value in c.items() if key != "batch_norm"}),
    "lstm": lambda c: LSTMForecaster(**c, normalizes=False),
    "kan-layer": lambda c: KANLayer(**c),
    "mamba-mixer": lambda c: MambaMixer(c["d"], c["state"], c["expand"], c["kernel"]),
}


def derivatives(model, inputs, target):
    """The output of `model`, its loss and all gradients by their names in a file."""
    inputs = {name: value.clone().requires_grad_() for name, value in inputs.items()}
    output = model(**inputs)
    loss = nn.functional.mse_loss(output, target)
    loss.backward()
    found = {"output": output, "loss": loss.reshape(1)}
    found |= {f"input_grad.{name}": value.grad for name, value in inputs.items()}
    found |= {f"grad.{name}": p.grad for name, p in model.named_parameters()}
    return {name: value.detach() for name, value in found.items()}


def five_steps(model, config, history, target):
    """The parameters after one and after five steps on the same batch, and the loss before each."""
    optimizer = optimizer_of(config, model.parameters())
    losses, found = [], {}
    for step in range(1, 6):
        losses.append(optimizer.step(lambda: nn.functional.mse_loss(model(history), target)))
        if step in (1, 5):
            found |= {f"after{step}.{name}": p.detach().clone() for name, p in model.named_parameters()}
    return found | {"losses": torch.stack(losses)}


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
