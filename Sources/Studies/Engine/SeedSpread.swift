import LocalModels
import Text

/// Values of several seeds.
struct SeedSpread {
  private let values: [Double]

  /// - Parameter values: Those that are not finite are left out.
  init(_ values: [Double]) { self.values = values.filter(\.isFinite) }

  var isKnown: Bool { !values.isEmpty }
  var mean: Double { SampleMoments(values).mean }

  /// The deviation of the values, with one degree of freedom less.
  var deviation: Double { SampleMoments(values).sampleVariance.squareRoot() }

  /// The lowest value.
  var best: String { values.min().map { Self.number($0, 4) } ?? "–" }

  /// The share of values that satisfy a condition.
  func share(where condition: (Double) -> Bool) -> Double {
    Double(values.count(where: condition)) / Double(max(1, values.count))
  }

  /// `mean ± deviation`, `–` for no values.
  func text(places: Int = 4) -> String {
    guard isKnown else { return "–" }
    let mean = Self.number(mean, places)
    return values.count > 1 && places > 0 ? "\(mean) ± \(Self.number(deviation, places))" : mean
  }

  /// With so many decimals, or as many significant digits where that would show little of it.
  private static func number(_ value: Double, _ places: Int) -> String {
    value != 0 && value.magnitude < 0.01 && places > 0
      ? TextFormatting.significant(value, digits: 3) : TextFormatting.fixed(value, places: places)
  }
}
