import Forecasting
import Text
import TimeSeries

/// Where the rows of series end that forecasts begin after, and what of it is worth a word.
package struct SeriesEnds {
  let panel: Panel
  let name: String

  /// - Parameter name: What messages call the data; nothing where they are of nothing else.
  package init(_ panel: Panel, _ name: String) { (self.panel, self.name) = (panel, name) }

  /// Whether ends are at a time: counters say how many rows a series has, and not when.
  var tellTime: Bool { !panel.frequency.isCounter && !panel.timeColumns.isEmpty }

  /// A warning of series that end before others: each is forecast from its own last row.
  var early: [String] {
    guard panel.series.count > 1, tellTime else { return [] }
    let ends = panel.series.map { $0.targetEnd > 0 ? $0.timestamps[$0.targetEnd - 1] : nil }
    guard let last = ends.compactMap(\.self).max() else { return [] }
    let early = ends.indices.filter { ends[$0].map { $0 < last } ?? false }
    guard !early.isEmpty else { return [] }
    let names = early.map { "\(id($0)) on \(text(ends[$0]))" }
    return [
      "\(name): \(early.count) of \(panel.series.count) series end before \(text(last)), and each forecast follows the "
        + "series' own last row: \(names.abridged())"
    ]
  }

  /// Series whose last row does not stand on the grid of the others.
  var strays: [(id: String, stamp: String)] {
    panel.series.filter { $0.targetEnd > 0 }.compactMap { series in
      let last = series.timestamps[series.targetEnd - 1]
      return series.grid.index(of: last) == nil ? ((series.id ?? "").quoted, text(last)) : nil
    }
  }

  /// A warning of such series: forecasts do not follow a step that has moved.
  var stray: [String] {
    let found = strays
    guard let first = found.first else { return [] }
    guard panel.series.count == 1 else {
      return [Self.stray(name, count: found.count, of: panel.series.count, first)]
    }
    return [
      "\(name): the last row, \(first.stamp), is not on the grid of the others (\(panel.frequency)), and the forecast stays "
        + "on that grid; \(Self.alike)"
    ]
  }

  /// The same of many series.
  static func stray(_ name: String, count: Int, of total: Int, _ first: (id: String, stamp: String)) -> String
  {
    "\(name): the last rows of \(TextFormatting.grouped(count)) of \(TextFormatting.grouped(total)) series, the first "
      + "\(first.id) on \(first.stamp), are not on the grid of the others, and forecasts stay on that grid; \(alike)"
  }

  private static let alike = "where the step has moved for good, write the stamps of all rows alike"

  /// A warning of columns without a value in the last rows, after which forecasts begin all the same.
  ///
  /// One row without the value of one column among several is usual where sensors report.
  ///
  /// - Parameters:
  ///   - columns: Those that are forecast.
  ///   - isJoined: Whether columns are series of a long file, whose rows have no line of their own.
  package func empty(_ columns: [Int], isJoined: Bool = false) -> [String] {
    let found = panel.series.indices.compactMap { emptyEnd(ofSeries: $0, columns) }
    guard let first = found.first else { return [] }
    let series = panel.series[first.series]
    let row = first.known
    let start = place(ofRow: row, in: series, isJoined: isJoined)
    let names = first.columns.map { panel.columns[$0].quoted }.abridged()
    let subject =
      panel.series.count == 1
      ? "\(names) \(first.columns.count == 1 ? "has" : "have") no value from \(start) on"
      : "\(found.count) of \(panel.series.count) series have no value of \(names) in their last rows, as \(id(first.series)) from \(start) on"
    let last = panel.timeColumns.isEmpty ? "" : ", or forecast as of \(text(series.timestamps[row - 1]))"
    let ongoing = first.ongoing.map { panel.columns[$0].quoted }
    let ahead =
      ongoing.isEmpty
      ? "" : ", or tell that \(ongoing.abridged()) \(ongoing.count == 1 ? "is" : "are") known ahead, if so"
    return [
      (name.isEmpty ? "" : "\(name): ")
        + "\(subject); forecasts begin after the last row of the file all the same: for some that follow the last "
        + "value, remove these rows\(last)\(ahead)"
    ]
  }

  /// Whether columns have no value in the last rows of a series.
  func isEmptyAtEnd(series: Int, _ columns: [Int]) -> Bool { emptyEnd(ofSeries: series, columns) != nil }

  /// Rows at the end of a series in which columns have no value.
  private struct EmptyEnd {
    let series: Int
    let columns: [Int]
    /// The row behind the last one with a value.
    let known: Int
    /// The columns with a value in the last row.
    let ongoing: [Int]
  }

  private func emptyEnd(ofSeries series: Int, _ columns: [Int]) -> EmptyEnd? {
    let end = panel.series[series].targetEnd
    let known = columns.map { column in
      panel.withColumn(column, ofSeries: series) { values in
        (0..<end).last { !values[$0].isNaN }.map { $0 + 1 } ?? end
      }
    }
    guard let first = known.min(), first < end else { return nil }
    // All columns end together, or one of them has been without a value for more than a row.
    guard first + 2 <= end || known.allSatisfy({ $0 < end }) else { return nil }
    let ended = columns.indices.filter { known[$0] == first }.map { columns[$0] }
    let ongoing = columns.indices.filter { known[$0] == end }.map { columns[$0] }
    return EmptyEnd(series: series, columns: ended, known: first, ongoing: ongoing)
  }

  /// The stamp of a row and its line.
  func place(ofRow row: Int, in series: Series, isJoined: Bool) -> String {
    let line = isJoined ? [] : ["line \(TextFormatting.grouped(series.line(ofRow: row)))"]
    return ((panel.timeColumns.isEmpty ? [] : [text(series.timestamps[row])]) + line).joined(separator: ", ")
  }

  func id(_ series: Int) -> String { (panel.series[series].id ?? "").quoted }

  func text(_ stamp: Timestamp?) -> String { stamp.map(panel.stampForm.text(for:)) ?? "" }
}
