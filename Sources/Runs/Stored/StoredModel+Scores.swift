import Forecasting
import Tensors
import TimeSeries

/// In which state a stored model is scored.
enum ScoredState {
  /// As it is stored.
  case stored
  /// As it was before it was fitted again to all rows of these data.
  case beforeRefit(StoredModelData)
  /// As it is after a fit to the rows before those that are scored.
  case refitted(any Forecaster)
}

extension StoredModel {
  /// The errors over the validation and the test windows.
  func scores(
    _ windows: WindowSet, as state: ScoredState, keepsResiduals: Bool = false, workers: Workers
  ) throws -> (validation: ForecastMeasures, test: ForecastMeasures, parameterCount: Int) {
    let scored = try scored(windows, as: state, workers)
    let (forecaster, windows) = (scored.forecaster, scored.windows)
    let intervals = file.intervals?.bound(to: numbers(of: windows.test.data.panel))
    return (
      try measure(
        scored.choosing, on: windows.validation, keepsResiduals: keepsResiduals, workers: workers),
      try measure(
        forecaster, on: windows.test, intervals: forecaster is any LawStating ? nil : intervals,
        keepsResiduals: keepsResiduals, measuresStated: true, workers: workers),
      scored.parameterCount
    )
  }

  /// What forecasts the validation windows and the test windows, and both with what it looks at.
  private func scored(
    _ windows: WindowSet, as state: ScoredState, _ workers: Workers
  ) throws -> (
    choosing: any Forecaster, forecaster: any Forecaster, parameterCount: Int, windows: WindowSet
  ) {
    let (opened, features) = try opened(for: windows.test.data.panel)
    let windows = windows.withCalendar(features)
    switch state {
    case .stored: return (opened, opened, opened.parameterCount, windows)
    case .refitted(let forecaster): return (forecaster, forecaster, opened.parameterCount, windows)
    case .beforeRefit(let data):
      let beforeTest = try windowsBeforeTest(data).map { $0.withCalendar(features) }
      let earlier = try refitted(opened, to: windows, beforeTest: beforeTest, workers)
      return (earlier.onTraining, earlier.beforeTest, opened.parameterCount, windows)
    }
  }

  /// The test windows and what forecasts them: where it can be, what the fit scored on them, before it was fitted again to all rows.
  ///
  /// - Returns: Beside them a warning if they are rows that the model has seen.
  package func tested(
    _ windows: WindowSet, on data: StoredModelData, _ workers: Workers
  ) throws -> (forecaster: any Forecaster, windows: TestWindows, notes: [String]) {
    let isAsScored = isAsScored(on: data)
    let scored = try scored(windows, as: isAsScored ? .beforeRefit(data) : .stored, workers)
    return (
      scored.forecaster, scored.windows.test, isAsScored || windows.test.isEmpty ? [] : refitNotes(data)
    )
  }
}
