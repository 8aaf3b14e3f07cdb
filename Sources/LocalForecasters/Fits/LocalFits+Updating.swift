import Forecasting
import TimeSeries

extension LocalForecaster {
  /// The forecaster with its states filtered forward over the new rows of every series that it knows; coefficients stay.
  ///
  /// Steps without a row between the last row that a state has seen and the first new one are missing rows to it.
  public func updated(
    with rows: LaterRows
  ) throws(UpdateError) -> (forecaster: any Forecaster, report: UpdateReport) {
    var copy = self
    let report = try copy.fits.follow(rows)
    return (copy, report)
  }
}

extension LocalFits {
  /// Filters every state forward to the last row of its series.
  fileprivate mutating func follow(_ rows: LaterRows) throws(UpdateError) -> UpdateReport {
    var report = UpdateReport()
    for (series, member) in rows.members.enumerated() {
      guard let member, member < channels.count else {
        report.unknownCount += 1
        continue
      }
      var (new, gap) = (0, 0)
      for channel in targets where channel < channels[member].count {
        let moved = try follow(rows, series, member, channel)
        (new, gap) = (max(new, moved.new), max(gap, moved.gap))
      }
      let own = rows.data.panel.series[series]
      if own.targetEnd > 0 { report.add(rows: new, gap: gap, last: own.timestamps[own.targetEnd - 1]) }
    }
    guard report.unknownCount < rows.members.count else { throw .nothingKnown }
    return report
  }

  /// Filters the state of one channel of one series forward.
  private mutating func follow(
    _ rows: LaterRows, _ series: Int, _ member: Int, _ channel: Int
  ) throws(UpdateError) -> (new: Int, gap: Int) {
    // A channel that nothing could be fitted to has no state.
    guard var fit = channels[member][channel] else { return (0, 0) }
    let panel = rows.data.panel
    let own = panel.series[series]
    let column = rows.channels[channel]
    let (start, gap, seen) = try rows.start(ofSeries: series, behind: fit.stamp)
    let moved = try panel.withColumn(column, ofSeries: series) { (values) throws(UpdateError) in
      if let seen, let row = fit.revisedRow(in: values, endingAt: seen) {
        throw .changedRow(
          series: own.id, column: panel.columns[column], stamp: rows.place(of: own.timestamps[row]),
          seen: fit.seen(in: row, endingAt: seen), found: values[row],
          hasOthers: panel.series.count > 1)
      }
      guard start < own.targetEnd else { return (new: 0, gap: 0) }
      for _ in 0..<gap { fit.filtered.update(with: .nan) }
      let known = KnownRows(
        first: start,
        columns: model.takesRegressors
          ? rows.data.units(ofColumns: rows.future, ofSeries: series, rows: start..<own.targetEnd) : [])
      for row in start..<own.targetEnd { fit.filtered.update(with: values[row], regressors: known[row]) }
      // Rows of a gap may come later, or have no place where gaps divide.
      fit.remember(
        values.extracting(start..<own.targetEnd), endingAt: own.timestamps[own.targetEnd - 1],
        isAdjacent: gap == 0)
      return (new: own.targetEnd - start, gap: gap)
    }
    channels[member][channel] = fit
    return moved
  }
}
