import Text

/// Round numbers along an axis, with labels of equally many decimals.
public struct NumberTicks: Sendable {
  /// The numbers, all within the range.
  public let values: [Double]
  /// Their texts.
  public let labels: [String]

  /// Steps of 1, 2 or 5 times a power of ten, the smallest that make at most `count` ticks; the next smaller one, of at most five
  /// ticks, where those would be fewer than two.
  ///
  /// - Parameters:
  ///   - range: Finite ends.
  ///   - count: At least 1.
  ///   - isWhole: Whether the axis counts something, so that no tick falls between two whole numbers.
  public init(_ range: ClosedRange<Double>, atMost count: Int, isWhole: Bool = false) {
    let step = Self.step(over: range, atMost: max(1, count), isWhole: isWhole)
    let (first, last) = Self.multiples(of: step, in: range)
    let indices = first <= last ? Array(0...min(1000, Int(last - first))) : []
    values = indices.map { (first + Double($0)) * step }
    let largest = values.map(\.magnitude).max() ?? 0
    labels = values.map { Self.label($0, step: step, largest: largest) }
  }

  private static func step(over range: ClosedRange<Double>, atMost count: Int, isWhole: Bool) -> Double {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite else { return max(1, range.upperBound.magnitude) }
    var power = 1.0
    while power > span { power /= 10 }
    while power * 10 <= span { power *= 10 }
    // From a hundredth of the span upwards; three decades hold a fitting step.
    var finer: Double?
    for decade in [power / 100, power / 10, power, power * 10] {
      for factor in [1.0, 2, 5] {
        let step = decade * factor
        guard !isWhole || step >= 1 else { continue }
        let (first, last) = multiples(of: step, in: range)
        if last - first + 1 > Double(count) {
          finer = step
        } else {
          // One number alone says nothing about distances.
          return last > first || count == 1 ? step : finer ?? step
        }
      }
    }
    return power * 10
  }

  /// The first and last multiple in the range; one that misses an end by a rounding error is in it.
  private static func multiples(of step: Double, in range: ClosedRange<Double>) -> (Double, Double) {
    (
      (range.lowerBound / step - 1e-9).rounded(.up), (range.upperBound / step + 1e-9).rounded(.down)
    )
  }

  private static func label(_ value: Double, step: Double, largest: Double) -> String {
    if largest >= 1e7 || step < 1e-6 { return scientific(value, step: step) }
    var (places, size) = (0, step)
    while size < 0.999, places < 7 { (places, size) = (places + 1, size * 10) }
    let text = TextFormatting.fixed(value, places: places)
    guard places == 0, largest >= 10_000 else { return text }
    return TextFormatting.grouped(Int(value))
  }

  /// `1.5e7`: as many decimals as tell two ticks apart.
  private static func scientific(_ value: Double, step: Double) -> String {
    guard value != 0 else { return "0" }
    var (mantissa, exponent, unit) = (value, 0, step)
    while mantissa.magnitude >= 10 { (mantissa, exponent, unit) = (mantissa / 10, exponent + 1, unit / 10) }
    while mantissa.magnitude < 0.9999 {
      (mantissa, exponent, unit) = (mantissa * 10, exponent - 1, unit * 10)
    }
    var places = 0
    while unit < 0.999, places < 15 { (places, unit) = (places + 1, unit * 10) }
    return "\(TextFormatting.fixed(mantissa, places: places))e\(exponent)"
  }
}
