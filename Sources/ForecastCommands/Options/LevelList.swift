import ArgumentParser
import Text

/// Levels of intervals as an option gives them: percentages between commas.
struct LevelList {
  /// The levels as shares, ascending.
  let levels: [Double]

  /// - Throws: `ValidationError` for what is no percentage.
  init(_ text: String?, option: String) throws {
    let parts = text.map { $0.split(separator: ",", omittingEmptySubsequences: false) } ?? []
    let percents = try parts.map { part in
      guard let percent = Double(part), percent > 0, percent < 100 else {
        throw ValidationError(
          "\(option) \(String(part).quoted) is not a percentage between 0 and 100, such as 95")
      }
      guard percent >= 1 else {
        throw ValidationError("\(option) \(String(part).quoted) is below one per cent; write 95 for 95 %")
      }
      return percent
    }
    levels = Set(percents).sorted().map { $0 / 100 }
  }
}
