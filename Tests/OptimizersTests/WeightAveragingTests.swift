import Layers
import Optimizers
import Tensors
import Testing

struct WeightAveragingTests {
  private func steps(_ optimizer: inout some Optimizer, of bowl: inout Bowl, _ count: Int) -> [[Float]] {
    (0..<count).map { _ in
      _ = optimizer.step(&bowl) { $0.loss() }
      return bowl.w.values
    }
  }

  @Test func theStepsAreThoseOfTheBase() {
    var (plain, averaged) = (Bowl.start, Bowl.start)
    var sgd = SGD(learningRate: 0.1, momentum: 0.9)
    var averaging = WeightAveraging(SGD(learningRate: 0.1, momentum: 0.9), .exponential(decay: 0.5))
    #expect(steps(&sgd, of: &plain, 5) == steps(&averaging, of: &averaged, 5))
  }

  @Test func anExponentialMeanFollowsItsFormula() {
    var bowl = Bowl.start
    var optimizer = WeightAveraging(SGD(learningRate: 0.1), .exponential(decay: 0.25))
    let path = steps(&optimizer, of: &bowl, 6)
    var mean = path[0].map(Double.init)
    for (index, weights) in path.enumerated().dropFirst() {
      let share = 1 - min(0.25, Double(2 + index) / Double(11 + index))
      mean = zip(mean, weights).map { $0 + share * (Double($1) - $0) }
    }
    #expect(zip(optimizer.averaged(bowl).w.values, mean).allSatisfy { abs(Double($0) - $1) < 1e-6 })
    #expect(bowl.w.values == path[5])
  }

  @Test func aStochasticMeanIsThatOfTheEndsOfEpochs() {
    var bowl = Bowl.start
    var optimizer = WeightAveraging(SGD(learningRate: 0.1), .stochastic(firstEpoch: 2))
    var ends: [[Float]] = []
    for epoch in 1...4 {
      ends.append(steps(&optimizer, of: &bowl, 3)[2])
      optimizer.endEpoch(epoch, of: bowl)
      let known = epoch == 1 ? ends : Array(ends.dropFirst())
      let mean = (0..<3).map { place in known.reduce(0) { $0 + $1[place] } / Float(known.count) }
      #expect(zip(optimizer.averaged(bowl).w.values, mean).allSatisfy { abs($0 - $1) < 1e-6 })
    }
  }

  @Test func anInterruptedRunGoesOnWithTheSameBits() {
    var (whole, half) = (Bowl.start, Bowl.start)
    let fresh = WeightAveraging(Adam(learningRate: 0.1), .exponential(decay: 0.9))
    var (first, second, third) = (fresh, fresh, fresh)
    _ = steps(&first, of: &whole, 8)
    _ = steps(&second, of: &half, 4)
    third.state = second.state
    #expect(third.state.memories.count == third.memoryCount)
    _ = steps(&third, of: &half, 4)
    #expect(first.averaged(whole).w.values == third.averaged(half).w.values)
  }

  @Test func anAverageIsReadBackFromItsText() {
    for average in [WeightAverage.exponential(decay: 0.75), .stochastic(firstEpoch: 3)] {
      #expect(WeightAverage(average.description) == average)
    }
    #expect(
      ["", "ema:0", "ema:1", "ema:nan", "swa:0", "swa:1.5", "ema:", "mean"].allSatisfy {
        WeightAverage($0) == nil
      })
  }
}
