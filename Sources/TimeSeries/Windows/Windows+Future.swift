extension Windows where Role == FutureRole {
  /// One window for each series that has a whole history, with the rows after the last one with a target as its target.
  ///
  /// Histories, masks and the calendar may be asked for; targets are still to come.
  ///
  /// - Throws: `DataError.unknownColumn` when the target is no column.
  public init(after data: ScaledPanel, shape: WindowSet.Shape) throws(DataError) {
    let roles = try shape.roles(in: data.panel)
    let segments = data.panel.series.enumerated().compactMap { index, series in
      series.targetEnd >= shape.lookback
        ? WindowSegment(series: index, firstTargets: series.targetEnd..<series.targetEnd + 1) : nil
    }
    self.init(segments: segments, shape: shape, roles: roles, data: data)
  }

  /// Makes sure that every column known ahead has a value at every step of the targets.
  ///
  /// - Throws: `DataError.missingValue` naming series, column and stamp of the first that is missing.
  public func requireFutureValues() throws(DataError) {
    for window in 0..<(futureColumns.isEmpty ? 0 : count) {
      try data.panel.requireFutureValues(
        ofColumns: futureColumns, ofSeries: position(ofWindow: window).series, horizon: horizon)
    }
  }

  /// The same windows with `features` of the calendar for history and target rows; without any for nil.
  public func withCalendar(_ features: CalendarFeatures?) -> Self {
    var windows = self
    windows.calendars = features.map { features in
      data.panel.series.map { series in
        let first = max(0, series.targetEnd - lookback)
        let stamps = (first..<series.targetEnd).map { series.timestamps[$0] }
        return CalendarTable(
          features, at: stamps + series.stamps(afterLastCount: horizon), firstRow: first)
      }
    }
    return windows
  }
}

extension Panel {
  /// The steps behind its last target for which a series knows all columns that are known ahead, of the series with the fewest; nil where
  /// one of them knows no more than a step, which may be a target that is late, not one to come.
  package var stepsKnownAhead: Int? {
    let columns = roles?.columns(.future) ?? []
    guard !columns.isEmpty else { return nil }
    let counts = series.indices.map { index in
      columns.map { column in
        withColumn(column, ofSeries: index) { values in
          let end = series[index].targetEnd
          return ((end..<values.count).first { values[$0].isNaN } ?? values.count) - end
        }
      }.min() ?? 0
    }
    return counts.min().flatMap { $0 > 1 ? $0 : nil }
  }

  /// Makes sure that columns known ahead have a value at every step after the last target of a series.
  ///
  /// - Parameter remedy: What would give the values.
  /// - Throws: `DataError.missingValue` naming series, column and stamp of the first that is missing.
  package func requireFutureValues(
    ofColumns columns: [Int], ofSeries index: Int, horizon: Int, remedy: Remedy = .futureValues
  ) throws(DataError) {
    let (series, first) = (self.series[index], self.series[index].targetEnd)
    for column in columns {
      let missing = withColumn(column, ofSeries: index) { values in
        (0..<horizon).first { first + $0 >= values.count || values[first + $0].isNaN }
      }
      guard let missing else { continue }
      let stamp = stampForm.text(for: series.stamps(afterLastCount: horizon)[missing])
      let name = series.id.map { " of series '\($0.printable)'" } ?? ""
      // A model may have learnt to look at all of them for each of its steps, however few are asked for.
      let rows = horizon > 1 ? ", one of the \(horizon) rows that the model forecasts at once" : ""
      throw DataError(
        .missingValue,
        "'\(self.columns[column].printable)'\(name) is known ahead and has no value for \(stamp)\(rows)",
        remedy: remedy
      ).at(column: self.columns[column]).inFile(source)
    }
  }
}
