/// The sample autocorrelations of a series.
public enum Autocorrelation {
  /// r₀ … r_L with r_k = Σ_{t>k}(y_t − ȳ)(y_{t−k} − ȳ) / Σ(y_t − ȳ)²; zeros after r₀ for a constant series. L is 0 or more.
  public static func coefficients(_ values: [Double], lags: Int) -> [Double] {
    let mean = values.reduce(0, +) / Double(max(values.count, 1))
    let centred = values.map { $0 - mean }
    var result = [Double](repeating: 0, count: lags + 1)
    result[0] = 1
    let total = centred.reduce(0) { $0 + $1 * $1 }
    guard total > 0, lags >= 1 else { return result }
    for lag in 1...lags where lag < values.count {
      var sum = 0.0
      for row in lag..<values.count { sum += centred[row] * centred[row - lag] }
      result[lag] = sum / total
    }
    return result
  }
}
