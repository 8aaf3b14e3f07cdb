/// Local regression on equally spaced points 1…n, as STL uses it.
///
/// Weights are tricube in the distance over the block's reach, times robustness weights; degree 0 is a weighted mean, degree 1 a weighted line.
package struct Loess {
  /// The number of points of a block, q; it may exceed n.
  package let window: Int
  /// 0 or 1.
  package let degree: Int
  /// Values are computed at every `jump`-th point, with straight lines between them.
  package let jump: Int
  private var kernel: [Double] = []

  package init(window: Int, degree: Int, jump: Int) {
    self.window = window
    self.degree = degree
    self.jump = jump
  }

  /// Smooths the first `count` values into `result`, beginning at index `offset` there.
  ///
  /// - Parameter weights: Robustness weights of the points, or nil for none.
  package mutating func smooth(
    _ values: [Double], count n: Int, weights: [Double]?, into result: inout [Double], offset: Int = 0
  ) {
    guard n >= 2 else {
      if n == 1 { result[offset] = values[0] }
      return
    }
    let step = min(jump, n - 1)
    var block = 1...n
    var last = 1
    for i in stride(from: 1, through: n, by: step) {
      block = self.block(at: i, count: n)
      result[offset + i - 1] =
        value(values, count: n, at: i, block: block, weights: weights) ?? values[i - 1]
      if i > last { interpolate(&result, from: last, to: i, offset: offset) }
      last = i
    }
    if last != n {
      result[offset + n - 1] =
        value(values, count: n, at: n, block: block, weights: weights) ?? values[n - 1]
      interpolate(&result, from: last, to: n, offset: offset)
    }
  }

  private func interpolate(_ result: inout [Double], from: Int, to: Int, offset: Int) {
    guard to - from > 1 else { return }
    let start = result[offset + from - 1]
    let slope = (result[offset + to - 1] - start) / Double(to - from)
    for j in (from + 1)..<to { result[offset + j - 1] = start + slope * Double(j - from) }
  }

  /// The `window` points nearest to point i, or all.
  private func block(at i: Int, count n: Int) -> ClosedRange<Int> {
    guard window < n else { return 1...n }
    let left = min(max(i - (window + 1) / 2 + 1, 1), n - window + 1)
    return left...(left + window - 1)
  }

  /// The smoothed value at point `x`, which may lie outside 1…n; nil where all weights are zero.
  package mutating func value(
    _ values: [Double], count n: Int, at x: Int, block: ClosedRange<Int>, weights: [Double]?
  ) -> Double? {
    let left = block.lowerBound
    let right = block.upperBound
    var reach = max(x - left, right - x)
    if window > n { reach += (window - n) / 2 }
    let total = fillKernel(at: x, block: block, reach: Double(reach), weights: weights)
    guard total > 0 else { return nil }
    let scale = 1 / total
    for index in 0...(right - left) { kernel[index] *= scale }
    if degree > 0 { tilt(at: x, block: block, range: Double(n) - 1) }
    var sum = 0.0
    for index in 0...(right - left) { sum += kernel[index] * values[left - 1 + index] }
    return sum
  }

  private mutating func fillKernel(
    at x: Int, block: ClosedRange<Int>, reach: Double, weights: [Double]?
  ) -> Double {
    let left = block.lowerBound
    let count = block.count
    if kernel.count < count {
      kernel.append(contentsOf: repeatElement(0, count: count - kernel.count))
    }
    let near = 0.001 * reach
    let far = 0.999 * reach
    let inverse = reach > 0 ? 1 / reach : 0
    var total = 0.0
    for index in 0..<count {
      let distance = Double(abs(left + index - x))
      var weight = 0.0
      if distance <= far {
        weight = 1
        if distance > near {
          let ratio = distance * inverse
          let cube = 1 - ratio * ratio * ratio
          weight = cube * cube * cube
        }
        if let weights { weight *= weights[left - 1 + index] }
      }
      kernel[index] = weight
      total += weight
    }
    return total
  }

  /// Turns the weights of a mean into those of a line's value at `x`.
  private mutating func tilt(at x: Int, block: ClosedRange<Int>, range: Double) {
    let left = block.lowerBound
    var mean = 0.0
    for index in 0..<block.count { mean += kernel[index] * Double(left + index) }
    var spread = 0.0
    for index in 0..<block.count {
      let deviation = Double(left + index) - mean
      spread += kernel[index] * deviation * deviation
    }
    guard spread.squareRoot() > 0.001 * range else { return }
    let slope = (Double(x) - mean) / spread
    for index in 0..<block.count {
      kernel[index] *= 1 + slope * (Double(left + index) - mean)
    }
  }
}
