/// The least-squares line a + bt through values at t = 1, 2, …
package struct LeastSquaresLine {
  /// The line's value at t = 0.
  package let intercept: Double
  /// The line's change in one row.
  package let slope: Double

  /// Fits the line; a single value has the slope 0.
  package init(_ values: some RandomAccessCollection<Double>) {
    let count = Double(values.count)
    guard values.count > 1 else {
      intercept = values.first ?? 0
      slope = 0
      return
    }
    let centre = (count + 1) / 2
    let mean = values.reduce(0, +) / count
    var product = 0.0
    for (index, value) in values.enumerated() { product += (Double(index + 1) - centre) * (value - mean) }
    slope = 12 * product / (count * (count * count - 1))
    intercept = mean - slope * centre
  }
}
