/// The form of the perceptrons of a TSMixer, those over time and those over features.
public struct MixingForm: Sendable {
  /// Width of the perceptrons over features.
  public var hiddenSize: Int
  /// Share dropped while training.
  public var dropout: Float
  /// How much of the running statistics a batch leaves.
  public var keptShare: Float

  /// - Parameter keptShare: How much of the running statistics a batch leaves.
  public init(hiddenSize: Int, dropout: Float, keptShare: Float) {
    (self.hiddenSize, self.dropout, self.keptShare) = (hiddenSize, dropout, keptShare)
  }

  // Keras' ε, as in the published code.
  static let epsilon: Float = 1e-3
}
