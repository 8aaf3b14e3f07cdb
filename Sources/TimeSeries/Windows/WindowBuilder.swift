/// Turns rows of targets into windows, series by series.
struct WindowBuilder {
  let data: ScaledPanel
  let shape: WindowSet.Shape
  let roles: ColumnRoles
  /// One for each series of the panel.
  let splits: [Split]

  /// Windows inside the training rows.
  func training(isNeeded: Bool) throws(DataError) -> TrainingWindows {
    try windows(\.train, isEmptyPart: { _ in !isNeeded }) { rows in
      let first = rows.lowerBound + shape.lookback
      return first + shape.horizon <= rows.upperBound ? first..<rows.upperBound - shape.horizon + 1 : nil
    } orThrow: {
      tooFewTrainingRows($0)
    }
  }

  /// Windows whose targets lie in a part and whose histories may lie before it.
  func borrowing<Role>(_ part: KeyPath<Split, Range<Int>>) throws(DataError) -> Windows<Role> {
    try windows(part, isEmptyPart: \.isEmpty) { rows in
      let first = max(rows.lowerBound, shape.lookback)
      return first + shape.horizon <= rows.upperBound ? first..<rows.upperBound - shape.horizon + 1 : nil
    } orThrow: { count in
      DataError(
        .tooFewRows, "need horizon \(shape.horizon) \(Role.name) rows, have \(count)",
        remedy: .horizon(longestHorizon))
    }
  }

  /// The windows of a part of every series that has some.
  ///
  /// - Throws: The error for the longest part, where parts have rows and none is long enough.
  private func windows<Role>(
    _ part: KeyPath<Split, Range<Int>>, isEmptyPart: (Range<Int>) -> Bool,
    _ firstTargets: (Range<Int>) -> Range<Int>?, orThrow error: (Int) -> DataError
  ) throws(DataError) -> Windows<Role> {
    var segments: [WindowSegment] = []
    var longest: Int?
    for (series, split) in splits.enumerated() {
      let rows = split[keyPath: part]
      precondition(rows.upperBound <= data.panel.series[series].rowCount, "rows \(rows) of series \(series)")
      if let targets = firstTargets(rows) {
        segments += self.segments(targets, ofSeries: series)
      } else if !isEmptyPart(rows) {
        longest = max(longest ?? 0, rows.count)
      }
    }
    if segments.isEmpty, let longest { throw error(longest) }
    return Windows(segments: segments, shape: shape, roles: roles, data: data)
  }

  /// The windows that cross no break and have a target value that was observed.
  func segments(_ firstTargets: Range<Int>, ofSeries series: Int) -> [WindowSegment] {
    let breaks = data.panel.series[series].breaks
    var pieces: [Range<Int>] = []
    var start = firstTargets.lowerBound
    for row in breaks {
      // Targets before the break, and histories from it on.
      let (end, next) = (row - shape.horizon + 1, row + shape.lookback)
      if start < min(end, firstTargets.upperBound) {
        pieces.append(start..<min(end, firstTargets.upperBound))
      }
      start = max(start, next)
    }
    if start < firstTargets.upperBound { pieces.append(start..<firstTargets.upperBound) }
    return pieces.flatMap { observed($0, ofSeries: series) }
  }

  /// The windows with a target value that was observed.
  private func observed(_ firstTargets: Range<Int>, ofSeries series: Int) -> [WindowSegment] {
    let columns = roles.columns(.target).map { data.filledColumn($0, ofSeries: series) }
    guard columns.allSatisfy({ $0 != nil }) else {
      return [WindowSegment(series: series, firstTargets: firstTargets)]
    }
    let rows = firstTargets.lowerBound..<firstTargets.upperBound + shape.horizon - 1
    let isObserved = rows.map { row in columns.contains { $0?.observed[row] == 1 } }
    var segments: [WindowSegment] = []
    var (start, observed) = (firstTargets.lowerBound, isObserved[..<(shape.horizon - 1)].count { $0 })
    for (index, first) in firstTargets.enumerated() {
      observed += isObserved[index + shape.horizon - 1] ? 1 : 0
      if observed == 0 {
        segments.append(WindowSegment(series: series, firstTargets: start..<first))
        start = first + 1
      }
      observed -= isObserved[index] ? 1 : 0
    }
    segments.append(WindowSegment(series: series, firstTargets: start..<firstTargets.upperBound))
    return segments.filter { !$0.firstTargets.isEmpty }
  }

  /// The longest horizon that fits into every part that borrows its history, in the series where it is longest.
  private var longestHorizon: Int {
    splits.map { split in
      [split.validation.count, split.test.count].filter { $0 > 0 }.min() ?? split.train.count
    }.max() ?? 0
  }

  private func tooFewTrainingRows(_ available: Int) -> DataError {
    let sum = "need lookback \(shape.lookback) + horizon \(shape.horizon) = \(shape.lookback + shape.horizon)"
    let problem = "\(sum) training rows, have \(available)"
    let room = available - shape.horizon
    if room > 0, shape.horizon <= longestHorizon {
      // A power of two leaves some rows for more than one window.
      return DataError(
        .tooFewRows, problem, remedy: .lookback(1 << (Int.bitWidth - 1 - room.leadingZeroBitCount)))
    }
    guard available >= 4 else { return DataError(.tooFewRows, problem, fix: "add rows") }
    // There is no shorter lookback, and models that keep a state have none to tell.
    if shape.lookback == 1 {
      return DataError(.tooFewRows, problem, remedy: .horizon(min(available - 1, longestHorizon)))
    }
    return DataError(
      .tooFewRows, problem,
      remedy: .sizes(lookback: available / 4, horizon: min(available / 4, longestHorizon)))
  }
}
