import Forecasting
import Runs
import Tensors
import TestSupport
import Testing
import TimeSeries

/// Intervals of a column whose last rows are missing while others go on: their steps are counted from its last value.
@Suite struct StaleColumnTests {
  private static let missingCount = 5

  /// Two walks, of which the second ends before the first where rows of it are missing.
  private static func panel(_ count: Int, missing: Int = 0, dropping: Int = 0) throws -> Panel {
    var generator = TestGenerator(seed: 21)
    var levels = [100.0, 100.0]
    var columns: [[Double]] = [[], []]
    for row in 0..<count {
      for column in 0..<2 {
        levels[column] += generator.normal()
        columns[column].append(column == 1 && row >= count - missing ? .nan : levels[column])
      }
    }
    let stamps = Frequency.days(1).stamps(after: Timestamp(year: 2026), count: count - dropping)
    return try Panel(
      source: "walks", timestamps: stamps,
      columns: [
        (name: "a", values: Array(columns[0].dropLast(dropping))),
        (name: "b", values: Array(columns[1].dropLast(dropping))),
      ])
  }

  private static func fit(
    _ model: String, _ panel: Panel, horizon: Int, split: String, lookback: Int? = nil, loss: String? = nil
  ) throws -> ModelFile {
    var request = FitRequest(data: .panel(panel), workers: Workers(threadCount: 1))
    (request.model, request.lookback, request.horizon) = (model, lookback, horizon)
    request.split = try SplitRule(split)
    if let loss {
      try request.recipe.set("loss", to: loss)
      try request.recipe.set("epochs", to: "2")
    }
    var fit = Fit(request)
    fit.scoresBaselines = false
    return try fit.run().model
  }

  /// The widths of the 80 % intervals of the second column.
  private static func widths(_ model: ModelFile, _ panel: Panel) throws -> [Double] {
    let table = try Prediction(model, data: .panel(panel), levels: [0.8]).table
    return try (0..<table.stepCount).map { step in
      let bounds = try #require(table.bounds(level: 0.8, channel: 1, step: step))
      return bounds.upper - bounds.lower
    }
  }

  @Test(arguments: ["ses", "holt", "theta", "dotm", "ces", "arima", "naive2", "mean4"])
  func aStatedLawCountsMissingRowsAsSteps(_ name: String) throws {
    let stale = try Self.panel(80, missing: Self.missingCount)
    let ended = try Self.panel(80, dropping: Self.missingCount)
    let model = try Self.fit(name, stale, horizon: 3, split: "0.6/0/0.4")
    let longer = try Self.fit(name, ended, horizon: 3 + Self.missingCount, split: "0.6/0/0.4")
    let expected = Array(try Self.widths(longer, ended).dropFirst(Self.missingCount))
    let found = try Self.widths(model, stale)
    let folder = try TemporaryFolder()
    let path = folder.file("model.safetensors")
    try model.write(to: path)
    #expect(try Self.widths(ModelFile(reading: path), stale) == found)
    // A model that has not seen the missing rows goes on over them.
    let fresh = try Self.fit(name, ended, horizon: 3, split: "0.6/0/0.4")
    let later = try Self.widths(fresh, stale)
    for step in 0..<3 {
      #expect((found[step] / expected[step] - 1).magnitude < 1e-6, "\(name): \(found), \(expected)")
      #expect((later[step] / expected[step] - 1).magnitude < 1e-6, "\(name): \(later), \(expected)")
    }
  }

