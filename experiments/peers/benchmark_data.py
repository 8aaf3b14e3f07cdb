"""The hourly transformer files as windows of standardised rows, by the literature's protocol."""

import dataclasses
import os
import pathlib

import numpy
import pandas
import torch

TRAIN_ROWS, VALIDATION_ROWS, TEST_ROWS = 8640, 2880, 2880


@dataclasses.dataclass
class Windows:
    """All windows of consecutive rows; `rows` is [time, channel]."""

    rows: torch.Tensor
    lookback: int
    horizon: int

    def __len__(self):
        return len(self.rows) - self.lookback - self.horizon + 1

    def batch(self, starts):
        """History [batch, lookback, channel] and target [batch, horizon, channel]."""
        both = self.rows.unfold(0, self.lookback + self.horizon, 1)[starts].transpose(1, 2)
        return both[:, : self.lookback], both[:, self.lookback :]


def read(path):
    """Values [time, channel] and the stamps as text."""
    table = pandas.read_csv(path)
    return table.iloc[:, 1:].to_numpy(numpy.float32), table.iloc[:, 0]


def split(values, lookback, horizon):
    """Windows of the training, validation and test rows, and the scaler fitted to the training rows."""
    train = values[:TRAIN_ROWS].astype(numpy.float64)
    mean, deviation = train.mean(0), train.std(0)
    deviation[deviation == 0] = 1
    rows = torch.from_numpy(((values - mean) / deviation).astype(numpy.float32))
    validation = TRAIN_ROWS + VALIDATION_ROWS
    borders = [(0, TRAIN_ROWS), (TRAIN_ROWS - lookback, validation), (validation - lookback, validation + TEST_ROWS)]
    return [Windows(rows[a:b], lookback, horizon) for a, b in borders], (mean, deviation)


def default_path():
    """ETTh1.csv in the folder of benchmark files."""
    return pathlib.Path(os.environ.get("FORECAST_DATA_DIR", "datasets")) / "ETTh1.csv"
