/// What `forecast models` says about a forecaster.
public struct ForecasterCard: Sendable {
  /// The name used on the command line and in files.
  public let name: String
  /// One line.
  public let summary: String
  /// Authors, year and address of the source.
  public let source: String

  /// - Parameter name: Lower-case words joined by hyphens.
  public init(name: String, summary: String, source: String) {
    (self.name, self.summary, self.source) = (name, summary, source)
  }
}
