import Training

/// The values of a forecaster that a user may set; `init()` holds the only defaults, and the keys of its fields are those
/// of settings and of model files.
public protocol ForecasterConfiguration: Described {
  /// The same values where no lookback is told; settings that are told come after.
  func withoutLookback() -> Self

  /// The same values where it is one of several candidates that are chosen among without anything told.
  func amongCandidates() -> Self
}

extension ForecasterConfiguration {
  /// No value depends on it.
  public func withoutLookback() -> Self { self }

  /// No value depends on it.
  public func amongCandidates() -> Self { self }
}

/// One value of a configuration: its key, what it means, what it accepts.
public typealias ConfigurationField<Configuration> = Field<Configuration>
