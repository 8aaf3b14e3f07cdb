/// A positive definite matrix: the approximate second derivatives of a quasi-Newton search.
package struct SymmetricMatrix {
  private let count: Int
  private var elements: [Double]
  private var factor: [Double]
  private var order: [Int] = []

  /// Makes a matrix from its elements row by row, the unit matrix without them.
  package init(count: Int, elements: [Double]?) {
    self.count = count
    self.elements = elements ?? [Double](repeating: 0, count: count * count)
    factor = [Double](repeating: 0, count: count * count)
    order.reserveCapacity(count)
    if elements == nil { setDiagonal(1) }
  }

  /// Makes it a multiple of the unit matrix.
  package mutating func setDiagonal(_ value: Double) {
    for i in 0..<elements.count { elements[i] = 0 }
    for i in 0..<count { elements[i * count + i] = value }
  }

  /// Solves the block of rows and columns with `isFree` for `right`; the other numbers of `solution` stay.
  ///
  /// A pivot that is not positive is replaced by the largest diagonal element, so that the solution is a descent direction all the same.
  package mutating func solve(_ right: [Double], where isFree: [Bool], into solution: inout [Double]) {
    order.removeAll(keepingCapacity: true)
    var largest = 0.0
    for i in 0..<count where isFree[i] {
      order.append(i)
      largest = max(largest, elements[i * count + i])
    }
    factorize(largest: largest)
    let n = order.count
    for i in 0..<n {
      var sum = right[order[i]]
      for k in 0..<i { sum -= factor[i * count + k] * solution[order[k]] }
      solution[order[i]] = sum * factor[i * count + i]
    }
    for i in stride(from: n - 1, through: 0, by: -1) {
      var sum = solution[order[i]]
      for k in (i + 1)..<max(n, i + 1) { sum -= factor[k * count + i] * solution[order[k]] }
      solution[order[i]] = sum * factor[i * count + i]
    }
  }

  /// Cholesky's factor of the free block; the diagonal holds reciprocals.
  private mutating func factorize(largest: Double) {
    let n = order.count
    for i in 0..<n {
      let row = order[i] * count
      for j in 0...i {
        var sum = elements[row + order[j]]
        for k in 0..<j { sum -= factor[i * count + k] * factor[j * count + k] }
        if j < i {
          factor[i * count + j] = sum * factor[j * count + j]
        } else {
          let pivot = sum > 1e-14 * largest ? sum : max(largest, 1e-300)
          factor[i * count + i] = 1 / pivot.squareRoot()
        }
      }
    }
  }

  /// Powell's damped BFGS update by a step and the change of the gradient along it, `product` = step · change.
  package mutating func update(
    step: [Double], change: inout [Double], product: Double, scratch: inout [Double]
  ) {
    var quadratic = 0.0
    for i in 0..<count {
      var sum = 0.0
      for k in 0..<count { sum += elements[i * count + k] * step[k] }
      scratch[i] = sum
      quadratic += sum * step[i]
    }
    guard quadratic > 0, quadratic.isFinite, product.isFinite else { return }
    var product = product
    if product < 0.2 * quadratic {
      let weight = 0.8 * quadratic / (quadratic - product)
      for i in 0..<count { change[i] = weight * change[i] + (1 - weight) * scratch[i] }
      product = 0.2 * quadratic
    }
    for i in 0..<count {
      let a = change[i] / product
      let b = scratch[i] / quadratic
      for k in 0..<count { elements[i * count + k] += a * change[k] - b * scratch[k] }
    }
  }
}
