"""SAMformer, RevIN and SAM in plain PyTorch: the counterpart against which this package's speed is measured.

Axes: [batch, time, channel] outside, [batch, channel, time] inside. Parameter names are those of the published
PyTorch class, so that weights travel between it, this file and the package.
"""

import json

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn


class RevIN(nn.Module):
    """Instance normalisation that is undone on the forecast (Kim et al. 2022); statistics are constants."""

    def __init__(self, channels, epsilon=1e-5):
        super().__init__()
        self.epsilon = epsilon
        self.affine_weight = nn.Parameter(torch.ones(channels))
        self.affine_bias = nn.Parameter(torch.zeros(channels))

    def normalize(self, history):
        with torch.no_grad():
            variance, mean = torch.var_mean(history, dim=1, correction=0, keepdim=True)
            deviation = torch.sqrt(variance + self.epsilon)
        normalized = (history - mean) / deviation * self.affine_weight + self.affine_bias
        return normalized, (mean, deviation)

    def denormalize(self, forecast, statistics):
        mean, deviation = statistics
        return (forecast - self.affine_bias) / (self.affine_weight + self.epsilon**2) * deviation + mean


class SAMformer(nn.Module):
    """One channel-wise attention layer, a residual and a linear head (Ilbert et al. 2024).

    value="low-rank" is the paper's form with an output projection, value="full" the published PyTorch class's.
    """

    def __init__(self, channels, lookback, horizon, hidden=16, value="low-rank", revin=True):
        super().__init__()
        self.config = dict(
            channels=channels, lookback=lookback, horizon=horizon, hidden=hidden, value=value, revin=revin
        )
        self.revin = RevIN(channels) if revin else None
        self.compute_keys = nn.Linear(lookback, hidden)
        self.compute_queries = nn.Linear(lookback, hidden)
        self.compute_values = nn.Linear(lookback, lookback if value == "full" else hidden)
        self.compute_output = nn.Linear(hidden, lookback) if value == "low-rank" else None
        self.linear_forecaster = nn.Linear(lookback, horizon)

    def forward(self, history):
        if self.revin is not None:
            history, statistics = self.revin.normalize(history)
        x = history.transpose(1, 2)  # [batch, channel, lookback]
        queries, keys = self.compute_queries(x), self.compute_keys(x)  # [batch, channel, hidden]
        # A few per cent faster than writing out the softmax.
        attended = nn.functional.scaled_dot_product_attention(queries, keys, self.compute_values(x))
        if self.compute_output is not None:
            attended = self.compute_output(attended)
        forecast = self.linear_forecaster(x + attended).transpose(1, 2)  # [batch, horizon, channel]
        return forecast if self.revin is None else self.revin.denormalize(forecast, statistics)


class SAM:
    """Sharpness-aware minimisation (Foret et al. 2021): the base optimizer steps along the gradient at the summit."""

    def __init__(self, base, rho, adaptive=False):
        self.base, self.rho, self.adaptive = base, rho, adaptive

    def step(self, loss):
        parameters = [p for group in self.base.param_groups for p in group["params"]]
        first = loss()
        first.backward()
        with torch.no_grad():
            gradients = [p.grad for p in parameters]
            if self.adaptive:
                sizes = torch._foreach_abs(parameters)
                gradients = torch._foreach_mul(gradients, sizes)
            norm = torch.linalg.vector_norm(torch.stack(torch._foreach_norm(gradients)))
            if self.adaptive:
                gradients = torch._foreach_mul(gradients, sizes)
            kept = [p.clone() for p in parameters]
            torch._foreach_add_(parameters, torch._foreach_mul(gradients, self.rho / (norm + 1e-12)))
        self.base.zero_grad()
        loss().backward()
        with torch.no_grad():
            torch._foreach_copy_(parameters, kept)
        self.base.step()
        self.base.zero_grad()
        return first.detach()


def save(model, path, **more):
    """Writes the weights, and how to build the model again, as safetensors."""
    save_file(model.state_dict(), path, metadata={"peer": json.dumps({"config": model.config, **more})})


def load(path):
    """Reads what `save` wrote: the model and the rest of its record."""
    with safe_open(path, framework="pt") as file:
        record = json.loads(file.metadata()["peer"])
        weights = {name: file.get_tensor(name) for name in file.keys()}
    model = SAMformer(**record.pop("config"))
    model.load_state_dict(weights)
    return model, record
