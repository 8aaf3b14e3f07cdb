import ArgumentParser
import Text

/// The levels of intervals as an option gives them.
enum IntervalLevels {
  /// `80,95` as shares, ascending; none for nil.
  static func shares(_ text: String?) throws -> [Double] {
    guard let text else { return [] }
    return try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      guard let percent = Double(part), percent > 0, percent < 100 else {
        throw ValidationError(
          "--level \(String(part).quoted) is not a percentage between 0 and 100, such as 95")
      }
      return percent / 100
    }.sorted()
  }
}
