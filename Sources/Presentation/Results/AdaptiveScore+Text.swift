import Forecasting
import Persistence
import Text

extension [AdaptiveScore] {
  /// What intervals did that learn as outcomes come.
  package var sentence: String {
    let parts = map { score in
      "\(TextFormatting.level(score.level)) % held \(TextFormatting.percent(score.coverage, digits: 1)) "
        + "(\(widths(score)))"
    }
    return "intervals that learn from each outcome as it comes: " + parts.joined(separator: ", ")
  }

  /// The mean width of those that end, where some do.
  private func widths(_ score: AdaptiveScore) -> String {
    let parts =
      (score.width.isFinite ? ["mean width \(TextFormatting.fixed(score.width))"] : [])
      + (score.endless > 0 ? ["\(TextFormatting.percent(score.endless, digits: 1)) without end"] : [])
    return parts.joined(separator: ", ")
  }

  /// The same for programs, by level.
  package var json: JSONValue {
    .array(
      map { score in
        [
          "level": .number(score.level), "coverage": .number(score.coverage),
          "width": score.width.isFinite ? .number(score.width) : .null, "endless": .number(score.endless),
        ]
      })
  }
}
