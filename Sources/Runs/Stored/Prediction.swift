import Forecasters
import Forecasting
import Text
import TimeSeries

/// A forecast of the rows after the last one.
public struct Prediction: Sendable {
  /// The forecast in data units with its time stamps.
  public let table: ForecastTable
  /// Warnings, one line each.
  public let notes: [String]

  /// Forecasts what follows the last row.
  ///
  /// ```swift
  /// let prediction = try Prediction(ModelFile(reading: "model.safetensors"), data: .file("data.csv"))
  /// print(try prediction.table.csv)
  /// ```
  ///
  /// The numbers themselves, here those of the first channel with intervals:
  ///
  /// ```swift
  /// let model = try ModelFile(reading: "model.safetensors")
  /// let table = try Prediction(model, data: .file("data.csv"), levels: [0.8]).table
  /// let (stamps, values) = (table.parts[0].timestamps, table.parts[0].values(ofChannel: 0))
  /// if let bounds = table.bounds(level: 0.8) {
  ///   for step in stamps.indices { print(stamps[step], bounds.lower[step], values[step], bounds.upper[step]) }
  /// }
  /// ```
  ///
  /// - Throws: `DataError` if the data does not fit the model, `ModelFileError` if the model is damaged,
  ///   `ForecastError` if what it forecasts are no numbers, or intervals and quantiles are none that it has, `RequestError.invalidValue`
  ///   for steps, levels and quantiles that no model has.
  ///
  /// - Parameters:
  ///   - future: Values of the columns known ahead for the steps that are forecast; nil where the data has them.
  ///   - origin: The stamp of the last row that counts as known, of series that have begun by then; nil for the last row of the data.
  ///   - steps: Rows to forecast, the model's horizon at most; nil for that.
  ///   - levels: Levels of intervals to give, such as 0.95, between 0 and 1; they come in ascending order, each once.
  ///   - quantiles: Probabilities of quantiles to give, such as 0.1, between 0 and 1; they come in ascending order, each once.
  public init(
    _ model: ModelFile, data source: DataSource, reading: ReadingOptions = ReadingOptions(),
    future: DataSource? = nil, after origin: String? = nil, steps: Int? = nil, levels: [Double] = [],
    quantiles: [Double] = []
  ) throws {
    try RequestError.requireCount(steps, "steps")
    try RequestError.requireShares(levels, "level")
    try RequestError.requireShares(quantiles, "quantile")
    let (levels, quantiles) = (Set(levels).sorted(), Set(quantiles).sorted())
    let stored = StoredModel(model)
    let horizon = model.description.shape.horizon
    if let steps, steps > horizon {
      throw ForecastError.horizonTooLong(steps, horizon: horizon)
    }
    var data = try stored.read(source, reading)
    let ids = data.panel.series.compactMap(\.id)
    if let origin { data.panel = try data.panel.asKnown(at: origin) }
    let early = Set(data.panel.series.compactMap(\.id))
    let later = ids.filter { !early.contains($0) }
    if let future { data = try stored.adding(future, reading, to: data) }
    let whole: Prediction
    do { whole = try Prediction(stored, after: data, levels: levels, quantiles: quantiles) } catch let error
      as DataError
    {
      // More rows may be there, behind those that count.
      if origin != nil, error.kind == .tooFewRows {
        throw DataError(error.kind, error.problem, fix: "name the stamp of a later row").inFile(data.name)
      }
      throw future.map(error.missing) ?? error
    }
    table = steps.map(whole.table.prefix) ?? whole.table
    notes =
      Self.laterNotes(later, of: ids.count, origin ?? "", data.name) + whole.notes
      + Self.boundNotes(table, data)
  }

  /// Forecasts what follows the last row of `data`.
  package init(
    _ stored: StoredModel, after data: StoredModelData, levels: [Double] = [], quantiles: [Double] = []
  ) throws {
    let panel = data.panel
    let description = stored.file.description
    let (lookback, horizon) = (description.shape.lookback, description.shape.horizon)
    let roles = try description.roles
    let columns = roles.columns(.target)
    if panel.series.count == 1, panel.only.id == nil, panel.only.targetEnd < lookback,
      try stored.shortSeriesRule(panel).model == nil
    {
      throw DataError(
        .tooFewRows, "the model looks back \(lookback) rows, the data has \(panel.only.targetEnd)",
        fix: "add rows"
      ).inFile(data.name)
    }
    let levels = levels.sorted()
    let (found, missingCount) = try stored.forecasts(after: panel, levels: levels, quantiles: quantiles)
    let shortCount = found.count { $0 == nil }
    let rule = shortCount > 0 ? try stored.shortSeriesRule(panel) : nil
    let probabilities = LevelBounds.probabilities(levels) + quantiles
    let forecasts = found.enumerated().map { series, forecast in
      if let forecast { return forecast }
      var own = SeriesForecast(levelCount: levels.count, quantileCount: quantiles.count)
      for column in columns {
        let (values, bounds) = ShortSeries.continuation(
          of: Array(panel.values(ofColumn: column, ofSeries: series)[..<panel.series[series].targetEnd]),
          horizon: horizon, frequency: panel.frequency, by: rule?.model,
          nothing: description.columns.scaler.means[column], at: probabilities)
        let boundCount = 2 * levels.count
        own.add(values, stating: Array(bounds[..<boundCount]), Array(bounds[boundCount...]))
      }
      return own
    }
    table = try Self.table(forecasts, after: data, columns, horizon: horizon, levels, quantiles)
    let ends = SeriesEnds(panel, data.name)
    notes =
      data.futureNotes + data.gapNotes(missingCount)
      + Self.notes(panel, data.name, lookback: lookback, ends)
      + (rule.map {
        ["\(data.name): " + ShortSeries.note(shortCount, of: panel, lookback: lookback, by: $0.name)]
      } ?? [])
      + Self.covariateNotes(panel, data.name, of: description.model, lookback: lookback)
      + Self.emptyNotes(panel, data.name, columns) + ends.early
      + ends.empty(columns, isJoined: data.joined != nil)
      + (found.contains { $0?.isStated == true } ? [Self.statedNote(stored.file, probabilities)] : [])
  }

