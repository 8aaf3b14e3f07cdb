import Drawing
import Forecasting
import Runs
import Tensors
import Text
import TimeSeries

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
        drawn.bands = table.drawnBands(channel: target, series: series) { panel.drawnPlace(of: $0) }
        drawn.axis = panel.drawnAxis
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
        .invalidOption, "the model was fitted without test rows", remedy: .futureInstead
      ).inFile(request.data)
    }
    let (forecaster, test, notes) = try stored.tested(windows, on: data, workers)
    let positions = try test.shown(count) { try score(forecaster, on: test, workers: workers).standardized }
    let forecast = forecaster.forecast(test.histories(positions))
    let panels = try positions.enumerated().flatMap { row, window in
      try Self.panels(window, of: test, forecast, row: row, request)
    }
    self.init(
      title: Self.title(model, panel) + ", test windows", panels: panels,
      notes: data.notes + notes)
    let drawn = Set(positions.map { test.position(ofWindow: $0).series })
    scope = request.scope(
      series: drawn.count, of: panel.series.count,
      panels: panels.count * drawn.count / max(1, positions.count),
      channels: test.targetCount)
  }

  /// A window with its forecast beside what came, a panel for each channel that is drawn.
  ///
  /// - Parameter row: The place of the window in the batch that `forecast` is of.
  private static func panels(
    _ window: Int, of windows: TestWindows, _ forecast: Forecast, row: Int, _ request: PictureRequest
  ) throws -> [Panel] {
    let (panel, columns) = (windows.data.panel, windows.targetColumns)
    let series = windows.position(ofWindow: window).series
    let (scaler, rows) = (windows.data.scalers[series], windows.targetRows(ofWindow: window))
    let drawer = try PanelDrawer(
      panel, series, forecast: columns.map { panel.columns[$0] }, request, horizon: windows.horizon)
    let place =
      "test window \(TextFormatting.grouped(window + 1)) of \(TextFormatting.grouped(windows.count))"
    return drawer.targets.map { target in
      let column = columns[target]
      let values = forecast.units(
        window: row, channel: windows.targetChannels[target], mean: scaler.means[column],
        deviation: scaler.deviations[column])
      var drawn = Panel(
        title: "\(drawer.title(panel.columns[column])), \(place)",
        history: drawer.rows(of: target, drawer.history(before: rows.lowerBound)),
        truth: drawer.rows(of: target, rows),
        forecast: zip(rows, values).map { drawer.point(panel.series[series].timestamps[$0], $1) })
      drawn.axis = panel.drawnAxis
      return drawn
    }
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
  ///
  /// - Parameter place: Where a stamp lies on the horizontal axis.
  fileprivate func drawnBands(
    channel: Int, series: Int, _ place: (Timestamp) -> Double
  ) -> [LineChart.Band] {
    let stamps = parts[series].timestamps
    return bands.reversed().map { band in
      LineChart.Band(
        .color(0),
        stamps.enumerated().map { step, stamp in
          let index = channel * stamps.count + step
          return (x: place(stamp), low: band.lower[series][index], high: band.upper[series][index])
        })
    }
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
