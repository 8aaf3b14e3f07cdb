import Forecasting
import Persistence
import TimeSeries

extension [IntervalScore] {
  /// The levels that people ask for, in percent: null where there were no intervals.
  private static var usualLevels: [Int] { [80, 95] }

  /// Adds coverage and mean width, in deviations of the training rows, of every level as `coverage_80`, `width_80` and so on; the width
  /// also by a name that says so, `width_norm_80`, as that of a backtest is in data units.
  package func add(to object: inout JSONObject) {
    for level in Self.usualLevels {
      object["coverage_\(level)"] = .null
      object["width_\(level)"] = .null
      object["width_norm_\(level)"] = .null
    }
    for score in self {
      object[Metric.coverage.key(level: score.level)] = .number(score.coverage)
      let width = Metric.width.key(level: score.level)
      object[width] = .number(score.width)
      object[width.replacing("width", with: "width_norm")] = .number(score.width)
    }
  }

  /// Reads back what was added.
  package init(members json: JSONReader) throws(JSONError) {
    self = []
    for level in 1..<100 {
      guard let coverage = try json.optionalMember("coverage_\(level)")?.number(),
        let width = try json.optionalMember("width_\(level)")?.number()
      else { continue }
      append(IntervalScore(level: Double(level) / 100, coverage: coverage, width: width))
    }
  }
}
