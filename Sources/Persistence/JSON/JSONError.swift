import Text

/// Why a JSON text could not be read, or why a JSON value is not what its reader expected.
///
/// Paths look like `training.epochs` or `columns[3]`; the path of the outermost value is empty.
public enum JSONError: Error, Equatable, Sendable {
  /// The text is not JSON; `offset` counts bytes from its start.
  case syntax(String, offset: Int)
  /// The value at `path` is of another kind than its reader needs.
  case mismatch(path: String, expected: String, found: String)
  /// A member that its reader needs is not there.
  case missing(path: String)
  /// A member that its reader does not know, with those it knows.
  case unknown(path: String, known: [String])
  /// The value at `path` is of the right kind but not acceptable.
  case invalid(path: String, reason: String)
}

extension JSONError: CustomStringConvertible {
  /// One line without the file's name, such as "lookback: expected an integer, found a string".
  public var description: String {
    switch self {
    case .syntax(let problem, let offset):
      "not valid JSON at byte \(offset): \(problem)"
    case .mismatch(let path, let expected, let found):
      prefix(path) + "expected \(expected), found \(found)"
    case .missing(let path):
      prefix(path) + "is missing"
    case .unknown(let path, let known):
      prefix(path) + "is not known here; known are \(known.joined(separator: ", "))"
    case .invalid(let path, let reason):
      prefix(path) + reason
    }
  }

  private func prefix(_ path: String) -> String {
    path.isEmpty ? "" : "\(path.shortened(to: 80)): "
  }
}
