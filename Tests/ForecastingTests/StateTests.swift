import Forecasters
import Forecasting
import Layers
import Optimizers
import Tensors
import Testing
import TimeSeries
import Training

/// What is learnt without gradients: running statistics of batches and the grids of splines.
struct StateTests {
  private func mixer() throws -> TSMixer {
    var generator = SeededGenerator(seed: 1)
    var configuration = TSMixer.Configuration()
    configuration.dropout = 0
    return try TSMixer(configuration, for: SineData.task, using: &generator)
  }

  private func kan() throws -> KAN {
    var generator = SeededGenerator(seed: 1)
    return try KAN(.init(), for: SineData.task, using: &generator)
  }

  private func step(_ model: inout TSMixer, rho: Float, batch: [Int], threads: Int = 1) throws {
    let plan = SineData.plan(threads: threads) { $0.rho = rho }
    var optimizer = plan.recipe.makeOptimizer()
    let windows = try SineData().windows.training
    _ = TrainingStep(plan, on: windows)(&model, by: &optimizer, on: batch, number: 0)
  }

  @Test func runningStatisticsFollowTheFirstPassOfSAMOnly() throws {
    var (plain, sharpnessAware) = (try mixer(), try mixer())
    try step(&plain, rho: 0, batch: Array(0..<16))
    try step(&sharpnessAware, rho: 0.9, batch: Array(0..<16))
    let (a, b) = (plain.namedState, sharpnessAware.namedState)
    #expect(a.map(\.value.values) == b.map(\.value.values))
    #expect(a.map(\.value.values) != (try mixer()).namedState.map(\.value.values))
    #expect(plain.parameters.map(\.values) != sharpnessAware.parameters.map(\.values))
  }

  /// The same windows seven times over have the statistics of the windows once, if the batch is not cut.
  @Test func aBatchThatIsNormalisedTogetherIsNotCut() throws {
    let once = Array(0..<100)
    var (small, large) = (try mixer(), try mixer())
    try step(&small, rho: 0, batch: once)
    try step(&large, rho: 0, batch: Array(repeating: once, count: 7).flatMap(\.self), threads: 2)
    for (a, b) in zip(small.namedState, large.namedState) {
      #expect(zip(a.value.values, b.value.values).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }

  @Test func wholeBatchesAreNeededWhereStatisticsRun() throws {
    #expect(try mixer().hasRunningStatistics)
    #expect(try !kan().hasRunningStatistics && !SineData.model().hasRunningStatistics)
  }

  @Test func whatIsNotTrainedIsInTheModelFileAllTheSame() throws {
    let names = Set(try mixer().namedTensors.map(\.name))
    #expect(names.contains("blocks.1.norm2.running_var") && names.contains("blocks.0.norm1.running_mean"))
    #expect(Set(try kan().namedTensors.map(\.name)).contains("layers.0.grid"))
  }

  @Test func onlyWhatIsTrainedIsCounted() throws {
    func count(_ forecaster: some Forecaster) -> Int { forecaster.parameterCount }
    #expect(count(try mixer()) == (try mixer()).parameters.reduce(0) { $0 + $1.count })
    #expect(count(try kan()) == (try kan()).parameters.reduce(0) { $0 + $1.count })
  }

  @Test func gridsFollowTheDataDuringTheFirstEpochs() throws {
    var model = try kan()
    let before = model.namedState.map(\.value.values)
    _ = try model.fit(try SineData().training, SineData.plan(epochs: 1), TrainingControl())
    #expect(zip(before, model.namedState).allSatisfy { $0 != $1.value.values })
  }

  @Test func aCheckpointContinuesBitForBitWithWhatIsNotTrained() throws {
    try expectContinuation(mixer())
    try expectContinuation(kan())
  }

  private func expectContinuation(_ untrained: some NeuralForecaster) throws {
    let data = try SineData()
    let plan = SineData.plan(epochs: 4)
    var (whole, resumed) = (untrained, untrained)
    var checkpoints: [Checkpoint] = []
    var control = TrainingControl()
    control.save = { checkpoints.append($0) }
    _ = try whole.fit(data.training, plan, control)
    var continuing = TrainingControl()
    continuing.checkpoint = checkpoints[1]
    _ = try resumed.fit(data.training, plan, continuing)
    #expect(resumed.allValues == whole.allValues)
  }
}
