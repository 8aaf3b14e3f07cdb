// Tests/ForecastingTests
