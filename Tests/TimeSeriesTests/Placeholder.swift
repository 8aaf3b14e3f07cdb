// Tests/TimeSeriesTests
