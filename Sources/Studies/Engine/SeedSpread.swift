import Experiments
import Text

/// A figure over several seeds.
public struct SeedSpread: Sendable, Equatable {
  private let values: [Double]

  /// - Parameter values: Those that are not finite are left out.
  public init(_ values: [Double]) { self.values = values.filter(\.isFinite) }

  /// Whether there is any value.
  public var isKnown: Bool { !values.isEmpty }
  /// Not a number where nothing is known.
  public var mean: Double { Spread(values).mean }

  /// The deviation of the values, with one degree of freedom less; nil for fewer than two.
  public var deviation: Double? { Spread(values).deviation }

  /// The lowest value.
  var best: String { values.min().map { Self.number($0, 4) } ?? "–" }

  /// The share of values that satisfy a condition.
  func share(where condition: (Double) -> Bool) -> Double {
    Double(values.count(where: condition)) / Double(max(1, values.count))
  }

  /// `mean ± deviation`, `–` for no values.
  func text(places: Int = 4) -> String {
    guard let digits = digits(places: places) else { return "–" }
    return digits.deviation.map { "\(digits.mean) ± \($0)" } ?? digits.mean
  }

  /// Mean and deviation as they are printed; numbers without decimals are printed without a deviation. Nil for no values.
  func digits(places: Int) -> (mean: String, deviation: String?)? {
    guard isKnown else { return nil }
    return (Self.number(mean, places), places > 0 ? deviation.map { Self.number($0, places) } : nil)
  }

  /// With so many decimals, or as many significant digits where that would show little of it.
  private static func number(_ value: Double, _ places: Int) -> String {
    value != 0 && value.magnitude < 0.01 && places > 0
      ? TextFormatting.significant(value, digits: 3) : TextFormatting.fixed(value, places: places)
  }
}
