import Classical
import LocalModels
import Testing

/// What a fitted regression makes of rows and columns that are told, untold, far from zero or of a damaged file.
@Suite struct DynamicRegressionStateTests {
  private static let count = 150

  /// Values with a week of noise that follows itself, and what a law adds.
  private static func values(seed: UInt64, _ law: (Int) -> Double) -> [Double] {
    var random = TestRandom(seed: seed)
    var error = 0.0
    return (0..<count).map { row in
      error = 0.4 * error + random.normal()
      return 100 + [0.0, 2, 4, 6, 8, 20, -10][row % 7] + error + law(row)
    }
  }

  private static let holidays = (0..<count + 20).map { $0 % 11 == 9 ? 1.0 : 0 }

  /// Sales that rise on the day before a holiday and fall on it.
  private static func holidaySales() throws -> any FittedLocalModel {
    let values = values(seed: 3) { -30 * holidays[$0] + 25 * holidays[$0 + 1] }
    return try DynamicRegression().fit(
      LocalSeries(values: values, season: 7, regressors: [Array(holidays[..<count])]))
  }

  @Test func rowsBehindTheHorizonCountWhereTheyAreTold() throws {
    let fitted = try Self.holidaySales()
    let ahead = Array(Self.holidays[Self.count...])
    let long = fitted.means(horizon: 14, regressors: [ahead])
    // The row behind the horizon of 2 is a holiday.
    let told = fitted.means(horizon: 2, regressors: [Array(ahead.prefix(3))])
    let untold = fitted.means(horizon: 2, regressors: [Array(ahead.prefix(2))])
    #expect(ahead[2] == 1 && told == Array(long.prefix(2)))
    #expect(told[1] - untold[1] > 20 && told[0] == untold[0])
    let unknown = fitted.means(horizon: 2, regressors: [ahead.prefix(2) + [.nan]])
    #expect(unknown == untold)
  }

  /// Rows of a gap come without columns: of two values the commoner one stands for them.
  @Test func rowsWithoutColumnsAreUsualOnes() throws {
    let open = Self.holidays.map { 1 - $0 }
    let values = Self.values(seed: 4) { 25 * open[$0] }
    var gap = try DynamicRegression().fit(
      LocalSeries(values: values, season: 7, regressors: [Array(open[..<Self.count])]))
    var told = gap
    for _ in 0..<3 {
      gap.update(with: .nan)
      told.update(with: .nan, regressors: [1])
    }
    #expect(gap.state == told.state)
    #expect(gap.means(horizon: 2) == told.means(horizon: 2, regressors: [[1, 1]]))
  }

  @Test(arguments: [1e6, 1e12]) func aColumnFarFromZeroActsAsItsDifferences(origin: Double) throws {
    let column = (0..<Self.count + 5).map { Double($0 * 37 % 41) }
    let values = Self.values(seed: 5) { 2 * max(0, column[$0] - 20) }
    func forecast(_ origin: Double) throws -> (means: [Double], text: String) {
      let far = column.map { $0 + origin }
      let fitted = try DynamicRegression().fit(
        LocalSeries(values: values, season: 7, regressors: [Array(far[..<Self.count])]))
      return (
        fitted.means(horizon: 5, regressors: [Array(far[Self.count...])]),
        fitted.summary(regressors: ["x"]).joined(separator: "\n")
      )
    }
    let (near, far) = (try forecast(0), try forecast(origin))
    #expect(zip(near.means, far.means).allSatisfy { abs($0 - $1) < 0.01 }, "\(near) \(far)")
    #expect(far.text.contains("x above 1"), "\(far.text)")
  }

  /// What is nearly a sum of two columns explains most at first, and nothing beside both.
  @Test func aTermThatLaterOnesMakeIdleIsDropped() throws {
    var random = TestRandom(seed: 6)
    let (a, b) = (
      (0..<Self.count).map { _ in random.normal() }, (0..<Self.count).map { _ in random.normal() }
    )
    let sum = a.indices.map { a[$0] + b[$0] + 0.3 * random.normal() }
    // Of the same generator: streams of neighbouring seeds may overlap.
    let values = a.indices.map { 100 + 10 * (a[$0] + b[$0]) + random.normal() }
    let fitted = try DynamicRegression().fit(LocalSeries(values: values, season: 7, regressors: [sum, a, b]))
    #expect(fitted.notes == [.unseenRegressor(0)], "\(fitted.summary)")
  }

