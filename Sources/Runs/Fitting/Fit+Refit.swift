import Forecasters
import Forecasting
import TimeSeries
import Training

extension Fit {
  /// A model fitted again to all rows, and what is to be said of it.
  struct Refit {
    let model: ModelFile
    /// Of the model: orders and members may be others than those that were scored.
    let parameterCount: Int
    let notes: [String]
  }

  /// The forecaster whose test windows are scored: of a short series, from whose end the test is taken, one that was fitted
  /// again to all rows before those, as the model will be to all rows.
  func scored<F: Forecaster>(_ fitted: FittedForecaster<F>) throws -> F {
    let (rule, rows) = (fitted.prepared.data.split.rule, fitted.prepared.data.split.rows)
    guard case .last = rule, refits ?? true, !rows.validation.isEmpty, !rows.test.isEmpty,
      let refit = try refit(fitted, on: fitted.prepared.data.windowsBeforeTest()) as? F
    else { return fitted.forecaster }
    return refit
  }

  /// The forecaster fitted again to all rows with what it has chosen, to forecast from the newest ones; nil where it cannot
  /// be, or is not to be.
  ///
  /// Scales and intervals stay those of the rows before: it is their errors that are known.
  func refitted<F: Forecaster>(_ fitted: FittedForecaster<F>) throws -> Refit? {
    guard refits ?? true, let forecaster = try refit(fitted, on: fitted.prepared.data.windowsOfAllRows())
    else { return nil }
    var description = fitted.description
    description.isRefit = true
    // Members of a combination may have gone.
    if let own = forecaster as? F {
      description.configuration = own.resolved(fitted.prepared.configuration).json
    }
    return Refit(
      model: ModelFile(forecaster, described: description, intervals: fitted.intervals),
      parameterCount: forecaster.parameterCount, notes: forecaster.notes)
  }

  /// A forecaster fitted again to all rows before the test rows with what it has chosen on the last of them; as it is where it cannot be, as
  /// a member to rows that it does not take, or where there was nothing to choose on.
  package func refittedBeforeTest<F: Forecaster>(_ forecaster: F, _ prepared: PreparedFit<F>) throws -> F {
    guard !prepared.windows.validation.isEmpty, var refitting = forecaster as? any Forecaster & Refitting
    else {
      return forecaster
    }
    let windows = try prepared.data.windowsBeforeTest()
    do { try refit(&refitting, prepared, to: windows) } catch {
      guard case .notFitted = error else { throw error }
      return forecaster
    }
    return refitting as? F ?? forecaster
  }

  /// The forecaster fitted again; nil where it cannot be.
  private func refit<F: Forecaster>(
    _ fitted: FittedForecaster<F>, on windows: @autoclosure () throws -> WindowSet
  ) throws -> (any Forecaster)? {
    let prepared = fitted.prepared
    guard var forecaster = fitted.forecaster as? any Forecaster & Refitting else {
      return refits == true ? try retrained(fitted, on: windows()) : nil
    }
    try refit(&forecaster, prepared, to: windows())
    return forecaster
  }

  private func refit<F: Forecaster>(
    _ forecaster: inout any Forecaster & Refitting, _ prepared: PreparedFit<F>, to windows: WindowSet
  ) throws(TrainingError) {
    try forecaster.refit(
      to: TrainingData(prepared.withCalendar(windows)), plan(prepared.recipe), control.quiet)
  }
}
