import Forecasting
import Layers
import Training

extension Field {
  /// The kind of the hidden layers, under the name that it has in every forecaster that lets them be chosen.
  static func feedForward(_ path: any WritableKeyPath<Owner, FeedForwardPart> & Sendable) -> Self {
    .text(
      "feedForward", path, FeedForwardPart.accepted,
      "what hidden layers are made of, at about the same number of parameters",
      write: \.description, read: { FeedForwardPart($0) }
    ).addedLater()
  }

  /// The same where there are such layers only if asked for.
  static func feedForward(_ path: any WritableKeyPath<Owner, FeedForwardPart?> & Sendable) -> Self {
    .optionalText(
      "feedForward", path, FeedForwardPart.accepted,
      "a feed-forward part after each attention, and what its hidden layer is made of",
      write: \.description, read: { FeedForwardPart($0) }
    ).addedLater()
  }
}
