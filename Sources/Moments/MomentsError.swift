import Persistence
import Platform
import Text
import TimeSeries

/// Why moments cannot be made, read or put together.
public enum MomentsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file cannot be read.
  case unreadable(FileError)
  /// The file is not one of moments.
  case noMoments(file: String)
  /// The file is not as it was written.
  case damaged(file: String, problem: String)
  /// The data has columns that are not forecast.
  case covariates(file: String)
  /// A part is of other data than the first.
  case mismatch(file: String, what: String, found: String, expected: String, first: String)
  /// Two parts share too many rows.
  case overlap(file: String, other: String, place: String, rows: Int, most: Int)
  /// A row that two parts share has two values.
  case values(file: String, other: String, place: String, stamp: Timestamp, first: String, second: String)
  /// The rows of two parts do not stand on one grid.
  case offGrid(file: String, other: String, place: String, stamp: Timestamp)
  /// No part has a window, alone or with its neighbours.
  case noWindow(width: Int)
  /// There is no part.
  case noParts
  /// There is one part, and settings are to be chosen by leaving parts out in turn.
  case onePart
  /// What is taken out of windows has to be a mean.
  case deviations

  /// What is wrong and what would do.
  public var description: String {
    switch self {
    case .unreadable(let error): return "\(error)"
    case .noMoments(let file): return "\(file): holds no moments"
    case .damaged(let file, let problem):
      return "\(file): is damaged, or no file of moments: \(problem)"
    case .covariates(let file):
      return
        "\(file): moments are kept of columns that are forecast, and this data has others; leave those out"
    case .mismatch(let file, let what, let found, let expected, let first):
      return "\(file): \(what) \(found), those of \(first) \(expected); make all parts alike"
    case .overlap(let file, let other, let place, let rows, let most):
      return
        "\(file): \(place)shares \(rows) rows with \(other); parts may share \(most) (lookback + horizon - 1) at most"
    case .values(let file, let other, let place, let stamp, let first, let second):
      return
        "\(file): \(place)the row \(stamp) is \(second), and \(first) in \(other); rows that parts share have to be the same"
    case .offGrid(let file, let other, let place, let stamp):
      return "\(file): \(place)\(stamp) is no whole number of steps behind the first row of \(other)"
    case .noWindow(let width):
      return
        "no window of \(width) rows without missing values lies in the parts; make them with a shorter lookback"
    case .noParts: return "there are no parts to make a model of; give one or more"
    case .onePart:
      return
        "settings are chosen by leaving parts out in turn, and there is one part; give one normalization and one ridge"
    case .deviations:
      return
        "deviations of windows are of units that no part knows; choose another normalization, such as last"
    }
  }
}
