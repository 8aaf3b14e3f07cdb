import Persistence
import Testing

/// The scores of a fit are those of the forecasts that its model gives from every origin, missing truths left out.
@Suite struct RecomputedScoresTests {
  /// Of 120 rows 84 are for training, 12 for validation and 24 for the test.
  private static let (training, test) = (0..<84, 96..<120)
  private static let horizon = 4

  /// What a column is measured by.
  private struct Scale {
    let deviation: Double
    /// The mean error of the week before.
    let naive: Double

    init(_ truth: [Double?]) {
      let rows = truth[training]
      let values = rows.compactMap(\.self)
      let mean = values.reduce(0, +) / Double(values.count)
      let squares: Double = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      deviation = (squares / Double(values.count)).squareRoot()
      let differences = rows.indices.dropFirst(7).compactMap { row -> Double? in
        guard let value = rows[row], let before = rows[row - 7] else { return nil }
        return (value - before).magnitude
      }
      naive = differences.reduce(0, +) / Double(differences.count)
    }
  }

  /// Sums over the truths that there are.
  private struct Sums {
    var squared = 0.0, absolute = 0.0, squaredNorm = 0.0, absoluteNorm = 0.0, scaled = 0.0, width = 0.0
    var held = 0, count = 0

    mutating func add(_ error: Double, within bounds: ClosedRange<Double>, truth: Double, _ scale: Scale) {
      let norm = error / scale.deviation
      (squared, absolute) = (squared + error * error, absolute + error.magnitude)
      (squaredNorm, absoluteNorm) = (squaredNorm + norm * norm, absoluteNorm + norm.magnitude)
      scaled += error.magnitude / scale.naive
      width += (bounds.upperBound - bounds.lowerBound) / scale.deviation
      held += bounds.contains(truth) ? 1 : 0
      count += 1
    }

    /// The means by their keys in JSON.
    var means: [(key: String, value: Double)] {
      [
        ("mse", squared), ("mae", absolute), ("mse_norm", squaredNorm), ("mae_norm", absoluteNorm),
        ("mase", scaled), ("width_80", width),
      ].map { ($0.0, $0.1 / Double(count)) }
    }
  }

  @Test(arguments: RelationTests.fits) func theyAreThoseOfTheForecastsFromEachOrigin(fit: String) throws {
    let workspace = try Workspace()
    let score = try workspace.fit(DayTable().text, "\(fit) --no-refit --json").json.member("test")
    let truths = DayTable.columns.indices.map(DayTable.truth)
    let scales = truths.map(Scale.init)
    let origins = Self.test.dropLast(Self.horizon - 1)
    var sums = Sums()
    for origin in origins {
      let forecast = try workspace.forecast("--level 80 --at \(DayTable.day(origin - 1).iso)")
      for (index, name) in DayTable.columns.enumerated() {
        let (points, lower) = try (forecast.column(name), forecast.column("\(name)-lo-80"))
        let upper = try forecast.column("\(name)-hi-80")
        for step in 0..<Self.horizon {
          guard let truth = truths[index][origin + step] else { continue }
          sums.add(
            points[step] - truth, within: lower[step]...upper[step], truth: truth, scales[index])
        }
      }
    }
    #expect(try score.member("windows").integer() == origins.count)
    for (key, mean) in sums.means {
      let found = try score.member(key).number()
      #expect((found - mean).magnitude <= 1e-4 * mean, "\(key): \(found), recomputed \(mean)")
    }
    let share = Double(sums.held) / Double(sums.count)
    // A truth may lie on a bound but for rounding.
    #expect((try score.member("coverage_80").number() - share).magnitude < 1.5 / Double(sums.count))
  }
}
