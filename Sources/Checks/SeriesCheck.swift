import Persistence
import Runs
import TimeSeries

/// What the series of a long file are like, in a few numbers: their lengths, their holes, and which never change.
public struct SeriesCheck: Sendable {
  /// A series with missing cells.
  public struct Missing: Sendable {
    /// Its id.
    public let id: String
    /// Its missing cells, those of inserted rows among them, and all its cells.
    public let count: Int, cellCount: Int
  }

  /// The column that tells series apart.
  public let column: String
  /// Series.
  public let count: Int
  /// The rows of the shortest, the middle and the longest series.
  public let rows: (shortest: Int, median: Int, longest: Int)
  /// The series with the lowest share of steps that have a row, and this share.
  public let lowestCoverage: (id: String, share: Double)
  /// For each column how many series have one value in all their rows, of those with two rows or more.
  public let constantCounts: [Int]
  /// Series with missing cells.
  public let missingSeriesCount: Int
  /// The series with the largest shares of missing cells, at most five.
  public let mostMissing: [Missing]
  /// Series of which everything is missing in some target column.
  public let emptyCount: Int

  /// Nil for a wide file.
  init?(_ panel: Panel) {
    guard let column = panel.seriesColumn else { return nil }
    self.column = column
    count = panel.series.count
    let lengths = panel.series.map(\.rowCount).sorted()
    rows = (lengths[0], lengths[lengths.count / 2], lengths[lengths.count - 1])
    let lowest = panel.series.min { $0.coverage < $1.coverage }
    lowestCoverage = (lowest?.id ?? "", lowest?.coverage ?? 1)
    constantCounts = panel.columns.indices.map { column in
      panel.series.indices.count { ColumnSummary(panel, column: column, series: $0).isConstant }
    }
    let targets = panel.targetColumns
    emptyCount = panel.series.indices.count { series in
      targets.contains {
        panel.missingCount(ofColumn: $0, ofSeries: series) == panel.series[series].rowCount
      }
    }
    let missing = panel.series.indices.compactMap { series -> Missing? in
      let count = panel.columns.indices.reduce(0) {
        $0 + panel.missingCount(ofColumn: $1, ofSeries: series)
      }
      let cells = panel.series[series].rowCount * panel.columnCount
      return count > 0 ? Missing(id: panel.series[series].id ?? "", count: count, cellCount: cells) : nil
    }
    missingSeriesCount = missing.count
    mostMissing = Array(
      missing.sorted { $0.count * $1.cellCount > $1.count * $0.cellCount }.prefix(5))
  }

  /// The check as an object.
  var json: JSONValue {
    [
      "column": .string(column), "count": .integer(count),
      "rows": [
        "min": .integer(rows.shortest), "median": .integer(rows.median), "max": .integer(rows.longest),
      ],
      "lowest_coverage": ["id": .string(lowestCoverage.id), "share": .number(lowestCoverage.share)],
      "with_missing": .integer(missingSeriesCount), "empty": .integer(emptyCount),
      "most_missing": .array(
        mostMissing.map {
          ["id": .string($0.id), "missing": .integer($0.count), "cells": .integer($0.cellCount)]
        }),
    ]
  }
}
