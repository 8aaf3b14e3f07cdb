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

    /// The role of each column of a panel: what was told, or what the features make of them.
    ///
    /// - Throws: `DataError.unknownColumn` when the target is no column.
    public func roles(in panel: Panel) throws(DataError) -> ColumnRoles {
      if let told = panel.roles { return told }
      return try roles(in: panel.columns)
    }

    /// The role that the features give to each column.
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
  /// A window whose targets are all missing is none, and of many series those that are too short have none.
  ///
  /// - Parameters:
  ///   - splits: One for each series of the panel.
  ///   - needsTraining: Whether training rows without a window are refused; they may only say what scaled errors are measured by.
  /// - Throws: `DataError.tooFewRows` with the sum when a part that has rows has no window in any series, `.unknownColumn`
  ///   when the target is no column.
  public init(
    _ data: ScaledPanel, splits: [Split], shape: Shape, needsTraining: Bool = true
  ) throws(DataError) {
    let panel = data.panel
    precondition(splits.count == panel.series.count, "\(splits.count) splits, \(panel.series.count) series")
    do {
      let roles = try shape.roles(in: panel)
      let builder = WindowBuilder(data: data, shape: shape, roles: roles, splits: splits)
      training = try builder.training(isNeeded: needsTraining)
      validation = try builder.borrowing(\.validation)
      test = try builder.borrowing(\.test)
      let naiveErrors = panel.naiveErrors(of: training.targetColumns, splits.map(\.train))
      (training.naiveErrors, validation.naiveErrors, test.naiveErrors) = (
        naiveErrors, naiveErrors, naiveErrors
      )
    } catch {
      throw error.inFile(panel.source)
    }
  }

  /// The same windows without the columns of some roles, `future` or `fixed`, for forecasters that cannot use them.
  public func hiding(_ roles: Set<ColumnRole>) -> WindowSet {
    var windows = self
    (windows.training, windows.validation) = (training.hiding(roles), validation.hiding(roles))
    windows.test = test.hiding(roles)
    return windows
  }

  /// The same windows with `features` of the calendar for history and target rows; without any for nil.
  public func withCalendar(_ features: CalendarFeatures?) -> WindowSet {
    let tables = features.map { training.data.panel.calendars($0) }
    var windows = self
    (windows.training.calendars, windows.validation.calendars, windows.test.calendars) = (
      tables, tables, tables
    )
    return windows
  }
}

extension Panel {
  /// The calendar of every row of each series; series with the same stamps share theirs.
  fileprivate func calendars(_ features: CalendarFeatures) -> [CalendarTable] {
    var tables: [Stretch: CalendarTable] = [:]
    return series.map { series in
      let stretch = Stretch(
        first: series.timestamps[0].milliseconds, last: series.timestamps[series.rowCount - 1].milliseconds,
        count: series.rowCount)
      // Only on a whole grid do ends and count say all.
      if series.presentCount == series.rowCount, series.grid.count == series.rowCount,
        let known = tables[stretch]
      {
        return known
      }
      let table = CalendarTable(features, at: series.timestamps)
      tables[stretch] = table
      return table
    }
  }

  private struct Stretch: Hashable {
    let first: Int64, last: Int64
    let count: Int
  }
}
