import Forecasting
import Platform

/// How much of each candidate a stack takes, from what they did on held-out folds.
public struct StackWeights: Sendable {
  /// Shape `[column, candidate]`; each column's add up to 1.
  public let shares: [[Double]]

  /// - Parameters:
  ///   - products: Mean products of errors of each fold and column, `[candidate, candidate]`; nil where a column has no window.
  ///   - unitRootStatistic: The median Dickey–Fuller statistic of the seasons' means, of the rows before the test; nil where there is none.
  init(
    _ candidates: [Candidate], products: [[[Double]?]], unitRootStatistic: Double?, recipe: StackRecipe
  ) {
    let all = Array(candidates.indices)
    let steady = all.filter { !candidates[$0].isReverting }
    let (wins, folds) = Self.wins(products, all, steady)
    let share: Double
    if steady.isEmpty || steady.count == all.count {
      share = steady.isEmpty ? 1 : 0
    } else if let asked = recipe.revertingShare {
      share = asked
    } else {
      let evidence = unitRootStatistic.map { min(max((-$0 - 14) / 14, 0), 1) } ?? 0
      share = min(0.5, folds > 0 ? Double(wins) / Double(folds) * evidence : 0)
    }
    func gated(_ products: [Double]) -> [Double] {
      let without = share < 1 ? SimplexWeights.smallestError(products, among: steady) : []
      guard share > 0 else { return without }
      let with = SimplexWeights.smallestError(products, among: all)
      return without.isEmpty ? with : zip(with, without).map { share * $0 + (1 - share) * $1 }
    }
    func found(_ products: [[[Double]?]]) -> [[Double]] {
      let common = gated(Self.mean(products.flatMap(\.self), candidates.count))
      return (0..<(products.first?.count ?? 0)).map { column in
        let known = products.map { $0[column] }
        let isOwn = recipe.tableShare < 1 && known.contains { $0 != nil }
        let own = isOwn ? gated(Self.mean(known, candidates.count)) : common
        return zip(common, own).map { recipe.tableShare * $0 + (1 - recipe.tableShare) * $1 }
      }
    }
    let free = found(products)
    guard recipe.isCautious, let last = candidates.firstIndex(where: { $0.kind == .mean(rows: 1) }) else {
      shares = free
      return
    }
    let proof = StackProof(products, over: last, of: found)
    shares = free.enumerated().map { column, own in
      let part = proof.part(ofColumn: column)
      return own.indices.map { part * own[$0] + ($0 == last ? 1 - part : 0) }
    }
  }

  /// Weights that no fold was needed for.
  init(shares: [[Double]]) { self.shares = shares }

  /// On how many folds the weights of all columns found on the other folds are better with reverting candidates, and of how many.
  private static func wins(_ products: [[[Double]?]], _ all: [Int], _ steady: [Int]) -> (Int, Int) {
    guard products.count > 1, !steady.isEmpty, steady.count < all.count else { return (0, 0) }
    let wins = products.indices.count { fold in
      let others = products.indices.filter { $0 != fold }.flatMap { products[$0] }
      let table = mean(others, all.count)
      let with = SimplexWeights.smallestError(table, among: all)
      let without = SimplexWeights.smallestError(table, among: steady)
      let ratios = products[fold].compactMap { $0 }.map { logRatio(error(with, $0), error(without, $0)) }
      return ratios.reduce(0, +) < 0
    }
    return (wins, products.count)
  }

  private static func logRatio(_ a: Double, _ b: Double) -> Double {
    a > 0 && b > 0 ? Mathematics.logarithm(a) - Mathematics.logarithm(b) : 0
  }

  /// `w' C w`.
  static func error(_ weights: [Double], _ products: [Double]) -> Double {
    let count = weights.count
    var sum = 0.0
    for row in 0..<count where weights[row] != 0 {
      var product = 0.0
      for column in 0..<count { product += products[row * count + column] * weights[column] }
      sum += weights[row] * product
    }
    return sum
  }

  private static func mean(_ products: [[Double]?], _ count: Int) -> [Double] {
    let known = products.compactMap(\.self)
    var mean = [Double](repeating: 0, count: count * count)
    for matrix in known { for index in mean.indices { mean[index] += matrix[index] } }
    return mean.map { $0 / Double(max(1, known.count)) }
  }
}
