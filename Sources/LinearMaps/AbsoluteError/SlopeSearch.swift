/// The search for the place where a convex function of one number is smallest, by its slopes.
struct SlopeSearch {
  /// Where to look next.
  private(set) var next = 1.0
  /// The farthest place known to lie before the minimum, and the nearest behind it.
  private var (before, behind) = (0.0, Double.infinity)
  /// The place looked at last and its slope.
  private var (last, lastSlope): (Double, Double)
  private let firstSlope: Double
  /// A place whose slope is so small that it counts as the minimum.
  private var found: Double?

  /// - Parameter slope: At 0; where it is not below 0, the search is over.
  init(slope: Double) {
    (last, lastSlope, firstSlope) = (0, slope, slope)
    if !(slope < 0) { (found, next) = (0, 0) }
  }

  /// Whether a place is known where the function is smaller than at 0.
  var isDone: Bool { found != nil || before > 0 }

  /// Whether a place is known where the function is about as small as it gets.
  var isExact: Bool { found != nil }

  /// A place where the function is not larger than at 0.
  var length: Double { found ?? before }

  /// Learns the slope at ``next``.
  mutating func take(_ slope: Double) {
    guard found == nil else { return }
    if slope <= 0 { before = max(before, next) } else { behind = min(behind, next) }
    if abs(slope) <= 0.02 * abs(firstSlope) { found = next }
    let secant = next - slope * (next - last) / (slope - lastSlope)
    (last, lastSlope) = (next, slope)
    let end = min(behind, 4 * next)
    next =
      secant > before && secant < end ? secant : behind.isFinite ? 0.5 * (before + behind) : 2 * next
  }
}