  /// The forecasts as a table with their bands and quantiles.
  ///
  /// - Parameter columns: Those that are forecast; the series of the table, where they are joined.
  private static func table(
    _ forecasts: [SeriesForecast], after data: StoredModelData, _ columns: [Int], horizon: Int,
    _ levels: [Double], _ quantiles: [Double]
  ) throws -> ForecastTable {
    // Joined series are the channels of one.
    func bySeries(_ values: [[Double]]) -> [[Double]] {
      guard data.joined != nil, let values = values.first else { return values }
      return columns.indices.map { Array(values[$0 * horizon..<($0 + 1) * horizon]) }
    }
    let points = bySeries(forecasts.map(\.values))
    var table =
      data.joined.map { ForecastTable(after: data.panel, asSeriesOf: $0, series: columns, values: points) }
      ?? ForecastTable(after: data.panel, channels: columns, series: points)
    try table.requireFinite()
    for (index, level) in levels.enumerated() {
      table.add(
        ForecastTable.Band(
          level: level, lower: bySeries(forecasts.map { $0.lower[index] }),
          upper: bySeries(forecasts.map { $0.upper[index] })))
    }
    for (index, probability) in quantiles.enumerated() {
      table.add(
        ForecastTable.Quantile(
          probability: probability, values: bySeries(forecasts.map { $0.quantiles[index] })))
    }
    return table
  }

  /// A warning that intervals are those of the model's own law, or the widest of them.
  private static func statedNote(_ model: ModelFile, _ probabilities: [Double]) -> String {
    let name = model.description.model
    let local = ForecasterCatalog.forecaster(named: name) as? any LocalForecaster.Type
    let stated = local?.statesLaw == false ? "quantiles of the rows" : "those that the model states"
    if let law = model.description.law {
      let others =
        probabilities.allSatisfy(law.states) ? "" : ", beyond its outermost quantiles those of residuals"
      return "\(name): intervals and quantiles are those that the model has learnt to state\(others)"
    }
    guard let highest = model.intervals?.highestLevel, highest > 0 else {
      return "\(name): too few residuals; intervals are \(stated)"
    }
    return
      "\(name): too few residuals for levels above \(TextFormatting.level(highest)) %; their intervals are \(stated)"
  }

  /// A warning of series that begin after the last row that counts as known.
  private static func laterNotes(
    _ later: [String], of count: Int, _ origin: String, _ name: String
  ) -> [String] {
    guard !later.isEmpty else { return [] }
    return [
      "\(name): \(later.count) of \(count) series begin after \(origin.quoted) and are left out: "
        + later.map(\.quoted).abridged()
    ]
  }

  /// A warning of series whose forecast is a guess, since none of their targets was ever observed.
  private static func emptyNotes(_ panel: Panel, _ name: String, _ targets: [Int]) -> [String] {
    let emptyCount = panel.series.indices.count { series in
      let end = panel.series[series].targetEnd
      return targets.allSatisfy { column in
        panel.withColumn(column, ofSeries: series) { values in
          (0..<end).last { !values[$0].isNaN } == nil
        }
      }
    }
    guard emptyCount > 0 else { return [] }
    return ["\(name): \(emptyCount) of \(panel.series.count) series have no value; their forecast is a guess"]
  }

  private static func notes(
    _ panel: Panel, _ name: String, lookback: Int, _ ends: SeriesEnds
  ) -> [String] {
    let stray = ends.stray
    guard panel.series.count == 1, stray.isEmpty else { return stray }
    let series = panel.only
    let first = max(0, series.targetEnd - lookback)
    let found = series.irregularities.filter { series.line(ofRow: first) <= $0.line }
    guard let latest = found.last else { return [] }
    let areGaps = found.allSatisfy { if case .gap = $0 { true } else { false } }
    let rows = lookback == 1 ? "the last row" : "the last \(lookback) rows"
    return [
      "\(name): \(rows) \(lookback == 1 ? "has" : "have") \(areGaps ? "rows missing before or among them" : "irregular time stamps"), "
        + latest.shown(by: panel.stampForm.shown)
    ]
  }
}
