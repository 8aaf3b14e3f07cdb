import LocalModels
import Testing

@Suite struct OptimizationTests {
  struct Rosenbrock: SmoothObjective {
    func value(at point: [Double], gradient: inout [Double]) -> Double {
      let (x, y) = (point[0], point[1])
      gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x)
      gradient[1] = 200 * (y - x * x)
      return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x)
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
}
