"""The encoder-decoder Transformer for forecasting, with and without FAN, in plain PyTorch.

Layers and sizes are those that the FAN paper (Dong et al. 2024, https://arxiv.org/abs/2410.02675) takes over from
Autoformer's code; parameter names are those of the golden tensors. Axes: [batch, time, channel].
"""

import math

import torch
from torch import nn
from torch.nn import functional


class Embedding(nn.Module):
    """A circular convolution of the values, a linear map of the calendar's marks, and sines as positions."""

    def __init__(self, channels, marks, size, dropout):
        super().__init__()
        self.value = nn.Conv1d(channels, size, 3, padding=1, padding_mode="circular", bias=False)
        nn.init.kaiming_normal_(self.value.weight, mode="fan_in", nonlinearity="leaky_relu")
        self.mark = nn.Linear(marks, size, bias=False)
        self.dropout = nn.Dropout(dropout)
        self.register_buffer("positions", positions(1024, size), persistent=False)

    def forward(self, values, marks):
        tokens = self.value(values.transpose(1, 2)).transpose(1, 2)  # [batch, time, size]
        return self.dropout(tokens + self.mark(marks) + self.positions[: values.shape[1]])


def positions(count, size):
    angles = torch.arange(count)[:, None] * torch.exp(torch.arange(0, size, 2) * (-math.log(10000.0) / size))
    return torch.stack([torch.sin(angles), torch.cos(angles)], dim=2).reshape(count, size)


class Attention(nn.Module):
    """Multi-head attention; fused, which is PyTorch's fastest on processors."""

    def __init__(self, size, heads, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.query, self.key, self.value, self.out = (nn.Linear(size, size) for _ in range(4))

    def forward(self, x, memory, causal=False):
        query, key, value = (
            layer(source).unflatten(2, (self.heads, -1)).transpose(1, 2)
            for layer, source in ((self.query, x), (self.key, memory), (self.value, memory))
        )
        dropout = self.dropout if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(query, key, value, dropout_p=dropout, is_causal=causal)
        return self.out(mixed.transpose(1, 2).flatten(2))


class FAN(nn.Module):
    """cos ‖ sin ‖ activation of linear maps; `fraction` of the outputs are cosines, as many are sines."""

    def __init__(self, inputs, outputs, gated, fraction=0.25, activation="gelu"):
        super().__init__()
        cosines = int(outputs * fraction)
        self.periodic = nn.Linear(inputs, cosines)
        self.general = nn.Linear(inputs, outputs - 2 * cosines)
        self.gate = nn.Parameter(torch.randn(1)) if gated else None
        self.activation = {"gelu": nn.GELU, "identity": nn.Identity}[activation]()

    def forward(self, x):
        periodic, general = self.periodic(x), self.activation(self.general(x))
        if self.gate is None:
            return torch.cat([torch.cos(periodic), torch.sin(periodic), general], dim=-1)
        gate = torch.sigmoid(self.gate)
        return torch.cat([gate * torch.cos(periodic), gate * torch.sin(periodic), (1 - gate) * general], dim=-1)


class FeedForward(nn.Module):
    def __init__(self, kind, size, inner, dropout):
        super().__init__()
        if kind == "linear":
            self.first, self.second = nn.Linear(size, inner), nn.Linear(inner, size)
        else:
            gated = kind == "fan-gated"
            self.first, self.second = FAN(size, inner, gated), FAN(inner, size, gated)
        self.activation = nn.GELU() if kind == "linear" else nn.Identity()
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        return self.dropout(self.second(self.dropout(self.activation(self.first(x)))))


class EncoderLayer(nn.Module):
    def __init__(self, kind, d, heads, d_ff, dropout):
        super().__init__()
        self.attention = Attention(d, heads, dropout)
        self.ffn = FeedForward(kind, d, d_ff, dropout)
        self.norm1, self.norm2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        x = self.norm1(x + self.dropout(self.attention(x, x)))
        return self.norm2(x + self.ffn(x))


class DecoderLayer(nn.Module):
    def __init__(self, kind, d, heads, d_ff, dropout):
        super().__init__()
        self.self_attention, self.cross_attention = (Attention(d, heads, dropout) for _ in range(2))
        self.ffn = FeedForward(kind, d, d_ff, dropout)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(d) for _ in range(3))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, memory):
        x = self.norm1(x + self.dropout(self.self_attention(x, x, causal=True)))
        x = self.norm2(x + self.dropout(self.cross_attention(x, memory)))
        return self.norm3(x + self.ffn(x))


class Transformer(nn.Module):
    """One-shot decoding: the decoder sees the last `label` known rows and zeros for the rows to forecast."""

    def __init__(self, channels, marks, horizon, label, kind="linear", d=512, heads=8, d_ff=2048, e_layers=2, d_layers=1,
                 dropout=0.0):
        super().__init__()
        self.horizon, self.label = horizon, label
        self.encoder_embedding, self.decoder_embedding = (Embedding(channels, marks, d, dropout) for _ in range(2))
        self.encoder = nn.ModuleList(EncoderLayer(kind, d, heads, d_ff, dropout) for _ in range(e_layers))
        self.decoder = nn.ModuleList(DecoderLayer(kind, d, heads, d_ff, dropout) for _ in range(d_layers))
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(d), nn.LayerNorm(d)
        self.projection = nn.Linear(d, channels)

    def forward(self, history, history_marks, decoder_marks):
        memory = self.encoder_embedding(history, history_marks)  # [batch, lookback, d]
        for layer in self.encoder:
            memory = layer(memory)
        memory = self.encoder_norm(memory)
        zeros = history.new_zeros(history.shape[0], self.horizon, history.shape[2])
        known = torch.cat([history[:, -self.label :], zeros], dim=1)
        x = self.decoder_embedding(known, decoder_marks)  # [batch, label + horizon, d]
        for layer in self.decoder:
            x = layer(x, memory)
        return self.projection(self.decoder_norm(x))[:, -self.horizon :]
