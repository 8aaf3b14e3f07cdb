import Classical
import Forecasting
import LocalModels
import Tensors

extension LocalFits {
  /// Forecasts in data units; in standardised ones where the batch knows no others.
  ///
  /// A channel without any value up to an origin is continued by what its history was filled with, as the last value of it is.
  func forecast(_ batch: Batch) -> Forecast {
    let channelCount = batch.history.shape[1]
    let horizon = horizon
    var values = rows(of: batch) { fit, known, _ in fit.model.means(horizon: horizon, regressors: known) }
    guard let units = batch.units else {
      return Forecast(
        point: Tensor(shape: [batch.count, channelCount, horizon], values: values.joined().map { Float($0) }))
    }
    for place in values.indices where values[place].first?.isNaN == true {
      let origin = batch.origins[place / channelCount]
      guard let filled = units.fillOfNothing(place % channelCount, at: origin) else { continue }
      values[place] = [Double](repeating: filled, count: horizon)
    }
    return Forecast(
      units: Array(values.joined()), batch: batch.count, channelCount: channelCount, horizon: horizon)
  }

  /// What each of the models forecasts that are combined; nil where one stands alone.
  ///
  /// - Returns: Shape `[batch, channel, model, horizon]`, in the units of ``forecast(_:)``; in place of a model that could not be fitted the
  ///   combination's own.
  package func modelForecasts(_ batch: Batch) -> [Double]? {
    guard let count = (model as? CombinationModel)?.members.count else { return nil }
    let horizon = horizon
    return Array(
      rows(of: batch, count: count) { fit, _, _ in
        let own = (fit.model as? CombinationFit)?.memberMeans(horizon: horizon) ?? []
        let others = own.count < count ? fit.model.means(horizon: horizon) : []
        return Array((own + Array(repeating: others, count: count - own.count)).joined())
      }.joined())
  }

  /// What is found in a model, given the columns known ahead in the rows to forecast, and the rows before them where those are kept.
  typealias Reader = (FilteredModel, [[Double]], [Double]) -> [Double]

  /// What `read` finds in the model of each window and channel, the channels of a window together.
  ///
  /// - Parameters:
  ///   - count: How many numbers there are for each step.
  ///   - keepsPast: Whether `read` is given the rows before those to forecast.
  func rows(
    of batch: Batch, count: Int = 1, keepsPast: Bool = false, _ read: Reader
  ) -> [[Double]] {
    let channelCount = batch.history.shape[1]
    guard let units = batch.units else { return standardizedRows(of: batch, count, read) }
    var result = [[Double]](repeating: [], count: batch.count * channelCount)
    for channel in 0..<channelCount {
      var cursor = Cursor()
      for (window, origin) in batch.origins.enumerated() {
        result[window * channelCount + channel] = row(
          channel, at: origin, units, &cursor, count, keepsPast: keepsPast, read)
      }
    }
    return result
  }

  /// The same for a batch that knows no data units: of models fitted to the histories.
  private func standardizedRows(of batch: Batch, _ count: Int, _ read: Reader) -> [[Double]] {
    let (channelCount, lookback) = (batch.history.shape[1], batch.history.size(ofAxis: -1))
    let values = batch.history.values.map { Double($0) }
    let future = (batch.future?.values ?? []).map { Double($0) }
    let (columns, rows) = (batch.future?.shape[1] ?? 0, lookback + horizon)
    return (0..<batch.history.count / lookback).map { row in
      let first = row / channelCount * columns
      let known = (first..<first + columns).map { Array(future[$0 * rows..<($0 + 1) * rows]) }
      return continuation(
        of: Array(values[row * lookback..<(row + 1) * lookback]), KnownRows(first: 0, columns: known),
        count, read)
    }
  }

  /// A state on its way through the origins of a batch.
  private struct Cursor {
    var series = -1
    /// The rows that the state has seen.
    var rowCount = 0
    var fit: ChannelFit?
  }

  /// Forecasts one channel of one window: the state goes on from the last window where that lies before.
  private func row(
    _ channel: Int, at origin: WindowOrigin, _ units: HistoryUnits, _ cursor: inout Cursor, _ count: Int,
    keepsPast: Bool, _ read: Reader
  ) -> [Double] {
    units.withPast(channel, at: origin) { all in
      let past = fitsHistories ? all.extracting(origin.row..<all.count) : all
      guard targets.contains(channel) else {
        let last = past.isEmpty ? .nan : past[past.count - 1]
        return [Double](repeating: last, count: count * horizon)
      }
      func known(_ rows: Range<Int>) -> KnownRows {
        guard model.takesRegressors else { return .none }
        return KnownRows(
          first: rows.lowerBound, columns: units.knownAhead(ofSeries: origin.series, rows: rows))
      }
      let isAhead = cursor.series == origin.series && cursor.rowCount <= past.count
      if !isAhead { cursor = Cursor(series: origin.series, rowCount: 0, fit: start(origin.series, channel)) }
      let seen = isAhead ? cursor.rowCount : nil
      let stamps = units.timestamps(ofSeries: origin.series)
      guard cursor.fit?.follow(past, stamps, from: seen, frequency, known: known) == true,
        let fit = cursor.fit
      else {
        cursor = Cursor()
        return continuation(
          of: past.indices.map { past[$0] }, known(0..<past.count + horizon), count, read)
      }
      cursor.rowCount = past.count
      return read(
        fit.filtered, known(past.count..<past.count + horizon).columns,
        keepsPast ? past.indices.map { past[$0] } : [])
    }
  }

  private func start(_ series: Int, _ channel: Int) -> ChannelFit? {
    guard series < channels.count, channel < channels[series].count else { return nil }
    return channels[series][channel]
  }

  /// The forecast of the model fitted to rows; of their last value where it cannot be fitted, of no numbers where there is none.
  func continuation(
    of rows: [Double], _ known: KnownRows, _ count: Int, _ read: Reader
  ) -> [Double] {
    let fit = pastFits.fit(to: rows, known.columns) {
      let usable = oddRows(of: rows, beside: known.columns).usable(rows)
      return (try? fitted(to: usable, by: model, known.columns)) ?? naive(rows)
    }
    return fit.map { read($0, known.from(rows.count), model.needsDemand ? rows : []) }
      ?? [Double](repeating: .nan, count: count * horizon)
  }
}

extension HistoryUnits {
  /// What the history of a channel was filled with where nothing was observed up to an origin; nil where something was.
  fileprivate func fillOfNothing(_ channel: Int, at origin: WindowOrigin) -> Double? {
    let isEmpty = withPast(channel, at: origin) { past in past.indices.allSatisfy { past[$0].isNaN } }
    return isEmpty ? withHistory(channel, at: origin) { $0[$0.count - 1] } : nil
  }
}
