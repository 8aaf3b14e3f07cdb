"""DLinear, NLinear, iTransformer and TSMixer in plain PyTorch. Axes: [batch, time, channel] outside."""

import torch
from torch import nn
from torch.nn import functional

from samformer import RevIN
from transformer import EncoderLayer


class NLinear(nn.Module):
    """One linear map over time of differences from the last value, which is a constant (Zeng et al. 2023)."""

    def __init__(self, lookback, horizon):
        super().__init__()
        self.linear = nn.Linear(lookback, horizon)

    def forward(self, history):
        last = history[:, -1:].detach()
        return self.linear((history - last).transpose(1, 2)).transpose(1, 2) + last


class DLinear(nn.Module):
    """A linear map of the moving average and one of what is left (Zeng et al. 2023)."""

    def __init__(self, lookback, horizon, kernel):
        super().__init__()
        self.kernel = kernel
        self.seasonal, self.trend = nn.Linear(lookback, horizon), nn.Linear(lookback, horizon)

    def forward(self, history):
        x, margin = history.transpose(1, 2), self.kernel // 2  # [batch, channel, lookback]
        trend = functional.avg_pool1d(functional.pad(x, (margin, margin), mode="replicate"), self.kernel, stride=1)
        return (self.seasonal(x - trend) + self.trend(trend)).transpose(1, 2)


class ITransformer(nn.Module):
    """A Transformer whose tokens are whole channels and marks of the calendar (Liu et al. 2024)."""

    def __init__(self, lookback, horizon, d, heads, d_ff, layers):
        super().__init__()
        self.embed = nn.Linear(lookback, d)
        self.encoder = nn.ModuleList(EncoderLayer("linear", d, heads, d_ff, dropout=0.0) for _ in range(layers))
        self.norm, self.head = nn.LayerNorm(d), nn.Linear(d, horizon)

    def forward(self, history, history_marks):
        mean = history.mean(dim=1, keepdim=True)
        deviation = torch.sqrt(torch.var(history, dim=1, correction=0, keepdim=True) + 1e-5)
        normalized = (history - mean) / deviation
        x = self.embed(torch.cat([normalized, history_marks], dim=2).transpose(1, 2))  # [batch, channel + mark, d]
        for layer in self.encoder:
            x = layer(x)
        forecast = self.head(self.norm(x))[:, : history.shape[2]].transpose(1, 2)
        return forecast * deviation + mean


class TSMixer(nn.Module):
    """Perceptrons over time and over channels in turn, inside RevIN (Chen et al. 2023)."""

    def __init__(self, channels, lookback, horizon, blocks, ff, eps):
        super().__init__()
        self.revin = RevIN(channels)
        self.blocks = nn.ModuleList(MixerBlock(channels, lookback, ff, eps) for _ in range(blocks))
        self.head = nn.Linear(lookback, horizon)

    def forward(self, history):
        x, statistics = self.revin.normalize(history)
        for block in self.blocks:
            x = block(x)
        return self.revin.denormalize(self.head(x.transpose(1, 2)).transpose(1, 2), statistics)


class MixerBlock(nn.Module):
    """Batch statistics normalise each pair of step and channel."""

    def __init__(self, channels, lookback, ff, eps):
        super().__init__()
        self.norm1, self.norm2 = (
            nn.BatchNorm1d(lookback * channels, eps=eps, track_running_stats=False) for _ in range(2)
        )
        self.time = nn.Linear(lookback, lookback)
        self.first, self.second = nn.Linear(channels, ff), nn.Linear(ff, channels)

    def forward(self, x):
        steps = self.norm1(x.flatten(1)).view_as(x).transpose(1, 2)
        x = x + functional.relu(self.time(steps)).transpose(1, 2)
        return x + self.second(functional.relu(self.first(self.norm2(x.flatten(1)).view_as(x))))
