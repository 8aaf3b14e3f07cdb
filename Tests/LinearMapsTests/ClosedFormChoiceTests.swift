import Forecasters
import Forecasting
import Layers
import LinearMaps
import Tensors
import TestSupport
import Testing
import TimeSeries
import Training

/// Every choice of the closed form beside least squares over copied windows.
struct ClosedFormChoiceTests {
  private static let (lookback, horizon, season, rows) = (9, 3, 4, 160)

  /// A table of two targets, one of them known ahead by `p`; single cells are missing.
  private static func text(holes: [Int]) -> String {
    var generator = SeededGenerator(seed: 51)
    var (level, lines) = (0.0, ["date,a,b,p\n"])
    for row in 0..<rows {
      level = 0.8 * level + Double(generator.normal())
      let known = Double(generator.normal())
      let a = level + Double(row % season) + 0.5 * known
      let b = 2 * level - Double(row % 5) + Double(generator.normal())
      let stamp = Frequency.hours(1).advance(Timestamp(year: 2021), by: row)
      lines.append(
        "\(stamp),\(holes.contains(row) ? "" : "\(a)"),\(holes.contains(row + 7) ? "" : "\(b)"),\(known)\n")
    }
    return lines.joined()
  }

  private struct Case {
    let task: ForecastTask
    let windows: WindowSet
    var explicit: ExplicitRegression
    var data: TrainingData { TrainingData(windows) }
  }

  private static func makeCase(
    holes: [Int] = [], future: Bool = false, harmonics: Int = 0, lookback: Int = lookback, rows: Int = 110
  ) throws -> Case {
    var options = ReadingOptions()
    if future { options.futureColumns = ["p"] } else { options.ignoredColumns = ["p"] }
    let panel = try Panel(parsing: Array(text(holes: holes).utf8), name: "table", options)
    let split = Split(train: 0..<rows, validation: 110..<140, test: 140..<160)
    let scaler = StandardScaler(fitting: panel, rows: split.train)
    let shape = WindowSet.Shape(lookback: lookback, horizon: horizon)
    let task = ForecastTask(
      lookback: lookback, horizon: horizon, channelCount: 2, futureCount: future ? 1 : 0,
      frequency: .hours(1))
    var configuration = ClosedFormConfiguration()
    configuration.harmonics = harmonics
    let windows = try WindowSet(ScaledPanel(panel, scalers: [scaler]), splits: [split], shape: shape)
      .withCalendar(LinearClosedForm.calendarFeatures(configuration, for: task))
    func standardized(_ column: Int) -> [Double] {
      panel.values(ofColumn: column).map { ($0 - scaler.means[column]) / scaler.deviations[column] }
    }
    let raw = (0..<2).map(standardized)
    let filled = raw.map { column in
      var last = 0.0
      return column.map { value in
        last = value.isNaN ? last : value
        return last
      }
    }
    var explicit = ExplicitRegression(
      values: filled, observed: raw.map { $0.map { !$0.isNaN } }, lookback: lookback, horizon: horizon)
    if future { explicit.future = [standardized(2)] }
    if harmonics > 0 {
      // 2021-01-01 was a Friday.
      let cycles: [(Int) -> Double] = [
        { Double($0 % 24) / 24 }, { (Double((4 + $0 / 24) % 7) + Double($0 % 24) / 24) / 7 },
        { Double($0) / 24 / 365.25 },
      ]
      for cycle in cycles {
        for number in 1...harmonics {
          let angles = (0..<Self.rows).map { 2 * Double.pi * Double(number) * cycle($0) }
          explicit.phases += [angles.map(Self.sine), angles.map { Self.sine($0 + Double.pi / 2) }]
        }
      }
    }
    return Case(task: task, windows: windows, explicit: explicit)
  }

  /// sin(x) by its series.
  private static func sine(_ angle: Double) -> Double {
    let x = angle.remainder(dividingBy: 2 * Double.pi)
    var (term, sum) = (x, x)
    for n in 1..<20 {
      term *= -x * x / Double(2 * n * (2 * n + 1))
      sum += term
    }
    return sum
  }

  private static func fitted(
    _ settings: [(String, String)], _ known: Case
  ) throws -> LinearClosedForm {
    var configuration = LinearClosedForm.Configuration()
    for (key, value) in [("season", "4")] + settings { try configuration.set(key, to: value) }
    var generator = SeededGenerator(seed: 1)
    var model = try LinearClosedForm.make(configuration, for: known.task, using: &generator)
    _ = try model.fit(
      known.data, TrainingPlan(recipe: TrainingRecipe(), seed: 1, workers: Workers(threadCount: 2)),
      TrainingControl())
    return model
  }

