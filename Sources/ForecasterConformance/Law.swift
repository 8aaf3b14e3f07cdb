/// What every forecaster must do, whoever wrote it.
public enum Law: String, CaseIterable, Sendable {
  /// Forecasts have the shape of the task, for one window and for several.
  case shapes
  /// The same seed gives the same forecast.
  case determinism
  /// A batch of two windows is two batches of one.
  case independentWindows
  /// Channels that do not vary are forecast by finite numbers.
  case constants
  /// Windows without a single number are not forecast by finite ones, and spoil no other window.
  case missingNumbers
  /// With half of the cells missing a forecaster learns, its loss and scores are sums over the cells that are there, and
  /// what stands in the others changes no bit of anything; not for one that takes no gaps.
  case gaps
  /// One window, one channel, a lookback of 1 and a horizon of 1 are forecast, or refused by name.
  case smallTasks
  /// The number of a row means nothing; its stamp may.
  case rowOrigin
  /// Columns that a forecaster takes reach its forecasts, and the laws hold with them; others are refused by name.
  case covariates
  /// What comes after an origin changes no forecast from there.
  case past
  /// Gradients of the parts of a batch add up to that of the batch.
  case gradientsAddUp
  /// Several threads give the bits of one.
  case threads
  /// The validation error falls on a sine.
  case learning
  /// What attention layers attend to can be looked at, also inside another forecaster and with a law stated: rows of weights
  /// that add up to 1, of each window alone.
  case attention
  /// What is learnt goes through a file, bit for bit.
  case files
  /// Every setting refuses nonsense by its name, and is read back from its text; the published recipe can be followed.
  case settings
  /// Sizes that are accepted one by one are refused together where they are too large.
  case sizes
}

/// A law that a forecaster does not keep.
public struct Violation: Sendable, Equatable, CustomStringConvertible {
  /// The law.
  public let law: Law
  /// What happened instead.
  public let problem: String

  /// The law and what happened instead.
  public var description: String { "\(law.rawValue): \(problem)" }
}
