import Drawing
import Forecasting
import Runs
import Tensors
import Text
import TimeSeries

/// What of a model's forecasts is drawn.
public struct PictureRequest: Sendable {
  /// Path of the data file.
  public var data: String
  /// How it is read.
  public var reading: ReadingOptions
  /// The channels to draw; empty for the first few that are forecast.
  public var channels: [String] = []
  /// Rows of history to draw; nil for twice the horizon, at least two seasons and 24 rows.
  public var historyRows: Int?

  /// Values of the columns known ahead for the steps that are forecast; nil where the data has them.
  public var future: String?

  /// Draws the first few channels.
  public init(data: String, reading: ReadingOptions) {
    (self.data, self.reading) = (data, reading)
  }

  static let defaultChannelCount = 3

  /// The rows of history that are drawn unless told, whatever the model looks back on: local models look back on one row.
  ///
  /// Two seasons of more than 200 rows would leave no room for the forecast.
  static func usualHistoryRows(horizon: Int, season: Int) -> Int {
    max(2 * horizon, min(2 * season, 200), 24)
  }

  /// Words for what is drawn where nobody asked for these series or channels alone; nil where all are.
  ///
  /// - Parameter panels: Channels of all series that are drawn.
  fileprivate func scope(series: Int, of all: Int, panels: Int, channels: Int) -> String? {
    let drawn = panels / max(1, series)
    let parts =
      (series < all ? ["\(series) of \(TextFormatting.grouped(all)) series"] : [])
      + (self.channels.isEmpty && drawn < channels
        ? ["the first \(drawn) of \(TextFormatting.grouped(channels)) channels"] : [])
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

extension ForecastPicture {
  /// The forecast of the rows after the last one.
  ///
  /// - Throws: `DataError` if the data does not fit the model or a channel is not forecast, `ModelFileError` if the
  ///   model is damaged.
  public init(predicting model: ModelFile, _ request: PictureRequest) throws {
    let stored = StoredModel(model)
    let own = try stored.read(.file(request.data), request.reading)
    let data = try request.future.map { try stored.adding(.file($0), request.reading, to: own) } ?? own
    let panel = data.panel
    let prediction = try stored.predictionWithUsualIntervals(after: data)
    let table = prediction.table
    let shown = panel.series.indices.prefix(PictureRequest.defaultChannelCount)
    let panels = try shown.flatMap { series in
      let drawer = try PanelDrawer(
        panel, series, forecast: table.channels, request,
        horizon: model.description.shape.horizon)
      return drawer.targets.map { target in
        var drawn = Panel(
          title: drawer.title(table.channels[target]),
          history: drawer.rows(of: target, drawer.history(before: panel.series[series].targetEnd)),
          truth: nil,
          forecast: table.parts[series].timestamps.enumerated().map { step, stamp in
            drawer.point(stamp, table.value(channel: target, step: step, ofSeries: series))
          })
        drawn.bands = table.drawnBands(channel: target, series: series)
        return drawn
      }
    }
    let levels = table.bands.map { "\(TextFormatting.level($0.level)) %" }.joined(separator: " and ")
    self.init(
      title: Self.title(model, panel) + ", after the last row"
        + (levels.isEmpty ? "" : ", shaded: intervals of \(levels)"),
      panels: panels, notes: prediction.notes)
    scope = request.scope(
      series: shown.count, of: panel.series.count, panels: panels.count, channels: table.channels.count)
  }

  /// Forecasts of test windows beside what came, the windows evenly spread over the test rows.
  ///
  /// They are those that the fit was scored on: a model that was fitted again to all rows forecasts as it did before.
  ///
  /// - Throws: `DataError` if the data does not fit the model or a channel is not forecast, `ModelFileError` if the
  ///   model is damaged.
  public init(evaluating model: ModelFile, windows count: Int, _ request: PictureRequest, workers: Workers)
    throws
  {
    let stored = StoredModel(model)
    let data = try stored.read(.file(request.data), request.reading)
    let panel = data.panel
    let windows = try stored.windows(data)
    guard !windows.test.isEmpty else {
      throw DataError(
        .tooFewRows, "the model was fitted without test rows", remedy: .futureInstead
      ).inFile(request.data)
    }
    let (forecaster, test, notes) = try stored.tested(windows, on: data, workers)
    let columns = test.targetColumns
    let positions = try test.shown(count) { try score(forecaster, on: test, workers: workers).standardized }
    let forecast = forecaster.forecast(test.histories(positions))
    let panels = try positions.indices.flatMap { index in
      let series = test.position(ofWindow: positions[index]).series
      let (scaler, rows) = (test.data.scalers[series], test.targetRows(ofWindow: positions[index]))
      let drawer = try PanelDrawer(
        panel, series, forecast: columns.map { panel.columns[$0] }, request,
        horizon: model.description.shape.horizon)
      return drawer.targets.map { target -> Panel in
        let column = columns[target]
        let values = forecast.units(
          window: index, channel: test.targetChannels[target], mean: scaler.means[column],
          deviation: scaler.deviations[column])
        let place =
          "test window \(TextFormatting.grouped(positions[index] + 1)) of \(TextFormatting.grouped(test.count))"
        return Panel(
          title: "\(drawer.title(panel.columns[column])), \(place)",
          history: drawer.rows(of: target, drawer.history(before: rows.lowerBound)),
          truth: drawer.rows(of: target, rows),
          forecast: zip(rows, values).map { drawer.point(panel.series[series].timestamps[$0], $1) })
      }
    }
    self.init(
      title: Self.title(model, panel) + ", test windows", panels: panels,
      notes: data.notes + notes)
    let drawn = Set(positions.map { test.position(ofWindow: $0).series })
    scope = request.scope(
      series: drawn.count, of: panel.series.count,
      panels: panels.count * drawn.count / max(1, positions.count),
      channels: columns.count)
  }

  private static func title(_ model: ModelFile, _ panel: TimeSeries.Panel) -> String {
    "\(model.description.model) on \(panel.sourceName), every \(panel.frequency)"
  }
}

extension StoredModel {
  /// The forecast with intervals of the levels that people ask for, as far as the model has some.
  fileprivate func predictionWithUsualIntervals(after data: StoredModelData) throws -> Prediction {
    var levels = usualLevels
    while !levels.isEmpty {
      do { return try Prediction(self, after: data, levels: levels) } catch ForecastError.levelTooHigh {
        levels.removeLast()
      } catch ForecastError.noIntervals {
        levels = []
      }
    }
    return try Prediction(self, after: data)
  }
}

extension ForecastTable {
  /// The intervals of a channel of a series, the widest first.
  fileprivate func drawnBands(channel: Int, series: Int) -> [LineChart.Band] {
    let stamps = parts[series].timestamps
    return bands.reversed().map { band in
      LineChart.Band(
        .color(0),
        stamps.enumerated().map { step, stamp in
          let place = channel * stamps.count + step
          return (
            x: Double(stamp.milliseconds), low: band.lower[series][place], high: band.upper[series][place]
          )
        })
    }
  }
}

/// Turns rows of a panel into points of a drawing.
private struct PanelDrawer {
  /// The channels to draw, as indices of those forecast.
  let targets: [Int]
  private let series: Series
  /// The values of every channel that is forecast, by row; empty for those that are not drawn.
  private let values: [[Double]]
  private let historyRows: Int

  init(
    _ panel: TimeSeries.Panel, _ index: Int, forecast names: [String], _ request: PictureRequest,
    horizon: Int
  ) throws(DataError) {
    series = panel.series[index]
    var targets: [Int] = []
    for name in request.channels {
      guard let index = names.firstIndex(of: name) else {
        let isThere = panel.columns.contains(name) || panel.fixedColumns.contains(name)
        let error =
          isThere
          ? DataError(
            .unknownColumn, "column \(name.quoted) is not forecast",
            fix: "name one that is: \(names.map(\.quoted).abridged)") : .unknownColumn(name, among: names)
        throw error.inFile(panel.source)
      }
      if !targets.contains(index) { targets.append(index) }
    }
    let usual = panel.series.count > 1 ? 1 : PictureRequest.defaultChannelCount
    let chosen = targets.isEmpty ? Array(names.indices.prefix(usual)) : targets
    self.targets = chosen
    historyRows =
      request.historyRows
      ?? PictureRequest.usualHistoryRows(horizon: horizon, season: panel.frequency.defaultSeasonLength)
    values = names.indices.map { target in
      guard chosen.contains(target), let column = panel.columns.firstIndex(of: names[target]) else {
        return []
      }
      return panel.values(ofColumn: column, ofSeries: index)
    }
  }

  /// The name of a channel, after that of the series where there are many.
  func title(_ channel: String) -> String { series.id.map { "\($0), \(channel)" } ?? channel }

  func history(before row: Int) -> Range<Int> { max(0, row - historyRows)..<row }

  func rows(of target: Int, _ rows: Range<Int>) -> [LineChart.Point] {
    rows.lazy.filter { !values[target][$0].isNaN }.map { point(series.timestamps[$0], values[target][$0]) }
  }

  func point(_ stamp: Timestamp, _ value: Double) -> LineChart.Point {
    LineChart.Point(x: Double(stamp.milliseconds), y: value)
  }
}

extension Windows {
  /// Windows evenly spread over all, of many series over those of the best, the median and the worst.
  fileprivate func shown(_ count: Int, _ score: () throws -> ForecastScore) throws -> [Int] {
    guard data.panel.series.count > 1 else { return evenlySpread(count) }
    let chosen = try SeriesSummary.extremes(of: score())
    return chosen.flatMap { windows(ofSeries: $0.series).evenlySpread(max(1, count / chosen.count)) }
  }
}
