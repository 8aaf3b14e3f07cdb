import Classical
import LocalModels
import Testing

/// What `CombinationModel` does with more than one season and less than two of it.
@Suite struct LastSeasonTests {
  private static let drawn: CombinationModel = {
    var model = CombinationModel.scum
    model.usesLastSeason = true
    return model
  }()

  /// Months of 100 with three high ones, and a hundredth of noise.
  private static func months(_ count: Int) -> LocalSeries {
    var random = TestRandom(seed: 5)
    let values = (0..<count).map { 100 + ($0 % 12 < 3 ? 60 : 0) + random.normal() }
    return LocalSeries(values: values, season: 12)
  }

  private static func means(_ model: CombinationModel, _ series: LocalSeries) throws -> [Double] {
    try model.fit(series).means(horizon: 24)
  }

  @Test(arguments: [14, 18, 23])
  func aSeasonIsSeenInItsSecondYear(_ count: Int) throws {
    let series = Self.months(count)
    let forecast = try Self.means(Self.drawn, series)
    let truth = (count..<count + 24).map { 100.0 + ($0 % 12 < 3 ? 60 : 0) }
    let error = zip(forecast, truth).reduce(0) { $0 + ($1.0 - $1.1).magnitude } / 24
    let usual = zip(try Self.means(.scum, series), truth).reduce(0) { $0 + ($1.0 - $1.1).magnitude } / 24
    #expect(error < 0.35 * usual, "\(error) \(usual)")
  }

  @Test(arguments: [8, 12, 24, 40])
  func otherRowsAreForecastAsPublished(_ count: Int) throws {
    let series = Self.months(count)
    #expect(try Self.means(Self.drawn, series) == Self.means(.scum, series))
  }

  /// Weeks of 100 with five high ones, and a tenth of noise.
  private static func weeks(_ count: Int) -> LocalSeries {
    var random = TestRandom(seed: 6)
    let values = (0..<count).map { 100 + ($0 % 52 < 5 ? 60 : 0) + 10 * random.normal() }
    return LocalSeries(values: values, season: 52)
  }

