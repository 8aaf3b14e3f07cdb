import Platform
import Text

/// How a loss falls with a size, for two models: `L = c · x^(−α)` each, and `α` in common to compare them.
package struct ScalingLaw {
  /// A loss at a size.
  package struct Point {
    /// Parameters or tokens.
    package let size: Double
    package let loss: Double
    /// Whether it is of the model that is compared with the other.
    package let isRival: Bool

    /// - Parameter isRival: Whether it is of the model that is compared with the other.
    package init(size: Double, loss: Double, isRival: Bool) {
      (self.size, self.loss, self.isRival) = (size, loss, isRival)
    }
  }

  /// The exponents of the model, and of its rival.
  package let exponents: (model: LinearRegression.Interval, rival: LinearRegression.Interval)
  /// The share of the size with which the rival has the loss of the model.
  package let share: LinearRegression.Interval

  /// - Returns: nil for too few points.
  package init?(_ points: [Point]) {
    func row(_ point: Point) -> [Double] { [1, Mathematics.logarithm(point.size)] }
    func exponent(isRival: Bool) -> LinearRegression.Interval? {
      let own = points.filter { $0.isRival == isRival }
      let fit = LinearRegression(own.map(row), own.map { Mathematics.logarithm($0.loss) })
      return fit?.interval(of: 1).negated
    }
    let both = LinearRegression(
      points.map { row($0) + [$0.isRival ? 1 : 0] }, points.map { Mathematics.logarithm($0.loss) })
    guard let model = exponent(isRival: false), let rival = exponent(isRival: true), let both else {
      return nil
    }
    exponents = (model, rival)
    // ln L = c − α ln x, and c + δ − α ln x of the rival: equal where ln x differs by δ / α.
    share = both.interval(of: 2, dividedBy: 1).negated.mapped(Mathematics.exponential)
  }
}

extension LinearRegression.Interval {
  /// The interval of the number with the other sign.
  fileprivate var negated: Self { Self(low: -high, value: -value, high: -low) }

  /// `0.123 (0.100 … 0.140)`
  func text(places: Int) -> String {
    func number(_ value: Double) -> String { TextFormatting.fixed(value, places: places) }
    return "\(number(value)) (\(number(low)) … \(number(high)))"
  }
}