  @Test func effectsOfLogarithmsHaveTheNamesOfTheirColumns() throws {
    let values = Self.values(seed: 8) { _ in 0 }.enumerated().map { $1 * (1 + Self.holidays[$0]) }
    let fitted = try DynamicRegression().fit(
      LocalSeries(values: values, season: 7, regressors: [Array(Self.holidays[..<Self.count])]))
    let text = fitted.summary(regressors: ["holiday"]).joined(separator: "\n")
    #expect(
      text.contains("lambda = 0") && text.contains("holiday") && !text.contains("regressor1"), "\(text)")
    #expect(text.contains("s.e."), "\(text)")
  }

  /// Coefficients of few rows are not known, as the law of the errors takes them: of 60 rows more so than of 600.
  @Test func fewRowsMakeWiderIntervals() throws {
    func ratio(_ rows: Int) throws -> (found: Double, expected: Double) {
      var random = TestRandom(seed: 9)
      let x = (0..<rows).map { _ in random.normal() }
      let series = LocalSeries(values: x.map { 50 + 3 * $0 + random.normal() }, regressors: [x])
      let fitted = try DynamicRegression().fit(series)
      let bounds = try #require(
        fitted.forecast(horizon: 1, levels: [0.8], regressors: [[0]]).bounds(level: 0.8))
      let deviation = try #require(fitted.parameters[named: "sigma2"]).squareRoot()
      let (n, mean) = (Double(rows), x.reduce(0, +) / Double(rows))
      let spread = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      // A mean and an effect, of an ordinary regression.
      let law =
        (1 + 1 / n + mean * mean / spread).squareRoot() * StudentDistribution.quantile(0.9, degrees: n - 2)
      return ((bounds.upper[0] - bounds.lower[0]) / (2 * deviation), law)
    }
    let (few, many) = (try ratio(60), try ratio(600))
    #expect(abs(few.found / few.expected - 1) < 1e-9 && abs(many.found / many.expected - 1) < 1e-9)
    #expect(few.found > 1.015 * many.found)
  }

  /// Each change makes a file that no fit has written.
  @Test(arguments: [
    ("usual", [Double.infinity]), ("usual", [0, 0]), ("origin", [.nan]), ("origin", []),
    ("terms", [0, 0]), ("terms", [1, 0, 0]), ("terms", [0, 1, 1]), ("terms", [0, 1, -0.5]),
    ("terms", [0, 0, -9]),
    ("terms", [0, 7, 0]), ("terms", [0, 2, .infinity]), ("terms", [0, 0, 0]), ("closed", [0]),
    ("closed", [3, 1]),
    ("closed", [0, .nan]), ("pending", [1, 2, 3]), ("pending", [.infinity]), ("recent 1", []),
    ("recent 1", [0, 0, 0, .nan]), ("inner/regressors", [1]), ("inner/regressors", [1, .nan]),
    ("inner/regressors", [1, 2, 3]), ("inner/estimated", [3]), ("inner/estimated", []),
    ("inner/estimated", [.nan]), ("inner/estimated", [1e300]), ("inner/effects", [0]),
    ("inner/effects", [1, 0]),
    ("inner/effects", [0, 7]), ("inner/effects", [0, .nan]), ("inner/effect root", [1]),
    ("inner/effect states", [1]), ("inner/effect states", []),
  ])
  func whatNoFitHasWrittenIsRefused(array: String, values: [Double]) throws {
    let state = try Self.holidaySales().state
    #expect(try LocalModelCatalog.restored(from: state).state == state)
    let entries = state.entries.map { entry in
      entry.name == array ? LocalModelState.Entry(name: array, values: values) : entry
    }
    let changed = LocalModelState(kind: state.kind, name: state.name, notes: state.notes, entries: entries)
    #expect(changed != state)
    let error = #expect(throws: LocalFitError.self) { _ = try LocalModelCatalog.restored(from: changed) }
    guard case .malformedState = error else {
      Issue.record("\(array) = \(values): \(String(describing: error))")
      return
    }
  }

  /// Files of earlier versions counted coefficients and rows beside the inner model, and knew nothing of each effect: they keep that law.
  @Test func filesOfEarlierVersionsKeepTheirLaw() throws {
    let fitted = try Self.holidaySales()
    let entries = fitted.state.entries.filter {
      !["inner/estimated", "inner/effects", "inner/effect root", "inner/effect states"].contains($0.name)
    }
    func restored(_ added: [LocalModelState.Entry]) throws -> any FittedLocalModel {
      try LocalModelCatalog.restored(
        from: LocalModelState(
          kind: fitted.state.kind, name: fitted.state.name, notes: [], entries: entries + added))
    }
    let old = try restored([.init(name: "estimated", values: [6, 140])])
    #expect(try LocalModelCatalog.restored(from: old.state).state == old.state)
    let (known, before) = (
      try restored([]).forecast(horizon: 3, levels: [0.8], regressors: [[0, 1, 0]]),
      old.forecast(horizon: 3, levels: [0.8], regressors: [[0, 1, 0]])
    )
    let width = StudentDistribution.quantile(0.9, degrees: 134) / NormalDistribution.quantile(0.9)
    let wider = (146.0 / 140).squareRoot() * width
    for step in 0..<3 {
      let (half, halfBefore) = (
        known.upper[0][step] - known.mean[step], before.upper[0][step] - before.mean[step]
      )
      #expect(known.mean[step] == before.mean[step] && abs(halfBefore / half - wider) < 1e-9)
    }
    for counts in [[6, 1e9], [150, 140], [6.5, 140]] {
      #expect(throws: LocalFitError.self) { _ = try restored([.init(name: "estimated", values: counts)]) }
    }
  }

  /// Without one of the arrays of the effects' uncertainty a file is no earlier version's.
  @Test(arguments: ["inner/estimated", "inner/effects", "inner/effect root", "inner/effect states"])
  func aPartOfTheUncertaintyOfEffectsIsRefused(missing: String) throws {
    let state = try Self.holidaySales().state
    let entries = state.entries.filter { $0.name != missing }
    #expect(throws: LocalFitError.self) {
      _ = try LocalModelCatalog.restored(
        from: LocalModelState(kind: state.kind, name: state.name, notes: [], entries: entries))
    }
  }
}
