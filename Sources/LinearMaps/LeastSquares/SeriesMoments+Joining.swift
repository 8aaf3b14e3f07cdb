import Forecasting
import TimeSeries
import Training

extension SeriesMoments {
  /// Why two parts of a column do not go together.
  public enum Conflict: Error, Sendable, Equatable {
    /// They share more rows than a window less one has, so that windows would count twice.
    case overlap(rows: Int, most: Int)
    /// A row that both have has two values, nil for a missing one; steps count from the first row of the earlier part.
    case values(step: Int, first: Double?, second: Double?)
  }

  /// The same of the rows `(x − shift) · scale`.
  public func mapped(shift: Double, scale: Double) -> SeriesMoments {
    var copy = self
    for run in copy.runs.indices {
      copy.runs[run].moments = copy.runs[run].moments.mapped(shift: shift, scale: scale)
    }
    return copy
  }

  /// Adds a later part of the same column; the windows that lie in neither part are made of the rows at the ends of both.
  ///
  /// - Parameters:
  ///   - offset: Steps from the first row of this part to the first row of the other.
  ///   - tolerance: How far the values of a row that both have may lie apart.
  public mutating func join(
    _ other: SeriesMoments, offset: Int, width: Int, tolerance: Double
  ) throws(Conflict) {
    precondition(offset >= 0, "SeriesMoments: a part that begins \(-offset) steps earlier")
    let overlap = Swift.max(0, rowCount - offset)
    guard overlap < width else { throw .overlap(rows: overlap, most: width - 1) }
    for step in 0..<Swift.min(overlap, other.rowCount) {
      let (mine, others) = (value(nearEndAt: offset + step), other.value(nearStartAt: step))
      let isSame =
        mine == nil || others == nil
        ? mine == others : abs((mine ?? 0) - (others ?? 0)) <= tolerance
      guard isSame else { throw .values(step: offset + step, first: mine, second: others) }
    }
    for run in other.runs where run.end + offset > rowCount {
      let start = run.start + offset
      if let last = runs.last, last.end == rowCount, start <= last.end {
        runs[runs.count - 1].moments.join(run.moments, overlap: last.end - start)
      } else {
        runs.append(Run(start: start, moments: run.moments))
      }
      rowCount = run.end + offset
    }
    rowCount = Swift.max(rowCount, other.rowCount + offset)
    if let end = other.last, last.map({ $0 < end }) ?? true { last = end }
  }

  /// The value of one of the last steps; nil where it is missing.
  private func value(nearEndAt step: Int) -> Double? {
    guard let run = runs.last(where: { $0.start <= step }), step < run.end else { return nil }
    return run.moments.tail[run.moments.tail.count - (run.end - step)]
  }

  /// The value of one of the first steps; nil where it is missing.
  private func value(nearStartAt step: Int) -> Double? {
    guard let run = runs.last(where: { $0.start <= step }), step < run.end else { return nil }
    return run.moments.head[step - run.start]
  }
}

extension KeptMoments {
  /// Adds all rows with targets of every series, column by column.
  ///
  /// - Throws: `TrainingError.notFitted` for rows that do not stand on a grid.
  public mutating func add(allRowsOf data: ScaledPanel, columns: [Int]) throws(TrainingError) {
    for (series, own) in data.panel.series.enumerated() {
      for (target, column) in columns.enumerated() {
        var moments = SeriesMoments(series: series, target: target)
        try moments.append(
          data, series: series, column: column, rows: 0..<own.targetEnd, empty: empty, keepsRows: keepsRows)
        self.columns.append(moments)
      }
    }
  }

  /// The moments of other columns, of windows of the same shape.
  public func replacing(columns: [SeriesMoments]) -> KeptMoments {
    var copy = self
    copy.columns = columns
    return copy
  }
}
