import Conformal
import Forecasting
import Persistence
import Text

extension [AdaptiveScore] {
  /// What intervals did that learn as outcomes come.
  ///
  /// - Parameter isInDataUnits: Whether widths are in data units, of which nobody knows the size; in deviations otherwise.
  package func sentence(isInDataUnits: Bool) -> String {
    let parts = map { score in
      "\(TextFormatting.level(score.level)) % held \(TextFormatting.percent(score.coverage, digits: 1)) "
        + "(\(widths(score, isInDataUnits: isInDataUnits)))"
    }
    return "intervals that learn from each outcome as it comes: " + parts.joined(separator: ", ")
  }

  /// The mean width of those that end, where some do.
  private func widths(_ score: AdaptiveScore, isInDataUnits: Bool) -> String {
    let width =
      isInDataUnits ? TextFormatting.significant(score.width) : TextFormatting.fixed(score.width)
    let parts =
      (score.width.isFinite ? ["mean width \(width)"] : [])
      + (score.endless > 0 ? ["\(TextFormatting.percent(score.endless, digits: 1)) without end"] : [])
    return parts.joined(separator: ", ")
  }

  /// The same for programs, by level; a width in deviations also by a name that says so.
  package func json(isInDataUnits: Bool) -> JSONValue {
    .array(
      map { score in
        let width: JSONValue = score.width.isFinite ? .number(score.width) : .null
        var object = JSONObject([("level", .number(score.level)), ("coverage", .number(score.coverage))])
        object["width"] = width
        if !isInDataUnits { object["width_norm"] = width }
        object["endless"] = .number(score.endless)
        return .object(object)
      })
  }
}