  private static let centrings: [(name: String, rows: Int?)] = [
    ("none", 0), ("last", 1), ("half-season", 2), ("season", 4), ("mean", 9), ("instance", nil),
  ]
  private static let training = lookback..<110 - horizon + 1

  private static func expectEqual(_ found: [Double], _ expected: [Double], _ place: String) {
    let worst = largestDistance(found, expected)
    #expect(worst < 1e-8, "\(place): coefficients differ by \(worst)")
  }

  /// The coefficients of one map, `[horizon, input]`, by elimination.
  private static func explicitMap(
    _ regression: ExplicitRegression, _ columns: [Int], ridge: Double, shrinkage: Double = 0,
    towards prior: [Double]? = nil
  ) -> [Double] {
    (0..<horizon).flatMap { step in
      let examples = regression.examples(columns, step: step, firstTargets: training)
      let size = examples[0].inputs.count
      return ExplicitRegression.solution(
        examples, ridge: ridge, shrinkage: shrinkage,
        towards: prior.map { Array($0[step * size..<(step + 1) * size]) })
    }
  }

  /// Whole tables, gaps, columns known ahead and harmonics, each with every centring, pooled and of single channels.
  @Test(arguments: [0, 1, 2, 3]) func mapsAreThoseOfCopiedWindows(_ kind: Int) throws {
    let holes = kind == 1 ? [20, 47, 48 + 7, 90] : []
    let known = try Self.makeCase(holes: holes, future: kind == 2, harmonics: kind == 3 ? 2 : 0)
    for (name, rows) in Self.centrings {
      var explicit = known.explicit
      explicit.centring = rows
      for ridge in ["0.03125", "1000"] {
        var settings = [("normalization", name), ("ridge", ridge)]
        if kind == 3 { settings.append(("harmonics", "2")) }
        let value = try #require(Double(ridge))
        let model = try Self.fitted(settings, known)
        let found = try model.solutions(of: known.data, workers: Workers(threadCount: 2))
        let pooled = Self.explicitMap(explicit, [0, 1], ridge: value)
        Self.expectEqual(found[0], pooled, "\(name), ridge \(ridge), pooled, kind \(kind)")
        guard name != "instance" else { continue }
        for (scope, shrinkage) in [("own", 0.0), ("shrunk", 0.5)] {
          let own = try Self.fitted(settings + [("scope", scope), ("shrinkage", "0.5")], known)
          let maps = try own.solutions(of: known.data, workers: Workers(threadCount: 2))
          for column in 0..<2 {
            let expected = Self.explicitMap(
              explicit, [column], ridge: value, shrinkage: shrinkage,
              towards: scope == "shrunk" ? pooled : nil)
            Self.expectEqual(maps[column], expected, "\(name), ridge \(ridge), \(scope), kind \(kind)")
          }
        }
      }
    }
  }

  /// Where moments are kept, windows with missing values are left out.
  @Test func keptMomentsLeaveWindowsOut() throws {
    let known = try Self.makeCase(holes: [20, 47, 55, 90])
    var explicit = known.explicit
    (explicit.leavesWindowsOut, explicit.centring) = (true, 4)
    let model = try Self.fitted(
      [("normalization", "season"), ("ridge", "0.03125"), ("keepsMoments", "true")], known)
    let found = try model.solutions(of: known.data, workers: Workers(threadCount: 1))
    Self.expectEqual(found[0], Self.explicitMap(explicit, [0, 1], ridge: 0.03125), "kept moments")
  }

  /// The errors that choose are those of copied windows, on validation rows and on folds.
  @Test(arguments: [0, 3]) func theChoiceIsThatOfCopiedWindows(_ folds: Int) throws {
    for holes in [[], [20, 47, 55, 90, 115]] {
      let known = try Self.makeCase(holes: holes)
      let settings = [
        ("normalization", "last+season+none"), ("ridges", "0.015625+1+1e3"), ("scope", "pooled+own"),
        ("folds", "\(folds)"),
      ]
      let model = try Self.fitted(settings, known)
      let edges = (0...3).map { 140 * (6 + 3 * $0) / 15 }
      let parts =
        folds == 0
        ? [(Self.training, 110..<140 - Self.horizon + 1)]
        : (0..<3).map { fold in
          (
            Self.lookback..<edges[fold] - Self.horizon + 1,
            edges[fold]..<edges[fold + 1] - Self.horizon + 1
          )
        }
      for column in 0..<2 {
        var best = (name: "", error: Double.infinity)
        for scope in ["", "own map, "] {
          for (name, rows) in [("last", 1), ("season", 4), ("none", 0)] {
            for ridge in [0.015625, 1, 1000] {
              var explicit = known.explicit
              explicit.centring = rows
              var (sum, count) = (0.0, 0)
              for (training, scoring) in parts {
                for step in 0..<Self.horizon {
                  let fitted = explicit.examples(
                    scope.isEmpty ? [0, 1] : [column], step: step, firstTargets: training)
                  let scored = explicit.examples([column], step: step, firstTargets: scoring)
                  let b = ExplicitRegression.solution(fitted, ridge: ridge)
                  sum += ExplicitRegression.squaredError(b, scored)
                  count += scored.count
                }
              }
              if sum / Double(count) < best.error {
                best = ("\(scope)normalization \(name), ridge \(Float(ridge))", sum / Double(count))
              }
            }
          }
        }
        #expect(model.chosen[column] == best.name, "column \(column), \(holes.count) holes")
      }
    }
  }

