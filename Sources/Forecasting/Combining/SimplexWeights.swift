/// Weights that are not negative and sum to 1.
package enum SimplexWeights {
  /// The weights with the smallest `w' P w`: the point of least norm in the convex hull of the members' residuals, by
  /// active sets (Wolfe 1976).
  ///
  /// - Parameter products: Symmetric and positive semidefinite, shape `[member, member]`.
  package static func smallest(_ products: [Double], memberCount: Int) -> [Double] {
    let matrix = conditioned(products, memberCount)
    let best = (0..<memberCount).min { matrix[$0 * memberCount + $0] < matrix[$1 * memberCount + $1] } ?? 0
    var weights = [Double](repeating: 0, count: memberCount)
    weights[best] = 1
    // Each round lowers the error, so that no set of members comes twice.
    for _ in 0..<20 * memberCount {
      let gradient = product(matrix, weights)
      let error = zip(gradient, weights).reduce(0) { $0 + $1.0 * $1.1 }
      guard let next = gradient.indices.min(by: { gradient[$0] < gradient[$1] }),
        gradient[next] < error * (1 - 1e-10)
      else { break }
      var support = weights.indices.filter { weights[$0] > 0 || $0 == next }
      while let solution = solution(matrix, memberCount, support) {
        guard solution.contains(where: { $0 <= 0 }) else {
          weights = Array(repeating: 0, count: memberCount)
          for (member, weight) in zip(support, solution) { weights[member] = weight }
          break
        }
        // As far towards the solution as no weight becomes negative.
        var step = 1.0
        for (member, weight) in zip(support, solution) where weight <= 0 {
          step = min(step, weights[member] / (weights[member] - weight))
        }
        for (member, weight) in zip(support, solution) {
          weights[member] += step * (weight - weights[member])
          if weights[member] <= 1e-14 { weights[member] = 0 }
        }
        support = support.filter { weights[$0] > 0 }
      }
    }
    return weights
  }

  /// Members chosen one after another, with replacement, each the one that lowers the error of the mean most
  /// (Caruana et al. 2004).
  package static func greedy(_ products: [Double], memberCount: Int, rounds: Int = 20) -> [Double] {
    var counts = [Int](repeating: 0, count: memberCount)
    // Sums of the products of those chosen with every member, and among themselves.
    var (sums, own) = ([Double](repeating: 0, count: memberCount), 0.0)
    var best = (error: Double.infinity, counts: counts)
    for round in 1...rounds {
      let errors = (0..<memberCount).map { own + 2 * sums[$0] + products[$0 * memberCount + $0] }
      guard let next = errors.indices.min(by: { errors[$0] < errors[$1] }) else { break }
      own = errors[next]
      for member in 0..<memberCount { sums[member] += products[next * memberCount + member] }
      counts[next] += 1
      let error = own / Double(round * round)
      if error < best.error { best = (error, counts) }
    }
    let total = Double(max(1, best.counts.reduce(0, +)))
    return best.counts.map { Double($0) / total }
  }

  /// The products with a slight preference for equal weights, so that members with the same forecasts share theirs.
  private static func conditioned(_ products: [Double], _ count: Int) -> [Double] {
    var matrix = products
    let mean = (0..<count).reduce(0) { $0 + products[$1 * count + $1] } / Double(max(1, count))
    for member in 0..<count { matrix[member * count + member] += 1e-9 * mean + .leastNormalMagnitude }
    return matrix
  }

  private static func product(_ matrix: [Double], _ vector: [Double]) -> [Double] {
    vector.indices.map { row in
      vector.indices.reduce(0) { $0 + matrix[row * vector.count + $1] * vector[$1] }
    }
  }

  /// The weights of some members that sum to 1, of any sign, with the smallest error; nil where there are none.
  private static func solution(_ matrix: [Double], _ count: Int, _ support: [Int]) -> [Double]? {
    let size = support.count
    var rows = support.map { first in support.map { matrix[first * count + $0] } + [1.0] }
    for pivot in 0..<size {
      guard let best = (pivot..<size).max(by: { rows[$0][pivot].magnitude < rows[$1][pivot].magnitude }),
        rows[best][pivot] != 0
      else { return nil }
      rows.swapAt(pivot, best)
      for row in pivot + 1..<size {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in pivot...size { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    var solution = [Double](repeating: 0, count: size)
    for row in (0..<size).reversed() {
      let rest = (row + 1..<size).reduce(rows[row][size]) { $0 - rows[row][$1] * solution[$1] }
      solution[row] = rest / rows[row][row]
    }
    let sum = solution.reduce(0, +)
    guard sum > 0, sum.isFinite else { return nil }
    return solution.map { $0 / sum }
  }
}
