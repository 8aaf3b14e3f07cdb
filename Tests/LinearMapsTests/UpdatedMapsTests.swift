import Forecasters
import Forecasting
import LinearMaps
import Tensors
import TestSupport
import Testing
import TimeSeries
import Training

/// Maps that take in further rows and drop old ones, beside those that are fitted to the rows they have then.
struct UpdatedMapsTests {
  private static let (lookback, horizon) = (10, 4)
  private static let names = ["a", "b", "c"]

  /// Rows of three channels with a season of five rows.
  private static func values(_ count: Int = 320, holes: [Int] = []) -> [[Double]] {
    var generator = SeededGenerator(seed: 21)
    return names.indices.map { channel in
      var level = 0.0
      return (0..<count).map { row in
        level = 0.9 * level + Double(generator.normal())
        let value = 40 + level + Double(10 * channel) + 2 * Double((row + channel) % 5)
        return holes.contains(row) && channel == row % 3 ? .nan : value
      }
    }
  }

  private static func panel(_ values: [[Double]], _ rows: Range<Int>) throws -> Panel {
    let stamps = rows.map { Frequency.hours(1).advance(Timestamp(year: 2020), by: $0) }
    return try Panel(
      source: "walk", timestamps: stamps,
      columns: zip(names, values).map { (name: $0, values: Array($1[rows])) })
  }

  /// The scale of the first 200 rows, for all.
  private static func scaled(_ values: [[Double]], _ rows: Range<Int>) throws -> ScaledPanel {
    let scaler = StandardScaler(fitting: try panel(values, 0..<200), rows: 0..<200)
    return try ScaledPanel(try panel(values, rows), scalers: [scaler])
  }

  private static func data(
    _ values: [[Double]], _ rows: Range<Int>, validation: Int = 0
  ) throws -> TrainingData {
    let count = rows.count
    let split = Split(
      train: 0..<count - validation, validation: count - validation..<count, test: count..<count)
    let windows = try WindowSet(
      scaled(values, rows), splits: [split], shape: .init(lookback: lookback, horizon: horizon))
    return TrainingData(windows)
  }

