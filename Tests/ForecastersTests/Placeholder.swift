// Tests/ForecastersTests
