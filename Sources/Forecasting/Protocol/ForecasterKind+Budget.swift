import Layers
import Tensors

extension ForecasterKind {
  /// Creates an untrained forecaster once its settings are known to be within their bounds, however they were set, and
  /// its sizes to fit into memory.
  ///
  /// - Parameter limit: The most learnt values that it may have.
  /// - Throws: `ConfigurationError` naming a value that is not accepted or does not fit the task, columns that the
  ///   forecaster cannot use, or the limit that all sizes together do not keep.
  public static func make(
    _ configuration: Configuration, for task: ForecastTask, atMost limit: Int = ParameterBudget.usual,
    using generator: inout SeededGenerator
  ) throws(ConfigurationError) -> Self {
    try configuration.check()
    try requireCovariates(of: task)
    return try ParameterBudget.building(atMost: limit, using: &generator) {
      (generator: inout SeededGenerator) throws(ConfigurationError) -> Self in
      try Self(configuration, for: task, using: &generator)
    }
  }
}
