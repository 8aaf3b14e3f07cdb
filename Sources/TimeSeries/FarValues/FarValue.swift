import Calendar
import Reading
import Text

/// A value so far from the others of its column that it may stand for no measurement, or be a mistake.
public struct FarValue: Sendable, Equatable {
  /// What it looks like.
  public enum Kind: Sendable, Equatable {
    /// A number that many loggers and models write where they have none, or one that comes again and again.
    case fillValue
    /// A single mistake.
    case spike
  }

  /// The name of the column.
  public let column: String
  /// The value.
  public let value: Double
  /// In how many rows it stands.
  public let count: Int
  /// The line of the first of them.
  public let line: Int
  /// What it looks like.
  public let kind: Kind
  /// Its distance from the median in interquartile ranges; infinite where more than half of the column is one number.
  public let distance: Double

  /// Whether mean and deviation of the column say nothing about its other values: the deviation that `count` values at this
  /// distance cause exceeds ten interquartile ranges.
  public func ruinsScaling(rowCount: Int) -> Bool {
    (Double(count) / Double(max(1, rowCount))).squareRoot() * distance > 10
  }
}

extension FarValue: CustomStringConvertible {
  /// One line for a message.
  public var description: String {
    let times = count == 1 ? "once, on line \(line)" : "\(count) times, first on line \(line)"
    let what = kind == .fillValue ? "may stand for a missing value" : "is far from all others"
    let name = "column '\(column.printable)'"
    return "\(name): \(NumberFormat.text(value)) occurs \(times), and \(what); kept unless told as missing"
  }
}

extension FarValue {
  /// Values of a column that look like fill values and spikes, in the order of their rows.
  ///
  /// Median and quartiles come from about `sampleCount` values, evenly spaced. A known constant (-9999, -200, 1e20, …) counts three
  /// interquartile ranges away where nothing lies in the half of the way before it; a number that comes at least three times counts ten
  /// away where it is the only one so far on its side; any number counts a hundred away when it is ten times as far as the farthest
  /// that does not count.
  ///
  /// - Parameters:
  ///   - values: One per row; NaN is no value.
  ///   - column: The name for messages.
  ///   - sampleCount: How many values show what is usual.
  ///   - line: The line of a row.
  public static func search(
    _ values: Span<Double>, column: String, sampleCount: Int = 8192, line: (Int) -> Int
  ) -> [FarValue] {
    FarValueSearch(values, sampleCount: sampleCount)?.found.map { far in
      FarValue(
        column: column, value: far.value, count: far.count, line: line(far.row), kind: far.kind,
        distance: far.distance)
    } ?? []
  }
}

extension Table {
  /// ``FarValue/search(_:column:sampleCount:line:)`` in every column of numbers that is used.
  public func outliers() -> [FarValue] {
    columns.indices.filter { columns[$0].content == .numbers && !columns[$0].isLeftOut }.flatMap { index in
      withNumbers(ofColumn: index) { values in
        FarValue.search(values, column: columns[index].name, line: line(ofRow:))
      }
    }
  }
}
