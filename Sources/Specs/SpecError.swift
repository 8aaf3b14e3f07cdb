/// What is wrong with the spec of a sweep or of a study, and where.
public struct SpecError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file as the user named it.
  public var file: String
  /// Line and column, counted from 1; nil where there is no place.
  public var line: Int?, column: Int?
  /// What is wrong and what to do.
  public let problem: String
  /// Whether the spec is right and a file that it names is not there.
  public var isOfMissingFile = false

  /// - Parameter problem: What is wrong and what to do.
  public init(file: String, line: Int? = nil, column: Int? = nil, problem: String) {
    (self.file, self.line, self.column, self.problem) = (file, line, column, problem)
  }

  /// The text shown to the user: `spec.yaml:7:3: …`.
  public var description: String {
    let place = [line, column].compactMap(\.self).map { ":\($0)" }.joined()
    return "\(file)\(place): \(problem)"
  }
}
