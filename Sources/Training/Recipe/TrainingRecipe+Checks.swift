import Layers
import Optimizers

extension TrainingRecipe {
  /// Refuses what is out of bounds, and parameters to climb that the model does not have.
  package func check(for model: some Module) throws(ConfigurationError) {
    try checkTogether()
    let names = model.namedParameters.map(\.name)
    guard rho > 0, !names.isEmpty, !names.contains(where: samParameters.contains) else { return }
    let there = ParameterPart.allCases.filter { part in names.contains(where: part.contains) }
    throw .invalidValue(
      key: "samParameters", value: samParameters.rawValue,
      accepted: there.map(\.rawValue).joined(separator: " | ") + ": the model has nothing else")
  }

  /// Refuses what is out of bounds, and values that contradict each other, whatever the model.
  package func checkTogether() throws(ConfigurationError) {
    try check()
    guard rho == 0, sam != .plain || samParameters != .all else { return }
    throw .invalidValue(
      key: "sam", value: "\(sam) of \(samParameters.rawValue) parameters", accepted: "it with a rho above 0")
  }

  /// A value that may change nothing beside the others.
  package enum DependentValue: String, CaseIterable, Sendable {
    case isAdaptive, averaging
  }

  fileprivate func has(_ value: DependentValue) -> Bool {
    switch value {
    case .isAdaptive: isAdaptive
    case .averaging: averaging != nil
    }
  }

  /// Why a value changes nothing; nil where it counts.
  fileprivate func idleness(of value: DependentValue) -> String? {
    switch value {
    case .isAdaptive: return rho == 0 ? "isAdaptive scales the radius of SAM, and rho is 0" : nil
    case .averaging:
      guard epochs > 0, case .stochastic(let first) = averaging, first > epochs else { return nil }
      return
        "averaging \(WeightAverage.stochastic(firstEpoch: first)) begins behind the last epoch, \(epochs)"
    }
  }
}

extension [TrainingRecipe] {
  /// Why a value changes nothing in any of the recipes that have it; nil where each of the values counts in one of them.
  ///
  /// - Parameter values: What is looked at.
  package func idleValue(among values: [TrainingRecipe.DependentValue]) -> String? {
    for value in values {
      let reasons = filter { $0.has(value) }.map { $0.idleness(of: value) }
      if let first = reasons.first, let reason = first, reasons.allSatisfy({ $0 != nil }) { return reason }
    }
    return nil
  }
}
