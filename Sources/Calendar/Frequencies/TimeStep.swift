/// A span of time from one row to the next: whole nanoseconds, or a fraction of them where a rate such as 30 or
/// 1024 rows a second has no whole number.
public struct TimeStep: Hashable, Comparable, Sendable {
  /// The numerator, in nanoseconds; above 0.
  public let nanoseconds: Int64
  /// The denominator; above 0, and without a common factor with ``nanoseconds``.
  public let divisor: Int64

  /// `nanoseconds / divisor` in lowest terms.
  ///
  /// - Precondition: Both are above 0.
  public init(nanoseconds: Int64, dividedBy divisor: Int64 = 1) {
    precondition(nanoseconds > 0 && divisor > 0, "TimeStep: \(nanoseconds) / \(divisor) is not above 0")
    var (large, small) = (nanoseconds, divisor)
    while small != 0 { (large, small) = (small, large % small) }
    self.nanoseconds = nanoseconds / large
    self.divisor = divisor / large
  }

  /// A step of whole seconds.
  public static func seconds(_ count: Int64) -> TimeStep { TimeStep(nanoseconds: count * second) }

  /// The step in seconds.
  public var seconds: Double { Double(nanoseconds) / Double(divisor) / 1e9 }

  /// Compares the lengths.
  public static func < (left: TimeStep, right: TimeStep) -> Bool {
    Int128(left.nanoseconds) * Int128(right.divisor) < Int128(right.nanoseconds) * Int128(left.divisor)
  }

  /// The length of `count` steps, rounded to a nanosecond.
  package func span(_ count: Int) -> Int128 {
    let product = Int128(nanoseconds) * Int128(count)
    return divisor == 1 ? product : (2 * product + Int128(divisor)).floorQuotient(2 * Int128(divisor))
  }

  /// How many steps are nearest to a span.
  package func count(nearest span: Int128) -> Int {
    let doubled = 2 * span * Int128(divisor) + Int128(nanoseconds)
    return Int(clamping: doubled.floorQuotient(2 * Int128(nanoseconds)))
  }

  /// How many of this step make up another one exactly; `nil` if it is no multiple, or the same.
  func count(in other: TimeStep) -> Int? {
    let numerator = Int128(other.nanoseconds) * Int128(divisor)
    let denominator = Int128(nanoseconds) * Int128(other.divisor)
    guard numerator > denominator, numerator.isMultiple(of: denominator) else { return nil }
    return Int(exactly: numerator / denominator)
  }

  package static let second: Int64 = 1_000_000_000
  static let minute = TimeStep.seconds(60)
  package static let hour = TimeStep.seconds(3600)
  package static let day = TimeStep.seconds(86_400)
  package static let week = TimeStep.seconds(7 * 86_400)
}