  /// With a large penalty the last value is left, and a drift that is the mean step.
  @Test func aLargePenaltyLeavesTheLastValue() throws {
    let known = try Self.makeCase()
    let model = try Self.fitted([("normalization", "last"), ("ridge", "1e6")], known)
    let weights = try model.solutions(of: known.data, workers: Workers(threadCount: 1))[0]
    let size = Self.lookback + 1
    #expect(weights.indices.allSatisfy { $0 % size == size - 1 || abs(weights[$0]) < 1e-4 })
  }

  @Test func forecastsAreThoseOfTheCoefficients() throws {
    for kind in 0..<4 {
      let known = try Self.makeCase(future: kind == 2, harmonics: kind == 3 ? 2 : 0)
      for (name, rows) in Self.centrings {
        for scope in name == "instance" ? ["pooled"] : ["pooled", "own"] {
          var settings = [("normalization", name), ("ridge", "0.1"), ("scope", scope)]
          if kind == 3 { settings.append(("harmonics", "2")) }
          let model = try Self.fitted(settings, known)
          let maps = try model.solutions(of: known.data, workers: Workers(threadCount: 1))
          var explicit = known.explicit
          explicit.centring = rows
          let batch = known.windows.test.histories(0..<5)
          guard case .standardized(let forecast) = model.forecast(batch).values else { continue }
          for window in 0..<5 {
            for column in 0..<2 {
              let map = maps.count == 1 ? maps[0] : maps[column]
              for step in 0..<Self.horizon {
                let example = explicit.examples(
                  [column], step: step, firstTargets: 140 + window..<141 + window)[0]
                let size = example.inputs.count
                let error = ExplicitRegression.residual(
                  Array(map[step * size..<(step + 1) * size]), example)
                let expected = known.explicit.values[column][140 + window + step] - error
                let found = forecast.values[(window * 2 + column) * Self.horizon + step]
                #expect(abs(Double(found) - expected) < 1e-4, "\(name), \(scope), kind \(kind)")
              }
            }
          }
        }
      }
    }
  }

  /// Maps with the smallest absolute error beside Newton's method on the same sum: whole tables, gaps, columns known ahead and
  /// harmonics, pooled, of single channels and drawn to that of all.
  @Test(arguments: [0, 1, 2, 3]) func absoluteErrorsAreTheSmallest(_ kind: Int) throws {
    let known = try Self.makeCase(
      holes: kind == 1 ? [20, 47, 90] : [], future: kind == 2, harmonics: kind == 3 ? 1 : 0)
    var explicit = known.explicit
    explicit.centring = 1
    let common =
      [("normalization", "last"), ("ridge", "0.0078125"), ("shrinkage", "0.5")]
      + (kind == 3 ? [("harmonics", "1")] : [])
    var pooled: [Double] = []
    for scope in ["pooled", "own", "shrunk"] {
      let settings = common + [("scope", scope)]
      let start = try Self.fitted(settings, known).solutions(of: known.data, workers: Workers(threadCount: 1))
      let found = try Self.fitted(settings + [("loss", "mae")], known)
        .solutions(of: known.data, workers: Workers(threadCount: 2))
      if scope == "pooled" { pooled = found[0] }
      for map in found.indices {
        for step in 0..<Self.horizon {
          let examples = explicit.examples(
            scope == "pooled" ? [0, 1] : [map], step: step, firstTargets: Self.training)
          let size = examples[0].inputs.count
          let rows = step * size..<(step + 1) * size
          let first = Array(start[map][rows])
          // With as much of the penalty as keeps absolute errors below those of the start.
          let gaps = [1, 0.1, 0.01, 1e-3, 1e-4, 1e-5].map { share in
            let loss = SmoothedAbsoluteError(
              examples, start: first, ridge: share * 0.0078125,
              shrinkage: scope == "shrunk" ? share * 0.5 : 0,
              towards: scope == "shrunk" ? Array(pooled[rows]) : nil)
            return loss.value(Array(found[map][rows])) / loss.minimum(from: first) - 1
          }
          #expect(gaps.contains { abs($0) < 1e-4 }, "kind \(kind), \(scope), step \(step): \(gaps)")
          func absoluteError(_ b: [Double]) -> Double {
            examples.reduce(0) { $0 + abs(ExplicitRegression.residual(b, $1)) }
          }
          #expect(absoluteError(Array(found[map][rows])) <= absoluteError(first) * (1 + 1e-9))
        }
      }
    }
  }

