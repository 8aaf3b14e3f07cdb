import Forecasters
import Forecasting
import Persistence
import Text
import TimeSeries

/// A data file on its way from bytes to windows: read, split, scaled and cut, each step a value.
package struct PreparedData {
  /// What the data was cut from.
  let scaledData: ScaledData
  private(set) var windows: WindowSet
  let shape: WindowSet.Shape
  package private(set) var task: ForecastTask
  let notes: [String]
  /// What was chosen for the user, one line each.
  private(set) var choices: [FitChoice] = []

  /// Cuts windows for a fit of a forecaster.
  ///
  /// - Throws: `DataError` if the request does not fit the data.
  init<F: ForecasterKind>(
    _ request: FitRequest, _ data: ScaledData, for type: F.Type, _ configuration: F.Configuration
  ) throws(DataError) {
    let panel = data.panel
    scaledData = data
    func sizes(knownAhead: Int?) -> (lookback: Int, horizon: Int) {
      Self.sizes(
        request, data.split.rows, trainingRows: data.splits.map(\.train.count), knownAhead: knownAhead,
        panel.frequency, for: type, configuration)
    }
    let usual = sizes(knownAhead: nil)
    let known = panel.stepsKnownAhead.flatMap { request.horizon == nil && $0 < usual.horizon ? $0 : nil }
    let (lookback, horizon) = known == nil ? usual : sizes(knownAhead: known)
    shape = WindowSet.Shape(
      lookback: lookback, horizon: horizon, features: request.features, target: request.target)
    windows = try WindowSet(data.scaled, splits: data.splits, shape: shape)
    let roles = try shape.roles(in: panel)
    task = ForecastTask(
      lookback: lookback, horizon: horizon, channelCount: roles.inputs.count,
      targetChannels: roles.targets, futureCount: roles.columns(.future).count,
      fixedCount: panel.fixedColumns.count, frequency: panel.frequency)
    let plenty = Self.plenty(
      horizon: horizon, knownAhead: known, panel.frequency, for: type, configuration)
    notes =
      data.notes + Self.knownNote(known, panel)
      + (F.looksBack ? Self.sizeNote(request, data.split.rows, lookback, horizon, of: plenty) : [])
      + Self.shortSeriesNotes(panel, lookback: lookback, of: type)
  }

  var panel: Panel { scaledData.panel }
  var file: ModelDescription.DataFile { scaledData.file }
  var split: ModelDescription.StoredSplit { scaledData.split }

  /// Series that are shorter than the lookback.
  private static func shortSeriesNotes<F: ForecasterKind>(
    _ panel: Panel, lookback: Int, of type: F.Type
  ) -> [String] {
    guard F.looksBack, panel.series.count > 1 else { return [] }
    let short = panel.series.count { $0.targetEnd < lookback }
    return short == 0
      ? [] : [ShortSeries.note(short, of: panel, lookback: lookback, by: ShortSeries.fallback(of: type))]
  }

  /// The scaler's deviation of each forecast channel, which turns errors into data units.
  ///
  /// Of many series the errors in data units are summed beside the others; it is then that of all together.
  var targetDeviations: [Double] { windows.test.targetColumns.map { scaledData.scaler.deviations[$0] } }

  /// The same data without the columns that a forecaster cannot use.
  func hiding(_ roles: Set<ColumnRole>) -> PreparedData {
    var copy = self
    (copy.windows, copy.task) = (windows.hiding(roles), task.hiding(roles))
    return copy
  }

  /// The same data with another line about what was chosen.
  func adding(choice: FitChoice) -> PreparedData {
    var copy = self
    copy.choices.append(choice)
    return copy
  }

  /// The windows of all rows, for a forecaster that is fitted again.
  func windowsOfAllRows() throws(DataError) -> WindowSet {
    try windows(trainingOn: panel.series.map(\.targetEnd))
  }

  /// The windows of all rows before the test rows.
  func windowsBeforeTest() throws(DataError) -> WindowSet {
    try windows(trainingOn: scaledData.splits.map { max($0.train.upperBound, $0.validation.upperBound) })
  }

  /// A part of the training rows of each series with those before it: windows of the earlier rows to fit on, and windows whose targets
  /// lie in the part.
  ///
  /// - Parameters:
  ///   - number: The part, counted from 0.
  ///   - count: Into how many the training rows are divided.
  func fold(_ number: Int, of count: Int) throws(DataError) -> (earlier: WindowSet, part: WindowSet) {
    let parts = scaledData.splits.map { split in
      let (first, rows) = (split.train.lowerBound, split.train.count)
      return (train: first..<first + rows * number / count, end: first + rows * (number + 1) / count)
    }
    func windows(_ end: (_ train: Range<Int>, _ end: Int) -> Int) throws(DataError) -> WindowSet {
      let splits = parts.map { part in
        let last = end(part.train, part.end)
        return Split(train: part.train, validation: part.train.upperBound..<last, test: last..<last)
      }
      return try self.windows(splits)
    }
    return (try windows { train, _ in train.upperBound }, try windows { $1 })
  }

  /// The windows of the first rows of each series, with none to choose or to score on.
  private func windows(trainingOn counts: [Int]) throws(DataError) -> WindowSet {
    try windows(counts.map { Split(trainingOnly: $0) })
  }

  /// The windows of other divisions, without the columns that are hidden here.
  private func windows(_ splits: [Split]) throws(DataError) -> WindowSet {
    let hidden = [ColumnRole.future, .fixed].filter { !task.covariates.contains($0) }
    return try WindowSet(scaledData.scaled, splits: splits, shape: shape).hiding(Set(hidden))
  }

  /// The sizes asked for or, where none are and the usual ones do not fit, smaller ones; a forecaster without lookback has
  /// one of 1 row unless it is asked for. A horizon that is not asked for ends with what is known ahead.
  package static func sizes<F: ForecasterKind>(
    _ request: FitRequest, _ rows: Split, trainingRows: [Int], knownAhead: Int?, _ frequency: Frequency,
    for type: F.Type, _ configuration: F.Configuration
  ) -> (lookback: Int, horizon: Int) {
    let train = rows.train.count
    let shortest = [rows.validation.count, rows.test.count].filter { $0 > 0 }.min() ?? train
    let most =
      F.suitsShortSeries
      ? min(usualHorizon(frequency, for: type), rows.test.upperBound / 5)
      : min(usualHorizon(frequency, for: type), train / 4)
    let horizon = request.horizon ?? max(1, min(most, shortest, knownAhead ?? most))
    let usual =
      F.looksBack
      ? F.usualLookback(configuration, rows: trainingRows, horizon: horizon, frequency: frequency) : 1
    return (request.lookback ?? usual, horizon)
  }

  private static func knownNote(_ known: Int?, _ panel: Panel) -> [String] {
    guard let known, let column = panel.roles?.columns(.future).first else { return [] }
    let rows = TextFormatting.count(known, "row")
    return [
      "\(panel.columns[column].quoted) is known for \(rows) behind the last target: the horizon is as long (another may be given)"
    ]
  }

  private static func usualHorizon<F: ForecasterKind>(_ frequency: Frequency, for type: F.Type) -> Int {
    F.suitsShortSeries ? frequency.usualHorizon : UsualSizes.horizon
  }

  /// The sizes that the forecaster would have with more rows than it can use.
  private static func plenty<F: ForecasterKind>(
    horizon: Int, knownAhead: Int?, _ frequency: Frequency, for type: F.Type, _ configuration: F.Configuration
  ) -> (lookback: Int, horizon: Int) {
    let lookback = F.usualLookback(configuration, rows: [1 << 30], horizon: horizon, frequency: frequency)
    let usual = usualHorizon(frequency, for: type)
    return (lookback, min(usual, knownAhead ?? usual))
  }

  private static func sizeNote(
    _ request: FitRequest, _ split: Split, _ lookback: Int, _ horizon: Int,
    of plenty: (lookback: Int, horizon: Int)
  ) -> [String] {
    let isSmaller =
      (request.lookback == nil && lookback < plenty.lookback)
      || (request.horizon == nil && horizon < plenty.horizon)
    return isSmaller
      ? [
        "only \(split.train.count) training rows: using lookback \(lookback) and horizon \(horizon) "
          + "(others may be given)"
      ] : []
  }
}
