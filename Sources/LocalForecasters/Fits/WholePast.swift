import Forecasting
import Tensors

/// What is known of all rows of a series up to an origin; missing rows are passed over.
struct WholePast {
  private var series = -1
  /// Rows up to the origin.
  private(set) var rowCount = 0
  /// The sum of the values and their number.
  private(set) var sum = 0.0, knownCount = 0
  /// The first and the last value with their rows.
  private(set) var first = (row: 0, value: Double.nan), last = (row: 0, value: Double.nan)

  /// Goes on to the end of `past`, or begins again where that lies before the last origin or in another series.
  mutating func follow(_ past: Span<Double>, ofSeries number: Int) {
    if number != series || past.count < rowCount { self = WholePast(series: number) }
    for row in rowCount..<past.count where !past[row].isNaN {
      if knownCount == 0 { first = (row, past[row]) }
      last = (row, past[row])
      sum += past[row]
      knownCount += 1
    }
    rowCount = past.count
  }

  private init(series: Int) { self.series = series }

  init() {}
}

extension UntrainedForecaster where Configuration == HistoryChoice {
  /// Forecasts in data units by all rows up to the origin; by the rows of the lookback where those are told, or where the batch knows no
  /// data units.
  ///
  /// - Parameter value: The forecast of a step, counted from 0.
  func predicting(
    from history: HistoryChoice.History, byWholePast value: @escaping @Sendable (WholePast, Int) -> Double
  ) -> @Sendable (Batch) -> Forecast {
    let lookingBack = continuingHistories
    guard history == .all else { return lookingBack }
    return { batch in forecast(batch, byWholePast: value) ?? lookingBack(batch) }
  }
}

extension UntrainedForecaster {
  /// A forecast by all rows up to each origin; nil for a batch that knows no data units.
  ///
  /// - Parameter value: The forecast of a step, counted from 0.
  func forecast(
    _ batch: Batch, byWholePast value: (WholePast, Int) -> Double
  ) -> Forecast? {
    guard let units = batch.units else { return nil }
    let (channelCount, horizon) = (batch.history.shape[1], horizon)
    var values = [Double](repeating: 0, count: batch.count * channelCount * horizon)
    for channel in 0..<channelCount {
      var past = WholePast()
      for (window, origin) in batch.origins.enumerated() {
        units.withPast(channel, at: origin) { past.follow($0, ofSeries: origin.series) }
        let place = (window * channelCount + channel) * horizon
        for step in 0..<horizon {
          values[place + step] =
            past.knownCount > 0
            ? value(past, step) : units.withHistory(channel, at: origin) { $0[$0.count - 1] }
        }
      }
    }
    return Forecast(units: values, batch: batch.count, channelCount: channelCount, horizon: horizon)
  }
}
