import Forecasting
import TestSupport
import Testing

/// Weights of combinations beside a search over a fine grid.
@Suite struct SimplexWeightsTests {
  @Test func noWeightsOfAGridDoBetter() {
    var generator = TestGenerator(seed: 19)
    for _ in 0..<200 {
      let products = Self.products(members: 3, residuals: 12, &generator)
      let weights = SimplexWeights.smallestError(products)
      #expect(abs(weights.reduce(0, +) - 1) < 1e-12 && weights.allSatisfy { $0 >= 0 }, "\(generator)")
      let found = Self.error(weights, products)
      for first in 0...40 {
        for second in 0...(40 - first) {
          let grid = [Double(first) / 40, Double(second) / 40, Double(40 - first - second) / 40]
          #expect(found <= Self.error(grid, products) * (1 + 1e-5), "\(grid) beats \(weights), \(generator)")
        }
      }
    }
  }

  @Test func membersWithTheSameForecastsShareTheirWeight() {
    let weights = SimplexWeights.smallestError([1, 1, 1, 1])
    #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
  }

  @Test func aPerfectMemberHasAllTheWeight() {
    let weights = SimplexWeights.smallestError([2, 0, 0, 0])
    #expect(abs(weights[1] - 1) < 1e-6)
    #expect(SimplexWeights.greedy([2, 0, 0, 0]) == [0, 1])
  }

  @Test func oppositeErrorsCancel() {
    let weights = SimplexWeights.smallestError([1, -1, -1, 1])
    #expect(abs(weights[0] - 0.5) < 1e-3)
    #expect(SimplexWeights.greedy([1, -1, -1, 1]) == [0.5, 0.5])
  }

  /// Twenty choices with replacement are a grid of twentieths: none is far above the exact weights.
  @Test func greedyWeightsComeCloseToTheSmallest() {
    var generator = TestGenerator(seed: 20)
    for _ in 0..<100 {
      let products = Self.products(members: 5, residuals: 30, &generator)
      let exact = Self.error(SimplexWeights.smallestError(products), products)
      let greedy = Self.error(SimplexWeights.greedy(products), products)
      #expect(greedy >= exact * (1 - 1e-5) && greedy < exact * 1.05, "\(greedy), \(exact), \(generator)")
    }
  }

  private static func products(
    members: Int, residuals: Int, _ generator: inout TestGenerator
  ) -> [Double] {
    let common = (0..<residuals).map { _ in generator.normal() }
    let rows = (0..<members).map { member -> [Double] in
      let share = 0.5 + 0.3 * Double(member)
      return common.map { share * $0 + generator.normal() }
    }
    return rows.flatMap { first in rows.map { zip(first, $0).reduce(0) { $0 + $1.0 * $1.1 } } }
  }

  private static func error(_ weights: [Double], _ products: [Double]) -> Double {
    let count = weights.count
    var sum = 0.0
    for row in 0..<count {
      for column in 0..<count { sum += weights[row] * weights[column] * products[row * count + column] }
    }
    return sum
  }
}
