extension TrainingRecipe {
  /// The work of an optimizer step in forward passes over its batch: a backward pass takes twice a forward pass, and SAM takes
  /// both twice;
  /// its relatives more or less often.
  public var forwardPassesPerStep: Double { rho > 0 ? 3 * sam.gradientsPerStep : 3 }
}
