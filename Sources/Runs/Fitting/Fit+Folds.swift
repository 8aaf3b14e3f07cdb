import Conformal
import Forecasters
import Forecasting
import TimeSeries
import Training

extension Fit {
  /// Into how many parts of time the training rows are divided.
  private static var partCount: Int { 4 }
  /// Independent residuals that make bounds which more would hardly change.
  private static var enoughResiduals: Int { 100 }
  /// Independent residuals that an interval of 95 % takes: with fewer, a law that the forecaster states itself holds better.
  private static var fewestBesideLaw: Int { 39 }

  /// Intervals made of the residuals of the validation windows and, where those are worth few and the forecaster is cheap to fit again,
  /// of folds of the training rows: each of their later quarters is forecast after a fit to the rows before it.
  ///
  /// Validation rows are one stretch of time, often a calm or a stormy one, and windows of long horizons that overlap are worth few.
  /// The latest rows are most like those to come: folds are added from the last on until there are enough residuals.
  ///
  /// - Parameter validation: With the residuals of the validation windows.
  /// - Returns: Nil where there are too few windows for any level, or fewer than make better bounds than the forecaster's own law.
  package func intervals<F: Forecaster>(
    of forecaster: F, _ prepared: PreparedFit<F>, _ validation: ForecastMeasures
  ) throws(TrainingError) -> ForecastIntervals? {
    let windows = prepared.windows.validation
    var independent = Self.independentCount(windows)
    func keepsLaw(_ count: Int) -> Bool { count < Self.fewestBesideLaw && forecaster.statesLaw(of: windows) }
    let planned = folds(of: forecaster, prepared, beside: independent)
    // Folds that could not make enough of them are not fitted.
    if keepsLaw(planned.reduce(independent) { $0 + $1.independentCount }) { return nil }
    var folds: [ForecastMeasures] = []
    for fold in planned {
      guard let measures = try residuals(of: fold, forecaster, prepared) else { break }
      folds.append(measures)
      independent += fold.independentCount
    }
    if keepsLaw(independent) { return nil }
    return validation.addingResiduals(of: folds).calibratedIntervals(request.workers)
  }

  /// About how many windows without overlap they are worth.
  private static func independentCount(_ windows: ValidationWindows) -> Int {
    let worth = ConformalRank.worth(step: windows.horizon - 1, spacing: 1)
    // What rounding takes from a whole number is given back.
    return windows.segments.reduce(0) { $0 + max(1, Int(worth * Double($1.firstTargets.count) + 1e-9)) }
  }

  /// A part of the training rows, the rows before it, and how many windows without overlap the part is worth.
  private struct Fold {
    let earlier: WindowSet, held: ValidationWindows, independentCount: Int
  }

  /// The parts of the training rows whose residuals are wanted beside those of the validation windows, the last one first; none where the
  /// forecaster cannot be fitted to fewer rows in a moment.
  private func folds<F: Forecaster>(
    of forecaster: F, _ prepared: PreparedFit<F>, beside count: Int
  ) -> [Fold] {
    guard count > 0, (forecaster as? any Refitting)?.isCheapToRefit == true else { return [] }
    var (folds, independent) = ([Fold](), count)
    for number in (1..<Self.partCount).reversed() where independent < Self.enoughResiduals {
      guard let (earlier, part) = try? prepared.data.fold(number, of: Self.partCount),
        earlier.training.count >= prepared.data.shape.horizon
      else { break }
      let held = prepared.withCalendar(part).validation
      folds.append(Fold(earlier: earlier, held: held, independentCount: Self.independentCount(held)))
      independent += folds[folds.count - 1].independentCount
    }
    return folds
  }

  /// The residuals of a part after a fit to the rows before it; nil where those are too few for the forecaster.
  private func residuals<F: Forecaster>(
    of fold: Fold, _ forecaster: F, _ prepared: PreparedFit<F>
  ) throws(TrainingError) -> ForecastMeasures? {
    guard var refitting = forecaster as? any Forecaster & Refitting else { return nil }
    do {
      try refitting.refit(
        on: TrainingData(prepared.withCalendar(fold.earlier)), plan(prepared.recipe), control.quiet)
    } catch TrainingError.interrupted {
      throw .interrupted
    } catch {
      return nil
    }
    return try measureResiduals(
      refitting, on: fold.held, workers: request.workers, unless: control.isInterrupted)
  }
}

extension Forecaster {
  /// Whether it states an interval around every target of some windows, without having learnt a law.
  fileprivate func statesLaw(of windows: ValidationWindows) -> Bool {
    guard !(self is any LawStating), let stating = self as? any QuantilePredictor, stating.statesLaw,
      !windows.isEmpty
    else { return false }
    let positions = windows.evenlySpread(8)
    let bounds = stating.quantiles(of: windows.histories(positions), at: [0.1, 0.9])
    return positions.indices.allSatisfy { window in
      windows.targetChannels.allSatisfy { channel in
        (0..<2).allSatisfy { output in
          bounds.units(window: window, output: output, channel: channel, mean: 0, deviation: 1)
            .allSatisfy(\.isFinite)
        }
      }
    }
  }
}
