import Forecasting
import Tensors
import TimeSeries

extension StoredModel {
  func scores(
    _ windows: WindowSet, keepsResiduals: Bool = false, workers: Workers
  ) throws -> (validation: ForecastMeasures, test: ForecastMeasures, parameterCount: Int) {
    let (forecaster, features) = try opened(for: windows.test.data.panel)
    let windows = windows.marking(features)
    let intervals = file.intervals?.bound(to: numbers(of: windows.test.data.panel))
    return (
      try measure(
        forecaster, on: windows.validation, keepsResiduals: keepsResiduals, workers: workers),
      try measure(
        forecaster, on: windows.test, intervals: forecaster is any LawStating ? nil : intervals,
        keepsResiduals: keepsResiduals, measuresStated: true, workers: workers),
      forecaster.parameterCount
    )
  }

  /// The errors over the test windows, standardised.
  package func testScore(_ windows: WindowSet) throws -> ForecastScore {
    let (forecaster, features) = try opened(for: windows.test.data.panel)
    return try score(
      forecaster, on: windows.marking(features).test, workers: Workers(threadCount: 1)
    ).standardized
  }

  /// - Parameter positions: Test windows, counted from 0.
  package func forecasts(ofTestWindows positions: [Int], in windows: WindowSet) throws -> Forecast {
    let (forecaster, features) = try opened(for: windows.test.data.panel)
    return forecaster.forecast(windows.marking(features).test.histories(positions))
  }
}
