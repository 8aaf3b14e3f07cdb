import Tensors

/// How to fit: the recipe, the seed of everything random, and how many threads may help.
public struct TrainingPlan: Sendable {
  /// Everything that changes the weights besides data, seed and configuration.
  public let recipe: TrainingRecipe
  /// Seeds the initial weights, the order of the examples and the dropout masks.
  public let seed: UInt64
  /// The threads; they do not change the result.
  public let workers: Workers

  /// - Parameter workers: The threads; they do not change the result.
  public init(recipe: TrainingRecipe, seed: UInt64, workers: Workers) {
    (self.recipe, self.seed, self.workers) = (recipe, seed, workers)
  }
}
