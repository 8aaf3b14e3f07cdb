"""The ends of a forecast in a fresh process: the last rows of a CSV file in, the rows that follow them out."""

import numpy
import pandas


class ForecastTable:
    """A CSV file whose first column holds the stamps, and the scaler of a fitted model."""

    def __init__(self, path, scaler):
        self.table = pandas.read_csv(path)
        self.mean, self.deviation = numpy.array(scaler["mean"]), numpy.array(scaler["deviation"])

    def history(self, lookback):
        """The last rows in standardised units, shape [1, lookback, channel]."""
        values = self.table.iloc[-lookback:, 1:].to_numpy(numpy.float64)
        return ((values - self.mean) / self.deviation).astype(numpy.float32)[None]

    def write(self, forecast, output):
        """Writes a forecast in standardised units, shape [1, horizon, channel], with its stamps and in data units."""
        stamps = pandas.to_datetime(self.table.iloc[-2:, 0])
        step = stamps.iloc[1] - stamps.iloc[0]
        future = [stamps.iloc[1] + step * (row + 1) for row in range(forecast.shape[1])]
        result = pandas.DataFrame(forecast[0] * self.deviation + self.mean, columns=self.table.columns[1:])
        result.insert(0, self.table.columns[0], future)
        result.to_csv(output, index=False)
