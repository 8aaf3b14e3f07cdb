// ForecastCommands
