"""An LSTM and a small Mamba forecaster in plain PyTorch: the counterparts of this package's `lstm` and `mamba`.

Axes: [batch, time, channel]. Windows are normalised without learnt gains; nothing is dropped.
"""

import math

import torch
from torch import nn


class InstanceNorm:
    """Mean and deviation of each window and channel, taken out before and put back after; both are constants."""

    def __init__(self, history, epsilon=1e-5):
        with torch.no_grad():
            variance, self.mean = torch.var_mean(history, dim=1, correction=0, keepdim=True)
            self.deviation = torch.sqrt(variance + epsilon)

    def normalize(self, history):
        return (history - self.mean) / self.deviation

    def denormalize(self, forecast):
        return forecast * self.deviation + self.mean


class LSTMForecaster(nn.Module):
    """torch.nn.LSTM over time; a linear map makes the forecast of all channels from the last state."""

    def __init__(self, channels, horizon, hidden=128, layers=1, normalizes=True):
        super().__init__()
        self.horizon, self.normalizes = horizon, normalizes
        self.lstm = nn.LSTM(channels, hidden, layers, batch_first=True)
        self.head = nn.Linear(hidden, horizon * channels)

    def forward(self, history):
        if not self.normalizes:
            return self.normalized_forecast(history)
        norm = InstanceNorm(history)
        return norm.denormalize(self.normalized_forecast(norm.normalize(history)))

    def normalized_forecast(self, history):
        states, _ = self.lstm(history)
        return self.head(states[:, -1]).view(len(history), self.horizon, -1)


class MambaMixer(nn.Module):
    """The mixer of Gu and Dao 2023 with the scan as a loop over time, as the time-series library has it."""

    def __init__(self, size, states=16, expansion=2, kernel=4):
        super().__init__()
        inner, self.rank, self.states = expansion * size, math.ceil(size / 16), states
        self.in_proj = nn.Linear(size, 2 * inner, bias=False)
        self.conv = nn.Conv1d(inner, inner, kernel, groups=inner, padding=kernel - 1)
        self.x_proj = nn.Linear(inner, self.rank + 2 * states, bias=False)
        self.dt_proj = nn.Linear(self.rank, inner)
        self.a_log = nn.Parameter(torch.arange(1, states + 1.0).log().repeat(inner, 1))
        self.skip = nn.Parameter(torch.ones(inner))
        self.out_proj = nn.Linear(inner, size, bias=False)

    def forward(self, x):
        u, gate = self.in_proj(x).chunk(2, dim=-1)
        u = nn.functional.silu(self.conv(u.transpose(1, 2))[..., : x.shape[1]].transpose(1, 2))
        step, entering, leaving = self.x_proj(u).split([self.rank, self.states, self.states], dim=-1)
        step = nn.functional.softplus(self.dt_proj(step))  # [batch, time, inner]
        return self.out_proj((self.scan(u, step, entering, leaving) + u * self.skip) * nn.functional.silu(gate))

    def scan(self, u, step, entering, leaving):
        decay = torch.exp(step.unsqueeze(-1) * -torch.exp(self.a_log))  # [batch, time, inner, states]
        inputs = (step * u).unsqueeze(-1) * entering.unsqueeze(2)
        state = torch.zeros_like(inputs[:, 0])
        outputs = []
        for t in range(u.shape[1]):
            state = decay[:, t] * state + inputs[:, t]
            outputs.append(torch.einsum("bdn,bn->bd", state, leaving[:, t]))
        return torch.stack(outputs, dim=1)


class MambaForecaster(nn.Module):
    """Mixers over time inside residuals, and a linear map from lookback to horizon."""

    def __init__(self, channels, lookback, horizon, size=64, layers=2):
        super().__init__()
        self.embedding = nn.Linear(channels, size)
        self.norms = nn.ModuleList(nn.RMSNorm(size, eps=1e-6) for _ in range(layers))
        self.mixers = nn.ModuleList(MambaMixer(size) for _ in range(layers))
        self.norm = nn.RMSNorm(size, eps=1e-6)
        self.projection = nn.Linear(size, channels)
        self.head = nn.Linear(lookback, horizon)

    def forward(self, history):
        norm = InstanceNorm(history)
        x = self.embedding(norm.normalize(history))
        for before, mixer in zip(self.norms, self.mixers):
            x = x + mixer(before(x))
        mixed = self.projection(self.norm(x)).transpose(1, 2)  # [batch, channel, lookback]
        return norm.denormalize(self.head(mixed).transpose(1, 2))