  private static let plan = TrainingPlan(
    recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: 2))

  private static func model<F: Forecaster>(
    _ type: F.Type, _ settings: [(String, String)], _ data: TrainingData
  ) throws -> F {
    var configuration = F.Configuration()
    for (key, value) in settings { try configuration.set(key, to: value) }
    var generator = SeededGenerator(seed: 1)
    let task = ForecastTask(
      lookback: lookback, horizon: horizon, channelCount: 3, frequency: .hours(1))
    var model = try F.make(configuration, for: task, using: &generator)
    _ = try model.fit(data, plan, TrainingControl())
    return model
  }

  private static func later(
    _ values: [[Double]], _ rows: Range<Int>, window: Int? = nil
  ) throws -> LaterRows {
    LaterRows(data: try scaled(values, rows), channels: [0, 1, 2], members: [0], window: window)
  }

  private static let closedForms: [[(String, String)]] = [
    [("normalization", "instance"), ("ridge", "0.01")], [("normalization", "last"), ("ridge", "0.001")],
    [("normalization", "none"), ("ridge", "0.1")],
    [("normalization", "season+mean"), ("season", "5"), ("scope", "own+shrunk+pooled")],
  ]

  private static func expectEqual(_ found: any Forecaster, _ expected: any Forecaster) throws {
    for (a, b) in zip(found.namedTensors, expected.namedTensors) {
      let worst = largestDistance(a.value.values, b.value.values)
      #expect(worst < 2e-6, "\(a.name) differs by \(worst)")
    }
    let (mine, others) = (found.namedNumbers[0].values, expected.namedNumbers[0].values)
    #expect(mine.count == others.count)
    let worst = zip(mine, others).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? .infinity
    #expect(worst < 1e-9, "moments differ by \(worst)")
  }

  /// In one piece, row by row, with all rows or the new ones alone.
  @Test(arguments: closedForms.indices) func newRowsComeIn(_ place: Int) throws {
    let values = Self.values()
    let settings = Self.closedForms[place] + [("keepsMoments", "true")]
    let fitted = try Self.model(LinearClosedForm.self, settings, Self.data(values, 0..<240, validation: 40))
    var expected = fitted
    try expected.refit(on: Self.data(values, 0..<320), Self.plan, TrainingControl())
    let all = try fitted.updated(with: Self.later(values, 0..<320))
    #expect(all.report.rowCount == 120 && all.report.updatedCount == 1)
    try Self.expectEqual(all.forecaster, expected)
    let new = try fitted.updated(with: Self.later(values, 200..<320))
    try Self.expectEqual(new.forecaster, expected)
    var step: any Forecaster = fitted
    for (start, end) in [(195, 203), (203, 206), (190, 250), (250, 320)] {
      let updating = try #require(step as? any Updating)
      step = try updating.updated(with: Self.later(values, start..<end)).forecaster
    }
    try Self.expectEqual(step, expected)
  }

  @Test func aStackTakesNewRowsToo() throws {
    let values = Self.values()
    let settings = [("season", "5"), ("keepsMoments", "true"), ("lookbacks", "2")]
    let fitted = try Self.model(LinearStack.self, settings, Self.data(values, 0..<240, validation: 40))
    var expected = fitted
    try expected.refit(on: Self.data(values, 0..<320), Self.plan, TrainingControl())
    let update = try fitted.updated(with: Self.later(values, 200..<320))
    try Self.expectEqual(update.forecaster, expected)
    // The file holds all that an update needs.
    let stored = try fitted.restored(
      from: LearntValues(tensors: fitted.namedTensors, numbers: fitted.namedNumbers))
    try Self.expectEqual(try stored.updated(with: Self.later(values, 200..<320)).forecaster, expected)
  }

  /// To the bits of the double coefficients, which a file rounds.
  @Test func theMapsOfMomentsAreThoseOfWindows() throws {
    let values = Self.values()
    var recipe = StackRecipe(lookback: Self.lookback, horizon: Self.horizon, season: 5)
    recipe.lookbackCount = 2
    let data = try Self.data(values, 0..<200)
    let stack = try StackSolution(data.columnRows, recipe, workers: Workers(threadCount: 2))
    var kept = try KeptMaps.moments(of: data, recipe, keepsRows: false)
    let maps = try KeptMaps(kept, recipe, shares: stack.weights.shares, workers: Workers(threadCount: 2))
    for column in 0..<3 {
      Self.expectClose(maps.coefficients(ofColumn: column), stack.coefficients(ofColumn: column), 1e-12)
    }
    _ = try kept.follow(Self.later(values, 200..<320))
    let updated = try KeptMaps(kept, recipe, shares: stack.weights.shares, workers: Workers(threadCount: 2))
    let all = try StackSolution(
      Self.data(values, 0..<320).columnRows, recipe, shares: stack.weights.shares,
      workers: Workers(threadCount: 2))
    for column in 0..<3 {
      Self.expectClose(updated.coefficients(ofColumn: column), all.coefficients(ofColumn: column), 1e-9)
    }
  }

  private static func expectClose(
    _ a: (weights: [Double], bias: [Double]), _ b: (weights: [Double], bias: [Double]), _ tolerance: Double
  ) {
    let worst = largestDistance(a.weights + a.bias, b.weights + b.bias)
    #expect(worst < tolerance, "coefficients differ by \(worst)")
  }

  /// The solution in double precision of what an update leaves, to 1e-9.
  @Test(arguments: [WindowCentring.none, .last, .mean(rows: 5), .instance])
  func theEquationsAreThoseOfAllRows(_ centring: WindowCentring) throws {
    let values = Self.values(holes: [30, 31, 90, 230])
    func moments(_ rows: Range<Int>) throws -> KeptMoments {
      var kept = KeptMoments(
        lookback: Self.lookback, horizon: Self.horizon, keepsRows: true, sumsDeviations: true)
      try kept.add(Self.data(values, rows).training)
      return kept
    }
    func solution(_ kept: KeptMoments) throws -> [Double] {
      let moments = try WindowMoments(
        of: kept.runs(), lookback: Self.lookback, horizon: Self.horizon, workers: Workers(threadCount: 1))
      return try #require(moments.normalEquations(centring).solution(ridge: 1e-3, freeInputs: 1))
    }
    var kept = try moments(0..<200)
    _ = try kept.follow(Self.later(values, 200..<320))
    for (a, b) in zip(try solution(kept), try solution(moments(0..<320))) { #expect(abs(a - b) < 1e-9) }
    for window in [250, 137, 60, 30] {
      _ = try kept.follow(Self.later(values, 300..<320, window: window))
      #expect(kept.columns.allSatisfy { $0.rowCount == window })
      for (a, b) in zip(try solution(kept), try solution(moments(320 - window..<320))) {
        #expect(abs(a - b) < 1e-9, "the last \(window) rows")
      }
    }
  }

  /// Rows that leave come from the model if it keeps them, otherwise from the data.
  @Test func rowsThatLeaveAreTakenOutOfTheMoments() throws {
    let values = Self.values()
    let settings = [("normalization", "instance"), ("ridge", "0.01"), ("keepsMoments", "true")]
    let fitted = try Self.model(LinearClosedForm.self, settings, Self.data(values, 0..<200))
    #expect(throws: UpdateError.self) { try fitted.updated(with: Self.later(values, 200..<320, window: 150)) }
    do { _ = try fitted.updated(with: Self.later(values, 200..<320, window: 150)) } catch {
      #expect("\(error)".contains("give data that begin at 2020-01-01 00:00:00"), "\(error)")
    }
    var expected = fitted
    try expected.refit(on: Self.data(values, 170..<320), Self.plan, TrainingControl())
    let update = try fitted.updated(with: Self.later(values, 0..<320, window: 150))
    #expect(update.report.rowCount == 120 && update.report.droppedCount == 170)
    try Self.expectEqual(update.forecaster, expected)
    let keeping = try Self.model(
      LinearClosedForm.self, settings + [("keepsRows", "true")], Self.data(values, 0..<200))
    let windowed = try keeping.updated(with: Self.later(values, 200..<320, window: 150)).forecaster
    var rows = keeping
    try rows.refit(on: Self.data(values, 170..<320), Self.plan, TrainingControl())
    try Self.expectEqual(windowed, rows)
  }

  @Test func whatDoesNotFollowIsRefused() throws {
    let values = Self.values()
    let plain = try Self.model(
      LinearClosedForm.self, [("normalization", "last"), ("ridge", "0.1")], Self.data(values, 0..<200))
    #expect(throws: UpdateError.momentsNotKept(model: "linear-closed-form")) {
      try plain.updated(with: Self.later(values, 200..<320))
    }
    let fitted = try Self.model(
      LinearClosedForm.self, [("normalization", "last"), ("ridge", "0.1"), ("keepsMoments", "true")],
      Self.data(values, 0..<200))
    var changed = values
    changed[1][199] += 1
    do { _ = try fitted.updated(with: Self.later(changed, 0..<320)) } catch {
      #expect("\(error)".contains("'b' is ") && "\(error)".contains("when the model saw that row"))
    }
    #expect(throws: UpdateError.self) { try fitted.updated(with: Self.later(changed, 0..<320)) }
    #expect(throws: UpdateError.windowTooShort(window: 13, needed: 14)) {
      try fitted.updated(with: Self.later(values, 0..<320, window: 13))
    }
  }
}
