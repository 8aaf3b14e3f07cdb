/// The windows of all three parts of a split.
///
/// ```swift
/// let split = try SplitRule("0.7/0.1/0.2").resolve(for: panel)
/// let scaler = StandardScaler(fitting: panel, rows: split.train)
/// let windows = try WindowSet(
///   ScaledPanel(panel, scalers: [scaler]), splits: [split], shape: .init(lookback: 48, horizon: 12))
/// ```
public struct WindowSet: Sendable {
  /// Windows inside the training rows.
  public private(set) var training: TrainingWindows
  /// Windows whose targets lie in the validation rows.
  public private(set) var validation: ValidationWindows
  /// Windows whose targets lie in the test rows.
  public private(set) var test: TestWindows

  /// The shape of windows.
  public struct Shape: Hashable, Sendable {
    /// Rows of history.
    public let lookback: Int
    /// Rows of target.
    public let horizon: Int
    /// Which channels go in and out.
    public let features: Features
    /// The target column of `S` and `MS`; `nil` for `OT`, or the last channel.
    public let target: String?

    /// - Precondition: Lookback and horizon are positive.
    public init(lookback: Int, horizon: Int, features: Features = .multivariate, target: String? = nil) {
      precondition(lookback > 0 && horizon > 0, "windows: lookback \(lookback), horizon \(horizon)")
      self.lookback = lookback
      self.horizon = horizon
      self.features = features
      self.target = target
    }

    /// The role of each column.
    ///
    /// - Throws: `DataError.unknownColumn` when the target is no column.
    public func roles(in columns: [String]) throws(DataError) -> ColumnRoles {
      try features.roles(target: target, in: columns)
    }
  }

  /// All windows with stride 1, none dropped.
  ///
  /// Training windows lie inside the training rows: `rows - lookback - horizon + 1`. Validation and test windows
  /// borrow their history from the rows before: `rows - horizon + 1`, whatever the lookback. An empty part has none.
  ///
  /// - Parameter splits: One for each series of the panel.
  /// - Throws: `DataError.tooFewRows` with the sum when a part that has rows has no window, `.unknownColumn` when the
  ///   target is no column.
  public init(_ data: ScaledPanel, splits: [Split], shape: Shape) throws(DataError) {
    let panel = data.panel
    precondition(splits.count == panel.series.count, "\(splits.count) splits, \(panel.series.count) series")
    do {
      let parts = splits.flatMap { split in
        let borrowing = [split.validation.count, split.test.count].filter { $0 > 0 }
        return borrowing.isEmpty ? [split.train.count] : borrowing
      }
      let builder = Builder(
        data: data, shape: shape, roles: try shape.roles(in: panel.columns), shortestPart: parts.min() ?? 0)
      training = try builder.windows(splits, \.train, builder.trainingTargets)
      validation = try builder.windows(splits, \.validation) { (rows) throws(DataError) in
        try builder.borrowingTargets(rows, ValidationRole.name)
      }
      test = try builder.windows(splits, \.test) { (rows) throws(DataError) in
        try builder.borrowingTargets(rows, TestRole.name)
      }
    } catch {
      throw error.inFile(panel.source)
    }
  }

  /// The same windows with `features` of the calendar for history and target rows; without any for nil.
  public func marking(_ features: CalendarFeatures?) -> WindowSet {
    let tables = features.map { features in
      training.data.panel.series.map { CalendarTable(features, at: $0.timestamps) }
    }
    var marked = self
    (marked.training.calendars, marked.validation.calendars, marked.test.calendars) = (tables, tables, tables)
    return marked
  }
}

/// Turns rows of targets into windows.
private struct Builder {
  let data: ScaledPanel
  let shape: WindowSet.Shape
  let roles: ColumnRoles
  /// The longest horizon that fits into every part that borrows its history.
  let shortestPart: Int

  func windows<Role>(
    _ splits: [Split], _ part: KeyPath<Split, Range<Int>>,
    _ firstTargets: (Range<Int>) throws(DataError) -> Range<Int>
  ) throws(DataError) -> Windows<Role> {
    var segments: [WindowSegment] = []
    for (series, split) in splits.enumerated() {
      let rows = split[keyPath: part]
      precondition(rows.upperBound <= data.panel.series[series].rowCount, "rows \(rows) of series \(series)")
      segments.append(WindowSegment(series: series, firstTargets: try firstTargets(rows)))
    }
    return Windows(
      segments: segments, lookback: shape.lookback, horizon: shape.horizon, channels: roles.inputs,
      targetChannels: roles.targets, data: data)
  }

  /// Where targets begin whose histories lie in `rows` too.
  func trainingTargets(_ rows: Range<Int>) throws(DataError) -> Range<Int> {
    let (lookback, horizon) = (shape.lookback, shape.horizon)
    guard lookback + horizon <= rows.count else { throw tooFewTrainingRows(rows.count) }
    return rows.lowerBound + lookback..<rows.upperBound - horizon + 1
  }

  /// Where targets begin that lie in `rows`, whose histories may lie before them.
  func borrowingTargets(_ rows: Range<Int>, _ part: String) throws(DataError) -> Range<Int> {
    guard !rows.isEmpty else { return rows }
    guard shape.horizon <= rows.count else {
      throw DataError(
        .tooFewRows, "need horizon \(shape.horizon) \(part) rows, have \(rows.count)",
        remedy: .horizon(shortestPart))
    }
    precondition(rows.lowerBound >= shape.lookback, "\(part) rows start before one lookback")
    return rows.lowerBound..<rows.upperBound - shape.horizon + 1
  }

  private func tooFewTrainingRows(_ available: Int) -> DataError {
    let sum = "need lookback \(shape.lookback) + horizon \(shape.horizon) = \(shape.lookback + shape.horizon)"
    let problem = "\(sum) training rows, have \(available)"
    let room = available - shape.horizon
    if room > 0, shape.horizon <= shortestPart {
      // A power of two leaves some rows for more than one window.
      return DataError(
        .tooFewRows, problem, remedy: .lookback(1 << (Int.bitWidth - 1 - room.leadingZeroBitCount)))
    }
    guard available >= 4 else { return DataError(.tooFewRows, problem, fix: "add rows") }
    return DataError(
      .tooFewRows, problem,
      remedy: .sizes(lookback: available / 4, horizon: min(available / 4, shortestPart)))
  }
}
