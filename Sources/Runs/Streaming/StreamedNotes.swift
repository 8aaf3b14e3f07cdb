import Text
import TimeSeries

/// What is worth a word about a file that passes by a block at a time, counted on the way.
struct StreamedNotes {
  private var blockCount = 0
  /// What would be said of the first block if it were the only one.
  private var ofFirst: (reading: [String], ends: [String]) = ([], [])
  /// What was found in the first block and holds for all.
  private var ofAll: [String] = []
  /// Columns with cells of a kind, such as missing ones, and where the first of them is.
  private var cells: [(column: String, kind: String, line: Int)] = []
  private var seriesCount = 0
  /// Series with rows, and how many of them end with the latest of all.
  private var (knownCount, latestCount) = (0, 0)
  private var latest: (stamp: Timestamp, text: String)?
  /// Series without a value in their last rows, and the name of the first.
  private var (emptyCount, firstEmpty) = (0, "")
  /// Series whose last row does not stand on the grid of the others, and the first of them.
  private var strayCount = 0
  private var firstStray: (id: String, stamp: String)?

  /// - Parameter columns: Those that are forecast.
  mutating func add(_ panel: Panel, _ columns: [Int]) {
    let ends = SeriesEnds(panel, panel.source)
    if blockCount == 0 {
      let notes = panel.origin.notes.filter { !$0.isOrdinary }
      ofFirst.reading = notes.map { "\(panel.source): \($0)" }
      ofFirst.ends = ends.early + ends.stray + ends.empty(columns)
      ofAll = notes.filter { $0.cells == nil }.map { "\(panel.source): \($0)" }
    }
    for found in panel.origin.notes.compactMap(\.cells)
    where !cells.contains(where: { $0.column == found.column && $0.kind == found.kind }) {
      cells.append(found)
    }
    blockCount += 1
    seriesCount += panel.series.count
    let empty = panel.series.indices.filter { ends.isEmptyAtEnd(series: $0, columns) }
    if emptyCount == 0, let first = empty.first { firstEmpty = panel.series[first].id ?? "" }
    emptyCount += empty.count
    let strays = ends.strays
    firstStray = firstStray ?? strays.first
    strayCount += strays.count
    if ends.tellTime { countEnds(of: panel) }
  }

  private mutating func countEnds(of panel: Panel) {
    for series in panel.series where series.targetEnd > 0 {
      let stamp = series.timestamps[series.targetEnd - 1]
      knownCount += 1
      if let latest, stamp <= latest.stamp {
        if stamp == latest.stamp { latestCount += 1 }
      } else {
        latest = (stamp, panel.stampForm.text(for: stamp))
        latestCount = 1
      }
    }
  }

  /// What was odd about the reading, one line each.
  ///
  /// - Parameter name: What messages call the data.
  func reading(_ name: String) -> [String] {
    guard blockCount > 1 else { return ofFirst.reading }
    return ofAll
      + cells.map {
        "\(name): column \($0.column.quoted): \($0.kind), the first on line \(TextFormatting.grouped($0.line))"
      }
  }

  /// Series that end before others, and those without a value in their last rows.
  ///
  /// - Parameter name: What messages call the data.
  func ends(_ name: String) -> [String] {
    guard blockCount > 1 else { return ofFirst.ends }
    let count = { TextFormatting.grouped($0) }
    var notes: [String] = []
    if let latest, latestCount < knownCount {
      notes.append(
        "\(name): \(count(knownCount - latestCount)) of \(count(seriesCount)) series end before \(latest.text), and each "
          + "forecast follows the series' own last row")
    }
    if let firstStray {
      notes.append(SeriesEnds.stray(name, count: strayCount, of: seriesCount, firstStray))
    }
    if emptyCount > 0 {
      notes.append(
        "\(name): \(count(emptyCount)) of \(count(seriesCount)) series have no value in their last rows, the first of them "
          + "\(firstEmpty.quoted); forecasts begin after the last row of the file all the same")
    }
    return notes
  }
}

extension PanelNote {
  /// What a note says of cells, whose number is that of a block and of the part of a series behind it.
  fileprivate var cells: (column: String, kind: String, line: Int)? {
    switch self {
    case .table(.missing(let column, let line, _, _)): (column, "cells missing", line)
    case .table(.infinite(let column, let line, _, _)):
      (column, "infinite values, which count as missing", line)
    case .table(.rounded(let column, let line, _, _)):
      (column, "integers with more digits than can be kept", line)
    default: nil
    }
  }
}
