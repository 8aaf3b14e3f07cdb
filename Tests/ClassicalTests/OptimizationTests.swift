import LocalModels
import Testing

@Suite struct OptimizationTests {
  struct Rosenbrock: SmoothObjective {
    /// How often the value and the gradient were asked for.
    var valueCount = 0, gradientCount = 0

    mutating func value(at point: [Double]) -> Double {
      valueCount += 1
      let (x, y) = (point[0], point[1])
      return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x)
    }

    mutating func gradient(at point: [Double], into gradient: inout [Double]) -> Bool {
      gradientCount += 1
      let (x, y) = (point[0], point[1])
      gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x)
      gradient[1] = 200 * (y - x * x)
      return true
    }
  }

  @Test func theValleyOfRosenbrockIsFollowedToItsEnd() {
    var objective = Rosenbrock()
    let minimum = BoxMinimizer(
      lower: [-.infinity, -.infinity], upper: [.infinity, .infinity]
    ).minimize(&objective, from: [-1.2, 1])
    #expect((minimum.point[0] - 1).magnitude < 1e-6)
    #expect((minimum.point[1] - 1).magnitude < 1e-6)
    #expect(minimum.evaluations < 80)
    #expect(minimum.evaluations == objective.valueCount)
    #expect(objective.gradientCount < objective.valueCount)
    #expect(minimum.hasConverged)
  }

  @Test func aBoundInTheWayIsKept() {
    var objective = Rosenbrock()
    let minimizer = BoxMinimizer(lower: [-2, -2], upper: [0.5, 2])
    let minimum = minimizer.minimize(&objective, from: [-1.2, 1])
    #expect(minimum.point[0] == 0.5)
    #expect((minimum.point[1] - 0.25).magnitude < 1e-7)
  }

  @Test func theDeeperOfTwoMinimaIsFound() {
    let minimum = ScalarMinimizer.minimize(from: -2, to: 2) { ($0 * $0 - 1) * ($0 * $0 - 1) + 0.1 * $0 }
    #expect((minimum.point + 1.0122).magnitude < 1e-3)
  }

  /// Bit for bit what is found one element at a time, with numbers that are held and pivots that are not positive.
  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 12, 17]) func fourRowsAtATimeAreTheSameMatrix(_ count: Int) {
    var random = TestRandom(seed: UInt64(count))
    func numbers() -> [Double] { (0..<count).map { _ in random.normal() } }
    let columns = (0..<count + 2).map { _ in numbers() }
    var elements = (0..<count * count).map { place -> Double in
      columns.reduce(0) { $0 + $1[place / count] * $1[place % count] }
    }
    var matrix = SymmetricMatrix(count: count, elements: elements)
    for round in 0..<6 {
      if round == 4 {
        matrix.setDiagonal(-2)
        elements = (0..<count * count).map { $0 / count == $0 % count ? -2 : 0 }
      }
      let (right, isFree) = (numbers(), (0..<count).map { _ in round == 0 || random.uniform() < 0.7 })
      var found = numbers()
      let expected = Self.solution(elements, right, isFree, otherwise: found)
      matrix.solve(right, where: isFree, into: &found)
      #expect(found.map(\.bitPattern) == expected.map(\.bitPattern), "round \(round)")
      var (step, change) = (numbers(), numbers())
      if round == 1 { change = step.map { -$0 } }
      if round == 2 { step = change }
      var product = zip(step, change).reduce(0) { $0 + $1.0 * $1.1 }
      let former = change
      var scratch = found
      matrix.update(step: step, change: &change, product: product, scratch: &scratch)
      let moved = (0..<count).map { row -> Double in
        (0..<count).reduce(0) { $0 + elements[row * count + $1] * step[$1] }
      }
      let quadratic: Double = zip(moved, step).reduce(0) { $0 + $1.0 * $1.1 }
      guard quadratic > 0 else { continue }
      var damped = former
      if product < 0.2 * quadratic {
        let weight: Double = 0.8 * quadratic / (quadratic - product)
        damped = zip(former, moved).map { weight * $0 + (1 - weight) * $1 }
        product = 0.2 * quadratic
      }
      #expect(change.map(\.bitPattern) == damped.map(\.bitPattern), "round \(round)")
      for place in elements.indices {
        let (row, column) = (place / count, place % count)
        let left: Double = damped[row] / product * damped[column]
        elements[place] += left - moved[row] / quadratic * moved[column]
      }
    }
  }

  /// The system of the free numbers solved by Cholesky's method.
  private static func solution(
    _ elements: [Double], _ right: [Double], _ isFree: [Bool], otherwise: [Double]
  ) -> [Double] {
    let (count, order) = (right.count, right.indices.filter { isFree[$0] })
    let largest = order.map { elements[$0 * count + $0] }.reduce(0, max)
    var factor = [[Double]]()
    var solution = otherwise
    for (i, place) in order.enumerated() {
      var row: [Double] = []
      for j in 0...i {
        var sum = elements[place * count + order[j]]
        for k in 0..<j { sum -= row[k] * (j < i ? factor[j][k] : row[k]) }
        let pivot = sum > 1e-14 * largest ? sum : max(largest, 1e-300)
        row.append(j < i ? sum * factor[j][j] : 1 / pivot.squareRoot())
      }
      factor.append(row)
      var sum = right[place]
      for k in 0..<i { sum -= row[k] * solution[order[k]] }
      solution[place] = sum * row[i]
    }
    for i in order.indices.reversed() {
      var sum = solution[order[i]]
      for k in i + 1..<order.count { sum -= factor[k][i] * solution[order[k]] }
      solution[order[i]] = sum * factor[i][i]
    }
    return solution
  }
}
