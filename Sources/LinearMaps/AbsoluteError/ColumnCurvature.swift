/// What a quasi-Newton method remembers of its last moves, for several problems side by side: `[coefficient, problem]`.
struct ColumnCurvature {
  private let columns: Int
  /// Moves of coefficients, the changes of gradients that they made, and the inverse of their products; 0 where a problem did not move.
  private var pairs: [(moves: [Double], changes: [Double], inverses: [Double])] = []

  private static let mostPairs = 10

  init(columns: Int) { self.columns = columns }

  /// Remembers a move.
  mutating func remember(moves: [Double], changes: [Double]) {
    let products = Self.products(moves, changes, columns: columns)
    pairs.append((moves, changes, products.map { $0 > 0 ? 1 / $0 : 0 }))
    if pairs.count > Self.mostPairs { pairs.removeFirst() }
  }

  /// The direction down (Nocedal and Wright 2006, algorithm 7.4).
  ///
  /// - Parameter first: Multiplies by the inverse of the curvature that is known before any move.
  func direction(_ gradient: [Double], first: ([Double]) -> [Double]) -> [Double] {
    var (rest, shares) = (gradient, [[Double]]())
    for pair in pairs.reversed() {
      let share = scaled(Self.products(pair.moves, rest, columns: columns), pair.inverses)
      Self.add(pair.changes, by: share.map { -$0 }, to: &rest)
      shares.append(share)
    }
    var direction = first(rest)
    for (pair, share) in zip(pairs, shares.reversed()) {
      let other = scaled(Self.products(pair.changes, direction, columns: columns), pair.inverses)
      Self.add(pair.moves, by: zip(share, other).map { $0 - $1 }, to: &direction)
    }
    return direction.map { -$0 }
  }

  private func scaled(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 * $1 } }

  /// The scalar product of each column.
  static func products(_ a: [Double], _ b: [Double], columns: Int) -> [Double] {
    var products = [Double](repeating: 0, count: columns)
    for first in stride(from: 0, to: a.count, by: columns) {
      for column in 0..<columns { products[column] += a[first + column] * b[first + column] }
    }
    return products
  }

  private static func add(_ x: [Double], by factors: [Double], to result: inout [Double]) {
    for first in stride(from: 0, to: x.count, by: factors.count) {
      for column in factors.indices { result[first + column] += factors[column] * x[first + column] }
    }
  }
}
