import Forecasting
import Tensors
import TimeSeries

extension StoredModel {
  /// The errors over the validation and the test windows.
  ///
  /// - Parameter data: What the model was fitted on, if it is to be scored as it was before it was fitted again to all rows.
  func scores(
    _ windows: WindowSet, beforeRefitTo data: StoredModelData? = nil, keepsResiduals: Bool = false,
    workers: Workers
  ) throws -> (validation: ForecastMeasures, test: ForecastMeasures, parameterCount: Int) {
    let (opened, features) = try opened(for: windows.test.data.panel)
    let windows = windows.marking(features)
    let earlier = try data.map { data in
      let beforeTest = try windowsBeforeTest(data).map { $0.marking(features) }
      return try refitted(opened, to: windows, beforeTest: beforeTest, workers)
    }
    let (choosing, forecaster) = (earlier?.onTraining ?? opened, earlier?.beforeTest ?? opened)
    let intervals = file.intervals?.bound(to: numbers(of: windows.test.data.panel))
    return (
      try measure(
        choosing, on: windows.validation, keepsResiduals: keepsResiduals, workers: workers),
      try measure(
        forecaster, on: windows.test, intervals: forecaster is any LawStating ? nil : intervals,
        keepsResiduals: keepsResiduals, measuresStated: true, workers: workers),
      opened.parameterCount
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
