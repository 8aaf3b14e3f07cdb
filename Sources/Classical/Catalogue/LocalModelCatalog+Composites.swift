import Arima
import LocalModels

extension LocalModelCatalog {
  /// `arima` (also `auto-arima`, `arima-approximate`), `dynamic-regression`, `ARIMA(p,d,q)(P,D,Q)[m] with mean`, `stlf-ets`, `stlf-arima`, `scum`, `mean4`.
  static func arimaOrComposite(named name: String) -> (any LocalModel)? {
    switch name {
    case "arima", "auto-arima": AutoArimaModel()
    case "arima-approximate": AutoArimaModel(StepwiseArima(isApproximate: true))
    case "dynamic-regression": DynamicRegression()
    case "stlf-ets": SeasonalTrendModel(.ets)
    case "stlf-arima": SeasonalTrendModel(.arima)
    case "scum": CombinationModel.scum
    case "mean4": CombinationModel.mean4
    default:
      name.lowercased().hasPrefix("arima(") ? ArimaOrder(name: name).map { ArimaModel($0) } : nil
    }
  }

  static func restoredArimaOrComposite(
    from state: LocalModelState
  ) throws(LocalFitError) -> (any FittedLocalModel)? {
    switch state.kind {
    case "arima": try FittedArima(restoring: state)
    case "dynamic-regression": try DynamicRegressionFit(restoring: state)
    case "seasonal-trend": try SeasonalTrendFit(restoring: state)
    case "harmonic": try HarmonicFit(restoring: state)
    case "box-cox": try BoxCoxFit(restoring: state)
    case "combination": try CombinationFit(restoring: state)
    default: nil
    }
  }
}
