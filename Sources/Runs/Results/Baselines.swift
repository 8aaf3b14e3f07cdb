import Forecasters
import Forecasting
import Text
import TimeSeries
import Training

/// Test errors of forecasts that cost next to nothing: what a model must beat to be worth its training.
struct Baselines {
  /// By name, in the order in which they are shown.
  private(set) var scores: [(name: String, test: ForecastScore)] = []
  /// What should be known about them, one line each.
  private(set) var notes: [String] = []

  /// Multiply-adds that the closed form may take beside a fit: a few seconds on two cores.
  private static let budget = 150e9

  /// Fits and scores the baselines on the windows of `data`.
  ///
  /// - Parameters:
  ///   - count: The test windows of the model that they stand beside.
  ///   - own: The model, fitted to the training rows; it is not fitted twice.
  init(for fit: Fit, _ data: PreparedData, besideWindows count: Int, own: any Forecaster) throws {
    guard !data.windows.test.isEmpty else { return }
    defer { notes += windowNotes(data, count) }
    try add(LastValue.self, fit, data)
    try add(SeasonalNaive.self, fit, data)
    guard !data.windows.validation.isEmpty else { return }
    if let own = try Self.closedForm(own, fit, data) {
      try add(fitted: own, fit, data)
      return
    }
    guard Self.closedFormWork(data) <= Self.budget else {
      notes.append(
        "linear-closed-form is not scored beside the model: it would take more than a few seconds here; "
          + "fit it by its name")
      return
    }
    try add(LinearClosedForm.self, fit, data)
  }

  /// The model, where it is the closed form that stands beside others.
  private static func closedForm(
    _ own: any Forecaster, _ fit: Fit, _ data: PreparedData
  ) throws -> LinearClosedForm? {
    guard let own = own as? LinearClosedForm, fit.request.initialWeights == nil,
      LinearClosedForm.unused(of: data.task).isEmpty,
      try fit.configuration(of: LinearClosedForm.self).json == LinearClosedForm.Configuration().json
    else { return nil }
    return own
  }

  /// A model that keeps a state needs no rows before a window, which baselines do.
  private func windowNotes(_ data: PreparedData, _ count: Int) -> [String] {
    let own = data.windows.test.count
    guard own != count, !scores.isEmpty else { return [] }
    return [
      "\(scores.map(\.name).joined(separator: ", ")): scored on \(TextFormatting.count(own, "test window")), where the "
        + "model has \(TextFormatting.grouped(count)): they look back \(data.task.lookback) rows, which some test rows do not "
        + "have before them"
    ]
  }

  private mutating func add<F: Forecaster>(_ type: F.Type, _ fit: Fit, _ data: PreparedData) throws {
    let data = data.hiding(F.unused(of: data.task))
    var forecaster = try fit.make(type, .init(), data.task)
    _ = try forecaster.fit(to: TrainingData(data.windows), fit.plan(), fit.control.quiet)
    try add(fitted: forecaster, fit, data)
  }

  private mutating func add<F: Forecaster>(fitted forecaster: F, _ fit: Fit, _ data: PreparedData) throws {
    let errors = try score(
      forecaster, on: data.windows.test, workers: fit.request.workers, unless: fit.control.isInterrupted)
    scores.append((F.card.name, errors.score(deviations: data.targetDeviations)))
    notes += forecaster.notes
  }

  /// The multiply-adds of fitting and scoring `LinearClosedForm`; those in double precision count twice.
  private static func closedFormWork(_ data: PreparedData) -> Double {
    let (lookback, horizon) = (Double(data.task.lookback), Double(data.task.horizon))
    let windows = Double(data.windows.training.count + data.windows.validation.count)
    let moments = 2 * windows * Double(data.windows.test.targetCount) * (lookback + horizon)
    let solutions = 8 * (lookback * lookback * lookback / 6 + 2 * lookback * lookback * horizon)
    let scoring = Double(data.windows.test.count * data.windows.test.channelCount) * lookback * horizon
    return 2 * (moments + solutions) + scoring
  }
}