  /// Of three coefficients, some three examples are met exactly at the smallest sum of absolute errors: all threes are tried.
  @Test func noLineThroughExamplesHasASmallerAbsoluteError() throws {
    let known = try Self.makeCase(lookback: 2, rows: 60)
    var explicit = known.explicit
    explicit.centring = 0
    let model = try Self.fitted(
      [("normalization", "none"), ("ridge", "1e-9"), ("scope", "own"), ("loss", "mae")], known)
    let found = try model.solutions(of: known.data, workers: Workers(threadCount: 1))
    for step in 0..<Self.horizon {
      let examples = explicit.examples([1], step: step, firstTargets: 2..<60 - Self.horizon + 1)
      func error(_ b: [Double]) -> Double {
        examples.reduce(0) { $0 + abs(ExplicitRegression.residual(b, $1)) }
      }
      var best = Double.infinity
      for i in examples.indices {
        for j in 0..<i {
          for k in 0..<j {
            let b = ExplicitRegression.solution([examples[i], examples[j], examples[k]], ridge: 0)
            best = min(best, error(b))
          }
        }
      }
      let mine = error(Array(found[1][step * 3..<step * 3 + 3]))
      // ε, a thousandth of the residuals, leaves up to as much of the three.
      #expect(mine < best * (1 + 1e-4), "step \(step): \(mine), \(best)")
    }
  }

  /// A strong penalty is no reason for a larger absolute error than that of the map of squared errors with the same penalty.
  @Test(arguments: ["0.1", "1", "10"])
  func absoluteErrorsAreNotAboveThoseOfSquaredOnes(ridge: String) throws {
    let known = try Self.makeCase()
    var explicit = known.explicit
    explicit.centring = 1
    let settings = [("normalization", "last"), ("ridge", ridge)]
    let (squared, absolute) = try (
      Self.fitted(settings, known).solutions(of: known.data, workers: Workers(threadCount: 1))[0],
      Self.fitted(settings + [("loss", "mae")], known)
        .solutions(of: known.data, workers: Workers(threadCount: 1))[0]
    )
    for step in 0..<Self.horizon {
      let examples = explicit.examples([0, 1], step: step, firstTargets: Self.training)
      let size = examples[0].inputs.count
      func error(_ map: [Double]) -> Double {
        let b = Array(map[step * size..<(step + 1) * size])
        return examples.reduce(0) { $0 + abs(ExplicitRegression.residual(b, $1)) }
      }
      let (mine, first) = (error(absolute), error(squared))
      #expect(mine < first * (1 + 1e-12), "step \(step): \(mine), \(first)")
    }
  }

  @Test func absoluteErrorsAreTheSameForAnyNumberOfThreads() throws {
    let known = try Self.makeCase(holes: [20, 47, 90])
    let model = try Self.fitted([("normalization", "season"), ("loss", "mae")], known)
    let maps = try [1, 2, 3].map {
      try model.solutions(of: known.data, workers: Workers(threadCount: $0))[0].map(\.bitPattern)
    }
    #expect(maps[0] == maps[1] && maps[0] == maps[2])
  }

  @Test func settingsThatDoNotGoTogetherAreRefused() throws {
    let known = try Self.makeCase(future: true)
    for settings in [
      [("normalization", "instance"), ("scope", "own")], [("keepsRows", "true")],
      [("keepsMoments", "true")], [("normalization", "season"), ("season", "24")],
    ] {
      #expect(throws: ConfigurationError.self) { try Self.fitted(settings, known) }
    }
    let plain = try Self.makeCase()
    for settings in [
      [("loss", "mae"), ("keepsMoments", "true"), ("normalization", "last")]
    ] {
      #expect(throws: ConfigurationError.self) { try Self.fitted(settings, plain) }
    }
    var configuration = LinearClosedForm.Configuration()
    for (key, value) in [("normalization", "first"), ("scope", "all"), ("ridges", "0"), ("loss", "huber")] {
      #expect(throws: ConfigurationError.self) { try configuration.set(key, to: value) }
    }
  }
}
