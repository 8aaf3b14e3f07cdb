/// The local models by their names.
///
/// ```swift
/// let model = try LocalModelCatalog.model(named: "ETS(M,Ad,M)")
/// ```
public enum LocalModelCatalog {
  /// The model called `name`: `naive`, `snaive`, `drift`, `mean`, `naive2`, `ets`, `ETS(M,Ad,M)` or `ets:M,Ad,M`, `ses`, `holt`, …
  ///
  /// - Throws: `LocalFitError.unknownModel`.
  public static func model(named name: String) throws(LocalFitError) -> any LocalModel {
    if let method = SmoothingMethod(rawValue: name) { return method }
    if name.hasPrefix("ets:"), let form = ETSForm(String(name.dropFirst(4))) { return ETS(.named(form)) }
    if name.hasPrefix("ETS("), let form = ETSForm(name) { return ETS(.named(form)) }
    switch name {
    case "naive": return Naive()
    case "snaive": return SeasonalNaive()
    case "drift": return Drift()
    case "mean": return HistoricalMean()
    case "naive2": return Naive2()
    case "ets", "auto-ets": return ETS(.automatic)
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
    default:
      if let fit = try restoredArimaOrComposite(from: state) { return fit }
      throw .unknownModel(state.kind)
    }
  }
}
