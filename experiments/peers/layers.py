"""FANformer's attention and a layer of splines in plain PyTorch. Axes: [batch, token, feature]."""

import torch
from torch import nn

from transformer import FAN, Attention


class ATFAttention(Attention):
    """Attention behind a FAN layer without activation (Dong et al. 2025); `p` counts cosines and sines together."""

    def __init__(self, d, heads, p, causal):
        super().__init__(d, heads, dropout=0.0)
        self.fan, self.causal = FAN(d, d, gated=False, fraction=p / 2, activation="identity"), causal

    def forward(self, x):
        x = self.fan(x)
        return super().forward(x, x, self.causal)


class KANLayer(nn.Module):
    """A function of its own for each pair of input and output: SiLU and B-splines (Liu et al. 2024)."""

    def __init__(self, d_in, d_out, grid, order, lo, hi):
        super().__init__()
        self.order = order
        self.base = nn.Parameter(torch.randn(d_out, d_in) / d_in**0.5)
        self.coefficient = nn.Parameter(0.1 * torch.randn(d_out, d_in, grid + order))
        knots = lo + torch.arange(-order, grid + order + 1) * ((hi - lo) / grid)
        self.register_buffer("knots", knots, persistent=False)

    def forward(self, x):
        return nn.functional.silu(x) @ self.base.T + torch.einsum("bim,oim->bo", self.splines(x), self.coefficient)

    def splines(self, x):
        """Cox and de Boor's recursion: `[..., input]` to `[..., input, grid + order]`."""
        x, t = x.unsqueeze(-1), self.knots
        bases = ((x >= t[:-1]) & (x < t[1:])).to(x.dtype)
        for k in range(1, self.order + 1):
            rising = (x - t[: -k - 1]) / (t[k:-1] - t[: -k - 1])
            falling = (t[k + 1 :] - x) / (t[k + 1 :] - t[1:-k])
            bases = rising * bases[..., :-1] + falling * bases[..., 1:]
        return bases
