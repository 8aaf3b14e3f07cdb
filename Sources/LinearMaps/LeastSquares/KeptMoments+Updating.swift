import Forecasting
import TimeSeries
import Training

extension Forecaster {
  /// The forecaster of all rows, old and new.
  ///
  /// - Parameters:
  ///   - kept: Its moments, which follow the rows.
  ///   - solve: Gives a copy of the forecaster what follows from the moments.
  /// - Throws: `UpdateError.momentsNotKept` where there are none, and as ``KeptMoments/follow(_:)``.
  package func following(
    _ rows: LaterRows, _ kept: KeptMoments?,
    solve: (_ copy: inout Self, _ moments: KeptMoments) throws(UpdateError) -> Void
  ) throws(UpdateError) -> (forecaster: any Forecaster, report: UpdateReport) {
    guard var moments = kept else { throw .momentsNotKept(model: Self.card.name) }
    let report = try moments.follow(rows)
    var copy = self
    try solve(&copy, moments)
    return (copy, report)
  }
}

extension KeptMoments {
  /// Adds the rows that follow those of every series that is known and, with a window, drops the oldest.
  ///
  /// - Returns: What of the rows was new.
  /// - Throws: `UpdateError` for rows that do not follow, and for a window whose oldest rows are not known.
  public mutating func follow(_ rows: LaterRows) throws(UpdateError) -> UpdateReport {
    var report = UpdateReport()
    let known = Set(columns.map(\.series))
    for (series, member) in rows.members.enumerated() {
      guard let member, known.contains(member) else {
        report.unknownCount += 1
        continue
      }
      var (new, gap, dropped) = (0, 0, 0)
      for index in columns.indices where columns[index].series == member {
        var column = columns[index]
        let moved = try follow(rows, series, &column)
        if let window = rows.window {
          dropped = max(dropped, try drop(rows, series, &column, leaving: window))
        }
        columns[index] = column
        (new, gap) = (max(new, moved.new), max(gap, moved.gap))
      }
      let own = rows.data.panel.series[series]
      if own.targetEnd > 0 { report.add(rows: new, gap: gap, last: own.timestamps[own.targetEnd - 1]) }
      report.droppedCount += dropped
    }
    guard report.unknownCount < rows.members.count else { throw .nothingKnown }
    return report
  }

  /// Adds the new rows of one column.
  private func follow(
    _ rows: LaterRows, _ series: Int, _ moments: inout SeriesMoments
  ) throws(UpdateError) -> (new: Int, gap: Int) {
    let (data, own) = (rows.data, rows.data.panel.series[series])
    guard own.targetEnd > 0 else { return (0, 0) }
    let column = rows.targetColumns[moments.target]
    let last = moments.last ?? own.timestamps[0]
    let (start, gap, seen) =
      moments.last == nil ? (0, 0, nil) : try rows.start(ofSeries: series, behind: last)
    if let seen { try data.require(moments.lastValue, series, column, row: seen) }
    guard start < own.targetEnd else { return (0, 0) }
    do {
      try moments.append(
        data, series: series, column: column, rows: start..<own.targetEnd, gap: gap, empty: empty,
        keepsRows: keepsRows)
    } catch {
      throw .offGrid(
        series: own.id, last: rows.place(of: last), first: rows.place(of: own.timestamps[start]))
    }
    return (own.targetEnd - start, gap)
  }

  /// Drops the oldest rows of a column, so that `count` steps stay.
  ///
  /// - Returns: Steps that were dropped.
  private func drop(
    _ rows: LaterRows, _ series: Int, _ moments: inout SeriesMoments, leaving count: Int
  ) throws(UpdateError) -> Int {
    let (panel, dropped) = (rows.data.panel, moments.rowCount - count)
    guard dropped > 0, let first = moments.first else { return 0 }
    let grid = TimeGrid(
      start: first, frequency: panel.frequency, count: moments.rowCount,
      tolerance: panel.series[series].grid.tolerance)
    if let missing = moments.unknownRows(dropping: dropped), let cut = moments.cutRun(dropped) {
      let column = rows.targetColumns[moments.target]
      let start = moments.runs[cut].start
      guard
        let learnt = try rows.data.values(
          series, column, from: grid.stamp(at: start), count: missing.upperBound - start,
          known: moments.runs[cut].moments.head)
      else {
        throw .unknownRows(
          series: panel.series[series].id, first: rows.place(of: grid.stamp(at: start)),
          last: rows.place(of: grid.stamp(at: missing.upperBound - 1)))
      }
      moments.runs[cut].moments.learn(firstRows: learnt)
    }
    moments.removeFirst(dropped, first: grid.stamp(at: dropped))
    if !keepsRows { for run in moments.runs.indices { moments.runs[run].moments.forgetRows() } }
    return dropped
  }
}

extension ScaledPanel {
  /// Makes sure that a row has the value that was seen but for rounding, nil for a missing one.
  fileprivate func require(
    _ seen: Double?, _ series: Int, _ column: Int, row: Int
  ) throws(UpdateError) {
    let own = panel.series[series]
    let isObserved = observed(column, ofSeries: series).map { $0[row] == 1 } ?? true
    let found = isObserved ? standardized(column, ofSeries: series, rows: row..<row + 1)[0] : nil
    let (mean, deviation) = (scalers[series].means[column], scalers[series].deviations[column])
    // Parts of data are standardised each by its own scale, so that rows of a model of parts differ by rounding.
    func isSame(_ one: Double, _ other: Double) -> Bool {
      let size = mean.magnitude / deviation + max(one.magnitude, other.magnitude)
      return (one - other).magnitude <= 16 * Double.ulpOfOne * size
    }
    if let found, let seen, isSame(found, seen) { return }
    guard found != seen else { return }
    func units(_ value: Double?) -> Double { value.map { $0 * deviation + mean } ?? .nan }
    throw .changedRow(
      series: own.id, column: panel.columns[column], stamp: panel.place(of: own.timestamps[row]),
      seen: units(seen), found: units(found), hasOthers: panel.series.count > 1)
  }

  /// Standardised values of consecutive rows from a stamp on, of which the first are known; nil where they are not all there.
  fileprivate func values(
    _ series: Int, _ column: Int, from stamp: Timestamp, count: Int, known: [Double]
  ) throws(UpdateError) -> [Double]? {
    let own = panel.series[series]
    guard let row = own.timestamps.firstIndex(of: stamp), row + count <= own.targetEnd else { return nil }
    for (place, value) in known.enumerated() {
      try require(value, series, column, row: row + place)
    }
    let missing = observed(column, ofSeries: series)?[row..<row + count].contains(0) ?? false
    return missing ? nil : standardized(column, ofSeries: series, rows: row..<row + count)
  }
}
