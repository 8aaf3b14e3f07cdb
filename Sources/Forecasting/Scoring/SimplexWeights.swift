import LeastSquares
import Tensors

/// Weights of convex combinations by the mean products of the members' errors.
package enum SimplexWeights {
  /// Added to the diagonal in units of the smallest error, so that equal candidates share their weight.
  private static let ridge = 1e-6

  /// `argmin w' C w` with `w ≥ 0` and `Σ w = 1`, over some of the candidates.
  ///
  /// Without the sum the minimum of `w' C w / 2 − Σ w` is the same up to a factor: least squares with weights that are not
  /// negative (Lawson and Hanson 1974), in terms of `C` alone.
  ///
  /// - Parameters:
  ///   - products: Mean products of errors, `[candidate, candidate]`.
  ///   - members: The candidates that may have weight; nil for all.
  /// - Returns: One weight for each candidate of `products`.
  package static func smallestError(_ products: [Double], among members: [Int]? = nil) -> [Double] {
    let count = Int(Double(products.count).squareRoot().rounded())
    let members = members ?? Array(0..<count)
    var weights = [Double](repeating: 0, count: count)
    let least = members.map { products[$0 * count + $0] }.min() ?? 0
    guard least > 0, least.isFinite else {
      // A forecast without error needs no others.
      if let best = members.first(where: { products[$0 * count + $0] == least }) { weights[best] = 1 }
      return weights
    }
    let matrix = members.flatMap { i in
      members.map { j in products[i * count + j] / least + (i == j ? ridge : 0) }
    }
    let solution = nonNegative(matrix, size: members.count)
    let sum = solution.reduce(0, +)
    for (place, member) in members.enumerated() { weights[member] = solution[place] / sum }
    return weights
  }

  /// Members chosen one after another, with replacement, each the one that lowers the error of the mean most
  /// (Caruana et al. 2004).
  package static func greedy(_ products: [Double], rounds: Int = 20) -> [Double] {
    let memberCount = Int(Double(products.count).squareRoot().rounded())
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

  /// `argmin w' A w / 2 − Σ w` with `w ≥ 0` for a positive definite `A`.
  private static func nonNegative(_ matrix: [Double], size: Int) -> [Double] {
    var (weights, isFree) = ([Double](repeating: 0, count: size), [Bool](repeating: false, count: size))
    for _ in 0..<20 * size {
      let slopes = (0..<size).map { i in
        1 - (0..<size).reduce(0) { $0 + matrix[i * size + $1] * weights[$1] }
      }
      let next = (0..<size).filter { !isFree[$0] }.max { slopes[$0] < slopes[$1] }
      guard let next, slopes[next] > 1e-10 else { break }
      isFree[next] = true
      while true {
        let free = (0..<size).filter { isFree[$0] }
        let wanted = minimum(matrix, size, free)
        guard wanted.contains(where: { $0 <= 0 }) else {
          for (place, index) in free.enumerated() { weights[index] = wanted[place] }
          break
        }
        // As far towards the minimum as all stay at or above zero.
        var step = 1.0
        for (place, index) in free.enumerated() where wanted[place] <= 0 {
          step = min(step, weights[index] / (weights[index] - wanted[place]))
        }
        for (place, index) in free.enumerated() {
          weights[index] += step * (wanted[place] - weights[index])
          if wanted[place] <= 0, weights[index] <= 1e-15 { (weights[index], isFree[index]) = (0, false) }
        }
      }
    }
    return weights
  }

  /// The minimum without bounds of some of the weights, all others being 0.
  private static func minimum(_ matrix: [Double], _ size: Int, _ free: [Int]) -> [Double] {
    let part = free.flatMap { i in free.map { matrix[i * size + $0] } }
    let ones = [Double](repeating: 1, count: free.count)
    return SymmetricFactor(of: part, size: free.count)?.solving(ones, columns: 1)
      ?? ones.map { $0 / Double(free.count) }
  }
}
