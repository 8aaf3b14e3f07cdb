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
    var independent = Self.independentCount(prepared.windows.validation)
    var folds: [ForecastMeasures] = []
    for number in (1..<Self.partCount).reversed() {
      guard independent > 0, independent < Self.enoughResiduals,
        let (measures, count) = try fold(number, forecaster, prepared)
      else { break }
      folds.append(measures)
      independent += count
    }
    if independent < Self.fewestBesideLaw, forecaster.statesLaw(of: prepared.windows.validation) {
      return nil
    }
    return validation.addingResiduals(of: folds).calibratedIntervals(request.workers)
  }

  /// About how many windows without overlap they are worth.
  private static func independentCount(_ windows: ValidationWindows) -> Int {
    let worth = ConformalRank.worth(step: windows.horizon - 1, spacing: 1)
    // What rounding takes from a whole number is given back.
    return windows.segments.reduce(0) { $0 + max(1, Int(worth * Double($1.firstTargets.count) + 1e-9)) }
  }

  /// The residuals of a part of the training rows; nil where the forecaster cannot be fitted to those before it, or that takes long.
  private func fold<F: Forecaster>(
    _ number: Int, _ forecaster: F, _ prepared: PreparedFit<F>
  ) throws(TrainingError) -> (measures: ForecastMeasures, independentCount: Int)? {
    guard var refitting = forecaster as? any Forecaster & Refitting, refitting.isCheapToRefit,
      let (earlier, part) = try? prepared.data.fold(number, of: Self.partCount),
      earlier.training.count >= prepared.data.shape.horizon
    else { return nil }
    do {
      try refitting.refit(
        on: TrainingData(prepared.marking(earlier)), plan(prepared.recipe), control.quiet)
    } catch TrainingError.interrupted {
      throw .interrupted
    } catch {
      // Too few rows for this model.
      return nil
    }
    let held = prepared.marking(part).validation
    let measures = try measureResiduals(
      refitting, on: held, workers: request.workers, unless: control.isInterrupted)
    return (measures, Self.independentCount(held))
  }
}

extension Forecaster {
  /// Whether it states an interval around every target of some windows, without having learnt a law.
  fileprivate func statesLaw(of windows: ValidationWindows) -> Bool {
    guard !(self is any LawStating), let stating = self as? any QuantilePredictor, !windows.isEmpty else {
      return false
    }
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
