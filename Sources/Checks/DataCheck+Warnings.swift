import Runs
import TimeSeries

extension DataCheck {
  /// What may be wrong with a panel.
  static func warnings(
    _ panel: Panel, _ summaries: [ColumnSummary], _ series: SeriesCheck?, _ plan: Plan?
  ) -> [Warning] {
    panel.origin.notes.filter { !$0.isOrdinary }.map { Warning($0.description, $0.remedy) }
      + irregularities(panel) + Self.farValues(panel)
      + constants(panel, summaries, plan?.split.rows.train)
      + (series.map { sparse($0, panel) } ?? [])
      + ends(panel)
      + (plan == nil && panel.series.count == 1 ? [tooFewRows(panel.rowCount)] : [])
  }

  private static func tooFewRows(_ count: Int) -> Warning {
    Warning("\(count == 1 ? "1 row is" : "\(count) rows are") too few for training, validation and test rows")
  }

  private static func ends(_ panel: Panel) -> [Warning] {
    let ends = SeriesEnds(panel, "")
    return (ends.empty(panel.targetColumns) + ends.zeros(panel.targetColumns)).map { Warning($0) }
  }

  private static func irregularities(_ panel: Panel) -> [Warning] {
    let all = panel.series.flatMap(\.irregularities)
    let lines = all.summarized(in: panel.stampForm)
    let change = all.firstIndex { if case .clockChange = $0 { true } else { false } }
    // What is not shown by itself is among those that the last line counts.
    let told = change.map { Swift.min($0, lines.count - 1) }
    return lines.enumerated().map { index, line in Warning(line, index == told ? .nameTimeZone : nil) }
  }

  /// Far values: all of one series, the first few of many.
  private static func farValues(_ panel: Panel) -> [Warning] {
    let all = panel.farValues()
    let shown = panel.series.count == 1 ? all : Array(all.prefix(5))
    let rest = all.count - shown.count
    return shown.map { Warning($0.description) }
      + (rest > 0 ? [Warning("\(rest) more values are far from the others of their series")] : [])
  }

  /// Series of which there is little to learn.
  private static func sparse(_ check: SeriesCheck, _ panel: Panel) -> [Warning] {
    let constants = zip(panel.columns, check.constantCounts).filter { $0.1 > 0 && $0.1 < check.count }
    return constants.map { name, count in
      Warning("column '\(name)' is the same in all rows of \(count) of \(check.count) series")
    }
      + (check.emptyCount > 0
        ? [Warning("\(check.emptyCount) of \(check.count) series have no value in a column to forecast")]
        : [])
  }

  /// Columns that never change, at all or over the rows from which a fit would learn.
  private static func constants(
    _ panel: Panel, _ summaries: [ColumnSummary], _ train: Range<Int>?
  ) -> [Warning] {
    let always = Set(summaries.indices.filter { summaries[$0].isConstant })
    let training =
      train.map { rows in
        panel.columns.indices.filter { ColumnSummary(panel, column: $0, rows: rows).isConstant }
      } ?? []
    // A file of constants alone has nothing to keep.
    let canLeaveOut = always.count < panel.columnCount
    return always.sorted().map { channel in
      Warning(
        "column '\(panel.columns[channel])' is the same in all rows",
        canLeaveOut ? .ignoreColumns([panel.columns[channel]]) : nil)
    }
      + training.filter { !always.contains($0) }.map {
        Warning("column '\(panel.columns[$0])' is the same in all \(train?.count ?? 0) training rows")
      }
  }
}
