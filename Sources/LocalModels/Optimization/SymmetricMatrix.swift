/// A positive definite matrix: the approximate second derivatives of a quasi-Newton search.
///
/// Columns are kept in fours of rows, which are worked on side by side; each element is what it would be one by one.
package struct SymmetricMatrix {
  private typealias Lanes = SIMD4<Double>

  private let count: Int
  /// Fours of rows of a column; there is room for one row more than the matrix has.
  private let groups: Int
  /// Column by column.
  private var elements: [Lanes]
  private var factor: [Lanes]
  private var order: [Int] = []

  /// Makes a matrix from its elements row by row, the unit matrix without them.
  package init(count: Int, elements: [Double]?) {
    self.count = count
    groups = count / 4 + 1
    self.elements = Array(repeating: Lanes(), count: count * groups)
    factor = self.elements
    order.reserveCapacity(count)
    guard let elements else {
      setDiagonal(1)
      return
    }
    for (place, value) in elements.enumerated() {
      let (row, column) = (place / count, place % count)
      self.elements[column * groups + row / 4][row % 4] = value
    }
  }

  /// Makes it a multiple of the unit matrix.
  package mutating func setDiagonal(_ value: Double) {
    for index in elements.indices { elements[index] = Lanes() }
    for i in 0..<count { elements[i * groups + i / 4][i % 4] = value }
  }

  /// Solves the block of rows and columns with `isFree` for `right`; the other numbers of `solution` stay.
  ///
  /// A pivot that is not positive is replaced by the largest diagonal element, so that the solution is a descent direction all the same.
  package mutating func solve(_ right: [Double], where isFree: [Bool], into solution: inout [Double]) {
    order.removeAll(keepingCapacity: true)
    for i in 0..<count where isFree[i] { order.append(i) }
    let (elements, order, groups) = (elements, order, groups)
    unsafe factor.withUnsafeMutableBufferPointer { factor in
      guard let columns = factor.baseAddress else { return }
      let block = unsafe Block(columns, groups: groups, size: order.count)
      block.gather(elements, order, right)
      block.factorize()
      block.substitute(order, into: &solution)
    }
  }

  /// Powell's damped BFGS update by a step and the change of the gradient along it, `product` = step · change.
  package mutating func update(
    step: [Double], change: inout [Double], product: Double, scratch: inout [Double]
  ) {
    var quadratic = 0.0
    for group in 0..<groups {
      var sum = Lanes()
      for k in 0..<count { sum += elements[k * groups + group] * step[k] }
      for i in 4 * group..<min(4 * group + 4, count) {
        scratch[i] = sum[i % 4]
        quadratic += sum[i % 4] * step[i]
      }
    }
    guard quadratic > 0, quadratic.isFinite, product.isFinite else { return }
    var product = product
    if product < 0.2 * quadratic {
      let weight = 0.8 * quadratic / (quadratic - product)
      for i in 0..<count { change[i] = weight * change[i] + (1 - weight) * scratch[i] }
      product = 0.2 * quadratic
    }
    for group in 0..<groups {
      let (a, b) = (lanes(change, group) / product, lanes(scratch, group) / quadratic)
      for k in 0..<count { elements[k * groups + group] += a * change[k] - b * scratch[k] }
    }
  }

  /// Four numbers of a column; 0 beyond its end.
  private func lanes(_ column: [Double], _ group: Int) -> Lanes {
    let first = 4 * group
    if first + 4 <= count {
      return Lanes(column[first], column[first + 1], column[first + 2], column[first + 3])
    }
    var lanes = Lanes()
    for i in first..<count { lanes[i - first] = column[i] }
    return lanes
  }
}

extension SymmetricMatrix {
  /// The rows and columns of the free numbers, and the right side as a row below them.
  @safe private struct Block {
    private let columns: UnsafeMutablePointer<Lanes>
    private let numbers: UnsafeMutablePointer<Double>
    private let groups: Int
    private let size: Int

    init(_ columns: UnsafeMutablePointer<Lanes>, groups: Int, size: Int) {
      unsafe self.columns = columns
      unsafe numbers = UnsafeMutableRawPointer(columns).assumingMemoryBound(to: Double.self)
      (self.groups, self.size) = (groups, size)
    }

    /// Takes over what is on and below the diagonal.
    func gather(_ elements: [Lanes], _ order: [Int], _ right: [Double]) {
      unsafe elements.withUnsafeBufferPointer { elements in
        guard let base = elements.baseAddress else { return }
        let source = unsafe UnsafeRawPointer(base).assumingMemoryBound(to: Double.self)
        for j in 0..<size {
          let (from, to) = unsafe (source + 4 * groups * order[j], numbers + 4 * groups * j)
          // What stands beside the triangle has no part in it, but should not grow either.
          for i in j / 4 * 4..<j { unsafe to[i] = 0 }
          for i in j..<size { unsafe to[i] = from[order[i]] }
          unsafe to[size] = right[order[j]]
          for i in size + 1..<size / 4 * 4 + 4 { unsafe to[i] = 0 }
        }
      }
    }

    /// Cholesky's factor with reciprocals on its diagonal; the row below it becomes what the factor brings to the right side.
    func factorize() {
      let height = 4 * groups
      var largest = 0.0
      for j in 0..<size { largest = unsafe max(largest, numbers[height * j + j]) }
      for j in 0..<size {
        let (column, diagonal) = unsafe (columns + groups * j, numbers + height * j + j)
        for group in j / 4...size / 4 {
          var sum = unsafe column[group]
          for k in 0..<j { sum -= unsafe columns[groups * k + group] * numbers[height * k + j] }
          unsafe column[group] = sum
        }
        let pivot = unsafe diagonal.pointee > 1e-14 * largest ? diagonal.pointee : max(largest, 1e-300)
        let scale = 1 / pivot.squareRoot()
        for group in j / 4...size / 4 { unsafe column[group] *= scale }
        unsafe diagonal.pointee = scale
      }
    }

    /// Solves with the transposed factor.
    func substitute(_ order: [Int], into solution: inout [Double]) {
      for i in stride(from: size - 1, through: 0, by: -1) {
        let column = unsafe numbers + 4 * groups * i
        var sum = unsafe column[size]
        for k in i + 1..<size { sum -= unsafe column[k] * solution[order[k]] }
        solution[order[i]] = unsafe sum * column[i]
      }
    }
  }
}