  @Test(arguments: ["quantile:0.1,0.5,0.9", "gaussian", "student-t"])
  func aLearntLawCountsMissingRowsAsSteps(_ loss: String) throws {
    let (horizon, whole) = (8, try Self.panel(300))
    let model = try Self.fit(
      "nlinear", whole, horizon: horizon, split: "0.6/0.2/0.2", lookback: 12, loss: loss)
    for missing in [2, Self.missingCount, 3 * horizon] {
      let stale = try Self.widths(model, Self.panel(300, missing: missing))
      let ended = try Self.widths(model, Self.panel(300, dropping: missing))
      for step in 0..<horizon {
        let later = step + missing
        // As wide as the widest of the steps on the way: each is learnt by itself, and none makes a forecast surer.
        let widest = ended[step...min(later, horizon - 1)].reduce(0, max)
        let ratio = stale[step] / widest
        #expect(ratio > 1 - 1e-4, "\(missing): \(stale), \(ended)")
        if later < horizon {
          // The widest halves and the heaviest tails may be those of several steps.
          #expect(ratio < (loss == "gaussian" ? 1 + 1e-4 : 1.5), "\(missing): \(stale), \(ended)")
        } else {
          // Behind the last step a law goes on as it grew, or stays as wide.
          #expect(ratio < 1.5 * Double(later + 1) / Double(horizon))
        }
      }
    }
    // A series that is shorter than its history and the missing rows has a law too.
    let short = try Self.widths(model, Self.panel(14, missing: Self.missingCount))
    #expect(short.allSatisfy { $0 > 0 && $0.isFinite }, "\(short)")
  }

  @Test func residualsOfLaterStepsBoundAColumnThatEndsEarly() throws {
    let horizon = 8
    let whole = try Self.panel(1000)
    let model = try Self.fit("last-value", whole, horizon: horizon, split: "0.3/0.5/0.2", lookback: 24)
    let intervals = try #require(model.intervals)
    let level = try #require(intervals.index(ofLevel: 0.8))
    let stale = try Self.panel(1000, missing: Self.missingCount)
    let widths = try Self.widths(model, stale)
    let known = try (0..<horizon + Self.missingCount).map { step in
      let offsets = try #require(intervals.offsets(channel: 1, step: step, level: level))
      return offsets.upper - offsets.lower
    }
    for step in 0..<horizon {
      let ratio: Double = widths[step] / known[step + Self.missingCount]
      #expect((ratio * known[Self.missingCount] / widths[0] - 1).magnitude < 1e-6, "\(widths), \(known)")
    }
    // A walk's intervals go on growing behind the last step, by no more than the number of steps.
    for step in horizon..<known.count {
      #expect(known[step] > known[step - 1] && known[step] <= known[horizon - 1] * Double(step + 1) / 8)
    }
    // Where nothing is missing, nothing has changed.
    #expect(try Self.widths(model, whole).allSatisfy { $0 > 0 })
  }

  @Test func missingRowsThatAreUsualAreNoSteps() throws {
    let everyThird = (0..<30).map { $0 % 3 == 0 ? Double($0) : .nan }
    #expect(try Self.staleRows(everyThird) == 0)
    #expect(try Self.staleRows(everyThird + [.nan, .nan]) == 2)
    #expect(try Self.staleRows((0..<30).map { Double($0) } + [.nan, .nan]) == 2)
    #expect(try Self.staleRows(Array(repeating: .nan, count: 30) + [1, 2, 3, .nan]) == 1)
    #expect(try Self.staleRows(Array(repeating: .nan, count: 30)) == 0)
  }

  /// What is counted at the end of a column beside one that goes on.
  private static func staleRows(_ values: [Double]) throws -> Int {
    let stamps = Frequency.days(1).stamps(after: Timestamp(year: 2026), count: values.count)
    let panel = try Panel(
      source: "rows", timestamps: stamps,
      columns: [(name: "a", values: values.indices.map { Double($0) }), (name: "b", values: values)])
    let data = try ScaledPanel(panel, scalers: [StandardScaler(means: [0, 0], deviations: [1, 1])])
    let units = HistoryUnits(data, channels: [0, 1], lookback: values.count)
    let batch = Batch(
      history: Tensor(shape: [1, 2, values.count], filledWith: 0), origins: [.start], units: units)
    return batch.staleRowCount(ofChannel: 1, window: 0)
  }
}
