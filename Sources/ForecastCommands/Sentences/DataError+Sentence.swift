import TimeSeries

extension DataError {
  /// The message in the words of the command line.
  var sentence: String { description(fix: remedy?.sentence ?? fix) }
}

extension Remedy {
  /// What to add to the command, or to take away from it; `nil` where the error's own words do.
  var sentence: String? {
    switch self {
    case .lookback(let rows): "try --lookback \(rows)"
    case .horizon(let rows): "try --horizon \(rows)"
    case .sizes(let lookback, let horizon): "try --lookback \(lookback) --horizon \(horizon)"
    case .split(let rule): "try --split \(rule)"
    case .dayFirst, .monthFirst, .nameTimeZone, .nameTimeFormat, .nameTimeColumn, .nameSeriesColumn,
      .nameFrequency:
      nil
    case .futureInstead: "leave out --evaluate"
    }
  }
}