  /// Smoothing models have no season of so many rows: two of it do not tell most members.
  @Test func twoLongSeasonsCountAlike() throws {
    let series = Self.weeks(116)
    let fit = try #require(try Self.drawn.fit(series) as? CombinationFit)
    #expect(try #require(fit.shareOfLastSeason) > 0.6)
    let forecast = fit.means(horizon: 52)
    let truth = (116..<168).map { 100.0 + ($0 % 52 < 5 ? 60 : 0) }
    func error(_ forecast: [Double]) -> Double {
      zip(forecast, truth).reduce(0) { $0 + ($1.0 - $1.1).magnitude } / 52
    }
    // A repeated season is off by its own noise, the mean of two by .7 of it.
    #expect(error(forecast) < 0.9 * error(Array(series.values.suffix(52))), "\(error(forecast))")
    #expect(error(forecast) < error(try CombinationModel.scum.fit(series).means(horizon: 52)))
    let enough = Self.weeks(130)
    #expect(
      try Self.drawn.fit(enough).means(horizon: 9) == CombinationModel.scum.fit(enough).means(horizon: 9))
  }

  /// A level that wanders is as far from that of a season ago as anything.
  @Test func aLevelThatWandersHardlyIsDrawn() throws {
    var random = TestRandom(seed: 2)
    var level = 100.0
    let values = (0..<20).map { _ -> Double in
      level += random.normal()
      return level
    }
    let fit = try #require(try Self.drawn.fit(LocalSeries(values: values, season: 12)) as? CombinationFit)
    #expect(try #require(fit.shareOfLastSeason) < 0.3)
  }

  @Test func boundsMoveWithTheForecastAndTheStateIsStored() throws {
    var fit = try Self.drawn.fit(Self.months(18))
    let forecast = fit.forecast(horizon: 14, levels: [0.8])
    #expect(forecast.mean == fit.means(horizon: 14))
    for step in 0..<14 {
      #expect(
        forecast.lower[0][step] <= forecast.mean[step] && forecast.mean[step] <= forecast.upper[0][step])
    }
    var restored = try LocalModelCatalog.restored(from: fit.state)
    fit.update(with: 160)
    restored.update(with: 160)
    fit.update(with: .nan)
    restored.update(with: .nan)
    #expect(fit.means(horizon: 30) == restored.means(horizon: 30))
    #expect(
      fit.forecast(horizon: 30, levels: [0.8]).upper == restored.forecast(horizon: 30, levels: [0.8]).upper)
  }

  /// What the season is to models that do not see it is no doubt of those that do: bounds come near to those of the noise.
  @Test func aSeasonThatIsSeenNarrowsBounds() throws {
    let fit = try #require(try Self.drawn.fit(Self.months(20)) as? CombinationFit)
    let (plain, drawn) = (
      try CombinationModel.scum.fit(Self.months(20)).forecast(horizon: 12, levels: [0.8, 0.95]),
      fit.forecast(horizon: 12, levels: [0.8, 0.95])
    )
    for (level, z) in [1.2816, 1.96].enumerated() {
      let widths = zip(drawn.upper[level], drawn.lower[level]).map { $0 - $1 }
      let usual = zip(plain.upper[level], plain.lower[level]).map { $0 - $1 }
      #expect(zip(widths, usual).allSatisfy { $0 <= $1 + 1e-9 })
      #expect(widths.reduce(0, +) < 0.8 * usual.reduce(0, +), "\(widths) \(usual)")
      // Never surer than the noise of both seasons allows.
      #expect(widths.allSatisfy { $0 > 2 * z }, "\(widths)")
    }
  }

  /// A model stored before tells no deviation of the season: its bounds keep their distances.
  @Test func modelsOfBeforeKeepTheirIntervals() throws {
    let state = try Self.drawn.fit(Self.months(18)).state
    let name = "change and share of the last season"
    let numbers = try #require(state.entries.first { $0.name == name }).values
    let entries = state.entries.filter { $0.name != name } + [.init(name: name, values: Array(numbers[..<2]))]
    let before = try LocalModelCatalog.restored(
      from: LocalModelState(kind: state.kind, name: state.name, notes: state.notes, entries: entries))
    let plain = try CombinationModel.scum.fit(Self.months(18)).forecast(horizon: 14, levels: [0.8])
    let forecast = before.forecast(horizon: 14, levels: [0.8])
    for step in 0..<14 {
      let width = forecast.upper[0][step] - forecast.lower[0][step]
      #expect((width - (plain.upper[0][step] - plain.lower[0][step])).magnitude < 1e-9)
    }
  }

  /// Weeks of a year and quarters of an hour of a day: no model of smoothing takes a season as long, and `arima` and `dotm` ask for two of it.
  @Test(arguments: [(season: 52, count: 53), (52, 79), (52, 103), (96, 150)])
  func aLongSeasonIsSeenToo(season: Int, count: Int) throws {
    var random = TestRandom(seed: 7)
    func clear(_ row: Int) -> Double { 100 + (row % season < season / 4 ? 60 : 0) }
    let series = LocalSeries(values: (0..<count).map { clear($0) + random.normal() }, season: season)
    func error(_ model: CombinationModel) throws -> Double {
      let forecast = try model.fit(series).means(horizon: season)
      return forecast.enumerated().reduce(0) { $0 + ($1.element - clear(count + $1.offset)).magnitude }
    }
    let (drawn, plain) = (try error(Self.drawn), try error(.scum))
    #expect(drawn < 0.6 * plain, "\(drawn) \(plain)")
  }

  /// A row that nothing is known of is no evidence, and none to go on from.
  @Test func rowsThatAreMissingAreNotCompared() throws {
    var series = Self.months(18)
    func share() throws -> Double? {
      let fit = try #require(try Self.drawn.fit(series) as? CombinationFit)
      let isFinite = fit.means(horizon: 3).allSatisfy(\.isFinite)
      #expect(isFinite)
      return fit.shareOfLastSeason
    }
    let complete = try #require(try share())
    series.values[0..<5] = [.nan, .nan, .nan, .nan, .nan]
    // One row is compared, and it changed by noise alone.
    #expect(try #require(try share()) != complete)
    series.values[5] = .nan
    #expect(try share() == nil)
    series = Self.months(18)
    series.values[17] = .nan
    #expect(try share() == nil)
  }

  /// Each change makes a file that no fit has written.
  @Test(arguments: [
    ("last season", [1.0]), ("last season", []), ("last season", [1, .nan]),
    ("change and share of the last season", [0, 1.5]),
    ("change and share of the last season", [.infinity, 0.5]), ("change and share of the last season", [0]),
    ("change and share of the last season", [0, 0.5, -1]),
    ("change and share of the last season", [0, 0.5, .nan]),
  ])
  func whatNoFitHasWrittenIsRefused(array: String, values: [Double]) throws {
    let state = try Self.drawn.fit(Self.months(18)).state
    func restored(_ entries: [LocalModelState.Entry]) throws {
      _ = try LocalModelCatalog.restored(
        from: LocalModelState(kind: state.kind, name: state.name, notes: state.notes, entries: entries))
    }
    let others = state.entries.filter { $0.name != array }
    #expect(throws: LocalFitError.self) { try restored(others) }
    #expect(throws: LocalFitError.self) { try restored(others + [.init(name: array, values: values)]) }
  }
}
