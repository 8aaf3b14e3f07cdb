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

  /// A value that changes nothing beside the others, and why; nil where all of them count.
  package var idleValue: String? {
    if isAdaptive, rho == 0 { return "isAdaptive scales the radius of SAM, and rho is 0" }
    guard epochs > 0, case .stochastic(let first) = averaging, first > epochs else { return nil }
    return "averaging \(WeightAverage.stochastic(firstEpoch: first)) begins behind the last epoch, \(epochs)"
  }
}
