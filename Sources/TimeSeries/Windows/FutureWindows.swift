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

  /// The same windows with `features` of the calendar for history and target rows; without any for nil.
  public func marking(_ features: CalendarFeatures?) -> Self {
    var marked = self
    marked.calendars = features.map { features in
      data.panel.series.map { series in
        let first = max(0, series.targetEnd - lookback)
        let stamps = (first..<series.targetEnd).map { series.timestamps[$0] }
        return CalendarTable(
          features, at: stamps + series.stamps(afterLastCount: horizon), firstRow: first)
      }
    }
    return marked
  }
}
