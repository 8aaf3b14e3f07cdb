import Layers
import Tensors
import Testing

struct BatchNormTests {
  private func training(keepsStatistics: Bool) -> ForwardPass {
    .training(using: SeededGenerator(seed: 1), keepsStatistics: keepsStatistics)
  }

  private func state(_ layer: BatchNorm) -> [Float] { layer.namedState.flatMap { $0.value.values } }

  @Test func runningStatisticsFollowTheBatchByTheirShare() {
    var layer = BatchNorm(size: 1, epsilon: 1e-3, keptShare: 0.75)
    var pass = training(keepsStatistics: true)
    _ = layer(Tensor(shape: [2, 1], values: [1, 5]), in: &pass)
    #expect(state(layer) == [0, 1])
    pass.batchStatistics.bringUpToDate(&layer)
    #expect(state(layer) == [0.75, 1.75])
  }

  @Test func aPassThatKeepsNothingLeavesThemAlone() {
    var layer = BatchNorm(size: 2, epsilon: 1e-3, keptShare: 0.9)
    for var pass in [ForwardPass.inference, training(keepsStatistics: false)] {
      _ = layer(sample([4, 2]), in: &pass)
      pass.batchStatistics.bringUpToDate(&layer)
      #expect(state(layer) == [0, 0, 1, 1])
    }
  }

  @Test func forecastsUseRunningStatisticsAndNotTheBatch() {
    let layer = BatchNorm(size: 2, epsilon: 0, keptShare: 0.9)
    var (inference, training) = (ForwardPass.inference, training(keepsStatistics: true))
    let x = 3 * sample([4, 2])
    #expect(layer(x, in: &inference).values == x.values)
    #expect(layer(x, in: &training).values != x.values)
  }

  @Test func stateIsNamedAndNotTrained() {
    let layer = BatchNorm(size: 2, epsilon: 1e-3, keptShare: 0.9)
    #expect(layer.namedParameters.map(\.name) == ["weight", "bias"])
    #expect(layer.namedState.map(\.name) == ["running_mean", "running_var"])
  }
}
