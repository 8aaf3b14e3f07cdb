/// The derivatives of the one-step errors by the numbers of a vector, by differences; four numbers at a time.
struct ETSJacobian {
  typealias Lanes = ETSRecursion.Lanes

  /// Numbers of the vector.
  private let count: Int
  private let rows: Int
  /// Shape `[⌈number / 4⌉, row]`; 0 beyond the last number.
  private var values: [Lanes]

  /// The derivatives at `x`, where the recursion has just been; nil where a neighbouring vector is not admitted.
  init?(_ objective: ETSObjective, at x: [Double]) {
    let (layout, recursion) = (objective.layout, objective.recursion)
    (count, rows) = (layout.count, recursion.count)
    values = Array(repeating: Lanes(), count: (count + 3) / 4 * rows)
    let errors = recursion.lastErrors()
    var points = x.map { Lanes(repeating: $0) }
    for first in stride(from: 0, to: count, by: 4) {
      var steps = Lanes(repeating: 1e-6)
      for index in first..<min(first + 4, count) {
        // Away from the upper bound of the smoothing parameters.
        if index < layout.level, x[index] > 0.5 { steps[index - first] = -1e-6 }
        points[index][index - first] = x[index] + steps[index - first]
      }
      let start = first / 4 * rows
      let squares = unsafe values.withUnsafeMutableBufferPointer {
        unsafe recursion.forward(layout, points, errors: $0.baseAddress.unsafelyUnwrapped + start)
      }
      for lane in 0..<4 where !squares[lane].isFinite { return nil }
      for row in 0..<rows { values[start + row] = (values[start + row] - errors[row]) / steps }
      for index in first..<min(first + 4, count) { points[index] = Lanes(repeating: x[index]) }
    }
  }

  /// JᵀJ times a weight, row by row; each sum goes over the rows in their order.
  func product(weight: Double) -> [Double] {
    var result = [Double](repeating: 0, count: count * count)
    // Two rows of the result and four columns at a time hide how long an addition takes.
    for i in stride(from: 0, to: count, by: 2) {
      for first in stride(from: 0, through: i + 1, by: 4) {
        let sums = sums(i, first)
        for j in first..<min(first + 4, i + 2, count) {
          if j <= i { put(weight * sums.0[j - first], i, j, into: &result) }
          if i + 1 < count { put(weight * sums.1[j - first], i + 1, j, into: &result) }
        }
      }
    }
    // A number without influence (a trend damped away) still needs a positive curvature.
    for i in 0..<count { result[i * count + i] = result[i * count + i] * (1 + 1e-8) + 1e-6 }
    return result
  }

  /// The sums of products of the columns `i` and `i + 1` with four from `first` on.
  private func sums(_ i: Int, _ first: Int) -> (Lanes, Lanes) {
    unsafe values.withUnsafeBufferPointer { values in
      let lanes = unsafe values.baseAddress.unsafelyUnwrapped
      let pairs = unsafe UnsafeRawPointer(lanes + i / 4 * rows).assumingMemoryBound(to: SIMD2<Double>.self)
      let columns = unsafe lanes + first / 4 * rows
      var (left, right) = (Lanes(), Lanes())
      for row in 0..<rows {
        let pair = unsafe pairs[2 * row + i % 4 / 2]
        left += unsafe pair[0] * columns[row]
        right += unsafe pair[1] * columns[row]
      }
      return (left, right)
    }
  }

  private func put(_ value: Double, _ i: Int, _ j: Int, into result: inout [Double]) {
    result[i * count + j] = value
    result[j * count + i] = value
  }
}
