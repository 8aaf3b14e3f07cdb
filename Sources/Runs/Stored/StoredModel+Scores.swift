import Forecasting
import Tensors
import TimeSeries

extension StoredModel {
  /// The errors over the validation and the test windows.
  ///
  /// - Parameters:
  ///   - data: What the model was fitted on, if it is to be scored as it was before it was fitted again to all rows.
  ///   - earlier: What forecasts in place of the stored forecaster; nil for that.
  func scores(
    _ windows: WindowSet, beforeRefitTo data: StoredModelData? = nil, by earlier: (any Forecaster)? = nil,
    keepsResiduals: Bool = false, workers: Workers
  ) throws -> (validation: ForecastMeasures, test: ForecastMeasures, parameterCount: Int) {
    let scored = try scored(windows, beforeRefitTo: data, workers)
    let (choosing, windows) = (earlier ?? scored.choosing, scored.windows)
    let forecaster = earlier ?? scored.forecaster
    let intervals = file.intervals?.bound(to: numbers(of: windows.test.data.panel))
    return (
      try measure(
        choosing, on: windows.validation, keepsResiduals: keepsResiduals, workers: workers),
      try measure(
        forecaster, on: windows.test, intervals: forecaster is any LawStating ? nil : intervals,
        keepsResiduals: keepsResiduals, measuresStated: true, workers: workers),
      scored.parameterCount
    )
  }

  /// What forecasts the validation windows and the test windows, and both with what it looks at.
  private func scored(
    _ windows: WindowSet, beforeRefitTo data: StoredModelData?, _ workers: Workers
  ) throws -> (
    choosing: any Forecaster, forecaster: any Forecaster, parameterCount: Int, windows: WindowSet
  ) {
    let (opened, features) = try opened(for: windows.test.data.panel)
    let windows = windows.marking(features)
    guard let data else { return (opened, opened, opened.parameterCount, windows) }
    let beforeTest = try windowsBeforeTest(data).map { $0.marking(features) }
    let earlier = try refitted(opened, to: windows, beforeTest: beforeTest, workers)
    return (earlier.onTraining, earlier.beforeTest, opened.parameterCount, windows)
  }

  /// The test windows and what forecasts them: where it can be, what the fit scored on them, before it was fitted again to all rows.
  ///
  /// - Returns: Beside them a warning if they are rows that the model has seen.
  package func tested(
    _ windows: WindowSet, on data: StoredModelData, _ workers: Workers
  ) throws -> (forecaster: any Forecaster, windows: TestWindows, notes: [String]) {
    let isAsScored = isAsScored(on: data)
    let scored = try scored(windows, beforeRefitTo: isAsScored ? data : nil, workers)
    return (
      scored.forecaster, scored.windows.test, isAsScored || windows.test.isEmpty ? [] : refitNotes(data)
    )
  }
}
