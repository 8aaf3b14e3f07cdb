import Forecasters
import Forecasting
import TimeSeries

extension DataOptions {
  /// A rule by which missing cells of histories are filled where no model looks at what is filled.
  ///
  /// Local and untrained models take missing rows as missing; what is filled for them are columns known ahead.
  ///
  /// - Parameter knownAhead: Whether there are such columns.
  func idleMissingRule(of models: [String], knownAhead: Bool) -> IdleOption? {
    guard let missing, let rule = MissingRule(rawValue: missing), rule.fillsAsTold, !knownAhead,
      models.allSatisfy(Self.takesMissingRows)
    else { return nil }
    let names = models.count == 1 ? "\(models[0]) takes" : "all of these models take"
    return IdleOption(
      "--missing \(missing) fills histories, and \(names) missing rows as missing; leave it out")
  }

  private static func takesMissingRows(_ model: String) -> Bool {
    let type = ForecasterCatalog.forecaster(named: String(model.prefix { $0 != ":" }))
    return type is any LocalForecaster.Type || type is any UntrainedForecaster.Type
  }
}

extension MissingRule {
  /// Whether it says by what cells are filled.
  fileprivate var fillsAsTold: Bool {
    switch self {
    case .linear, .previous, .seasonal: true
    case .mask, .error: false
    }
  }
}
