/// Quantiles of a sample.
public enum SampleQuantile {
  /// The quantile of type 8 (Hyndman and Fan 1996): median-unbiased whatever the distribution; nil for an empty sample.
  ///
  /// - Parameter sorted: The sample in increasing order.
  public static func type8(_ sorted: [Double], _ probability: Double) -> Double? {
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let count = Double(sorted.count)
    let position = probability * (count + 1.0 / 3) + 1.0 / 3
    // Ten times rounding, as in R: a position that is a whole number but for rounding is one.
    let fuzz = 4 * Double.ulpOfOne
    let whole = (position + fuzz).rounded(.down)
    let fraction = (position - whole).magnitude < fuzz ? 0 : position - whole
    if whole < 1 { return first }
    if whole >= count { return last }
    let lower = sorted[Int(whole) - 1]
    return fraction == 0 ? lower : lower + fraction * (sorted[Int(whole)] - lower)
  }
}
