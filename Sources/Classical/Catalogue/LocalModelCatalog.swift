import LocalModels
import Smoothing

/// The local models by their names.
///
/// ```swift
/// let model = try LocalModelCatalog.model(named: "ETS(M,Ad,M)")
/// ```
public enum LocalModelCatalog {
  /// Every model that has a name of its own. Beside them stand forms and orders, `ETS(M,Ad,M)` or `ets:M,Ad,M`, `ARIMA(1,1,1)(0,1,1)[12]`,
  /// `ses-0.3`, and `tsb-0.1-0.1`.
  ///
  /// The program's `last-value` and `seasonal-naive` are `naive` and `snaive` here; its `auto` is none of them.
  public static let names =
    ["naive", "snaive", "drift", "mean", "naive2"] + SmoothingMethod.allCases.map(\.rawValue) + ["ets"]
    + Theta.Choice.allCases.map(\.rawValue) + ["ces", "ces-N", "ces-S", "ces-P", "ces-F"]
    + ["croston", "croston-optimized", "sba", "tsb", "adida", "imapa", "intermittent"]
    + ["arima", "arima-approximate", "dynamic-regression", "stlf-ets", "stlf-arima", "scum", "mean4"]

  /// The model called `name`: one of ``names``, a form or an order.
  ///
  /// - Throws: `LocalFitError.unknownModel`.
  public static func model(named name: String) throws(LocalFitError) -> any LocalModel {
    if let method = SmoothingMethod(rawValue: name) { return method }
    if name.hasPrefix("ets:"), let form = ETSForm(String(name.dropFirst(4))) { return ETS(.named(form)) }
    if name.hasPrefix("ETS("), let form = ETSForm(name) { return ETS(.named(form)) }
    if name.hasPrefix("ses-"), let alpha = Double(name.dropFirst(4)) { return GivenSmoothing(alpha: alpha) }
    if name.hasPrefix("tsb-"), let method = IntermittentDemand.Method(tsb: name) {
      return IntermittentDemand(method)
    }
    if let choice = Theta.Choice(rawValue: name) { return Theta(choice) }
    switch name {
    case "naive": return Naive()
    case "snaive": return SeasonalNaive()
    case "drift": return Drift()
    case "mean": return HistoricalMean()
    case "naive2": return Naive2()
    case "ets", "auto-ets": return ETS(.automatic)
    case "ces", "auto-ces": return ComplexSmoothing(.automatic)
    case "ces-N": return ComplexSmoothing(.simple)
    case "ces-S": return ComplexSmoothing(.seasonal)
    case "ces-P": return ComplexSmoothing(.partial)
    case "ces-F": return ComplexSmoothing(.full)
    case "croston": return IntermittentDemand(.croston)
    case "croston-optimized": return IntermittentDemand(.crostonOptimized)
    case "sba": return IntermittentDemand(.sba)
    case "tsb": return IntermittentDemand(.tsb(sizeAlpha: 0.1, probabilityAlpha: 0.1))
    case "adida": return IntermittentDemand(.adida)
    case "imapa": return IntermittentDemand(.imapa)
    case "intermittent": return IntermittentDemand(.automatic)
    default:
      if let model = arimaOrComposite(named: name) { return model }
      throw .unknownModel(name)
    }
  }

  /// Restores a fitted model from its state.
  ///
  /// - Throws: `LocalFitError.malformedState`, or `.unknownModel` for a kind that does not exist.
  public static func restored(
    from state: LocalModelState
  ) throws(LocalFitError) -> any FittedLocalModel {
    switch state.kind {
    case "constant": return try ConstantFit(restoring: state)
    case "naive": return try NaiveFit(restoring: state)
    case "drift": return try DriftFit(restoring: state)
    case "mean": return try MeanFit(restoring: state)
    case "naive2": return try Naive2Fit(restoring: state)
    case "ets": return try ETSFit(restoring: state)
    case "theta": return try ThetaFit(restoring: state)
    case "theta-drift": return try ThetaDriftFit(restoring: state)
    case "ces": return try ComplexSmoothingFit(restoring: state)
    case "croston": return try CrostonFit(restoring: state)
    case "tsb": return try TSBFit(restoring: state)
    case "aggregated": return try AggregatedFit(restoring: state)
    default:
      if let fit = try restoredArimaOrComposite(from: state) { return fit }
      throw .unknownModel(state.kind)
    }
  }
}
