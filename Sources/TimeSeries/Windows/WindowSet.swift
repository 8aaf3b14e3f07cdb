/// The windows of all three parts of a split.
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

    /// The channels that go in and, as indices among them, the channels that are forecast.
    ///
    /// - Throws: `DataError.unknownColumn` when the target is no channel.
    public func resolvedChannels(in names: [String]) throws(DataError) -> (inputs: [Int], targets: [Int]) {
      let channels = try features.resolve(target: target, in: names)
      return (channels.inputs, channels.targets)
    }
  }

  /// All windows with stride 1, none dropped.
  ///
  /// Training windows lie inside the training rows: `rows - lookback - horizon + 1`. Validation and test windows
  /// borrow their history from the rows before: `rows - horizon + 1`, whatever the lookback. An empty part has none.
  ///
  /// - Throws: `DataError.tooFewRows` with the sum when a part that has rows has no window, `.unknownColumn` when the
  ///   target is no channel.
  public init(_ series: ScaledSeries, split: Split, shape: Shape) throws(DataError) {
    precondition(split.test.upperBound <= series.rowCount, "split \(split) of \(series.rowCount) rows")
    do {
      let channels = try shape.features.resolve(target: shape.target, in: series.channels)
      let builder = Builder(
        series: series, shape: shape, channels: channels,
        shortestPart: [split.validation.count, split.test.count].filter { $0 > 0 }.min() ?? split.train.count)
      training = try builder.training(split.train)
      validation = try builder.borrowing(split.validation)
      test = try builder.borrowing(split.test)
    } catch {
      throw error.inFile(series.source)
    }
  }

  /// The same windows with `features` of the calendar for history and target rows; without any for nil.
  public func marking(_ features: CalendarFeatures?) -> WindowSet {
    let table = features.map { CalendarTable($0, at: training.series.timestamps) }
    var marked = self
    (marked.training.calendar, marked.validation.calendar, marked.test.calendar) = (table, table, table)
    return marked
  }
}

/// Turns rows of targets into windows.
private struct Builder {
  let series: ScaledSeries
  let shape: WindowSet.Shape
  let channels: Features.Channels
  /// The longest horizon that fits into every part that borrows its history.
  let shortestPart: Int

  func training(_ rows: Range<Int>) throws(DataError) -> TrainingWindows {
    let (lookback, horizon) = (shape.lookback, shape.horizon)
    guard lookback + horizon <= rows.count else { throw tooFewTrainingRows(rows.count) }
    return windows(firstTargets: rows.lowerBound + lookback..<rows.upperBound - horizon + 1)
  }

  func borrowing<Role>(_ rows: Range<Int>) throws(DataError) -> Windows<Role> {
    guard !rows.isEmpty else { return windows(firstTargets: rows) }
    guard shape.horizon <= rows.count else {
      throw DataError(
        .tooFewRows, "need horizon \(shape.horizon) \(Role.name) rows, have \(rows.count)",
        remedy: .horizon(shortestPart))
    }
    precondition(rows.lowerBound >= shape.lookback, "\(Role.name) rows start before one lookback")
    return windows(firstTargets: rows.lowerBound..<rows.upperBound - shape.horizon + 1)
  }

  private func windows<Role>(firstTargets: Range<Int>) -> Windows<Role> {
    Windows(
      firstTargets: firstTargets, lookback: shape.lookback, horizon: shape.horizon, channels: channels.inputs,
      targetChannels: channels.targets, series: series)
  }

  private func tooFewTrainingRows(_ available: Int) -> DataError {
    let sum = "need lookback \(shape.lookback) + horizon \(shape.horizon) = \(shape.lookback + shape.horizon)"
    let problem = "\(sum) training rows, have \(available)"
    let room = available - shape.horizon
    if room > 0, shape.horizon <= shortestPart {
      // A power of two leaves some rows for more than one window.
      return DataError(.tooFewRows, problem, remedy: .lookback(1 << (Int.bitWidth - 1 - room.leadingZeroBitCount)))
    }
    guard available >= 4 else { return DataError(.tooFewRows, problem, fix: "add rows") }
    return DataError(
      .tooFewRows, problem,
      remedy: .sizes(lookback: available / 4, horizon: min(available / 4, shortestPart)))
  }
}
