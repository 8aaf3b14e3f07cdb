import Calendar
import Stamps

/// A part of a stamp that a column of numbers may repeat beside it.
package enum StampPart: Equatable {
  case year, quarter, month, day, hour, minute

  /// The part that a column is called by; nil for other names.
  package init?(columnName: String) {
    let name = TimeNames.plain(columnName)
    guard let rung = TimeNames.ladder.firstIndex(where: { $0.contains(name) }) else { return nil }
    let isQuarter = ["q", "k", "t"].contains(name.prefix(1))
    let parts: [StampPart] = [.year, isQuarter ? .quarter : .month, .day, .hour, .minute]
    guard rung < parts.count else { return nil }
    self = parts[rung]
  }

  /// The number of it in a stamp.
  package func value(of stamp: Timestamp) -> Double {
    let number =
      switch self {
      case .year: stamp.year
      case .quarter: (stamp.month - 1) / 3 + 1
      case .month: stamp.month
      case .day: stamp.day
      case .hour: stamp.hour
      case .minute: stamp.minute
      }
    return Double(number)
  }
}
