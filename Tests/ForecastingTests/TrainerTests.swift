import Forecasters
import Forecasting
import Tensors
import Testing
import TimeSeries
import Training

struct TrainerTests {
  @Test func theLossFallsAndTheBestEpochIsKept() throws {
    let data = try SineData()
    var model = try SineData.model()
    let summary = try model.fit(data.training, SineData.plan(epochs: 8), TrainingControl())
    let losses = summary.epochs.map(\.trainingLoss)
    #expect(summary.epochs.count == 8 && summary.ending == .completed)
    #expect(losses[7] < 0.5 * losses[0])
    let best = try #require(summary.epochs.min { $0.validationMSE < $1.validationMSE })
    #expect(summary.bestEpoch == best.epoch)
    let kept = try score(model, on: data.windows.validation, workers: Workers(threadCount: 1))
    #expect(kept.score(deviations: [1, 1, 1]).mseNorm == best.validationMSE)
  }

  @Test func theSameSeedGivesTheSameWeightsWhateverTheThreads() throws {
    let data = try SineData()
    let values = try [1, 1, 2, 3].map { threads in
      var model = try SineData.model()
      _ = try model.fit(data.training, SineData.plan(threads: threads), TrainingControl())
      return model.allValues
    }
    #expect(values.allSatisfy { $0 == values[0] })
  }

  @Test func everyEpochUsesEveryWindowOnce() throws {
    let data = try SineData()
    var model = try SineData.model()
    var steps: [Int] = []
    var control = TrainingControl()
    control.report = { event in
      if case .stepped(_, _, let count, _) = event { steps.append(count) }
    }
    _ = try model.fit(data.training, SineData.plan(epochs: 1), control)
    // 144 training rows, lookback 24, horizon 6: 115 windows, seven batches of 16 and the remainder of 3.
    #expect(data.windows.training.count == 115)
    #expect(steps == Array(repeating: 8, count: 8))
  }

  @Test func garbageInTestRowsDoesNotReachTheWeights() throws {
    let (clean, damaged) = (try SineData(), try SineData(damagingFrom: 192))
    #expect(clean.panel.values(ofColumn: 0)[200] != damaged.panel.values(ofColumn: 0)[200])
    let values = try [clean, damaged].map { data in
      var model = try SineData.model()
      _ = try model.fit(data.training, SineData.plan(), TrainingControl())
      return model.allValues
    }
    #expect(values[0] == values[1])
  }

  @Test func trainingStopsWhenValidationStopsImproving() throws {
    let data = try SineData()
    var model = try SineData.model()
    let plan = SineData.plan(epochs: 50) {
      $0.learningRate = 1e-12
      $0.patience = 2
    }
    let summary = try model.fit(data.training, plan, TrainingControl())
    #expect(summary.ending == .earlyStop)
    #expect(summary.epochs.count == summary.bestEpoch + 2)
  }

  @Test func anInfiniteLossStopsWithEpochAndStep() throws {
    let data = try SineData()
    var model = try SineData.model()
    let plan = SineData.plan {
      $0.optimizer = .sgd
      $0.learningRate = 1e20
    }
    #expect(throws: TrainingError.nonFiniteLoss(epoch: 1, step: 2, learningRate: 1e20)) {
      try model.fit(data.training, plan, TrainingControl())
    }
  }

  @Test(arguments: [
    (0.1, "0.001"), (0.001, "0.0001"), (0.0003, "3e-05"),
  ])
  func theAdvisedRateIsAPlainNumber(rate: Float, advised: String) {
    #expect("\(TrainingError.smaller(rate))" == advised)
  }

  @Test func anInterruptionKeepsTheBestWeightsSoFar() throws {
    let data = try SineData()
    var (model, reference) = (try SineData.model(), try SineData.model())
    _ = try reference.fit(data.training, SineData.plan(epochs: 2), TrainingControl())
    var (control, steps) = (TrainingControl(), 0)
    control.isInterrupted = {
      steps += 1
      return steps > 20
    }
    let summary = try model.fit(data.training, SineData.plan(epochs: 9), control)
    #expect(summary.ending == .interrupted && summary.epochs.count == 2)
    #expect(model.allValues == reference.allValues)
  }

  @Test func anInterruptionDoesNotWaitForTheValidation() throws {
    let data = try SineData()
    var model = try SineData.model()
    var (control, questions) = (TrainingControl(), 0)
    control.isInterrupted = {
      questions += 1
      return questions > 1
    }
    // One step an epoch: the second question comes while the validation windows are scored.
    let summary = try model.fit(data.training, SineData.plan { $0.batchSize = 1000 }, control)
    #expect(summary.ending == .interrupted && summary.epochs.isEmpty)
  }

  @Test(arguments: [1, 3]) func aCheckpointContinuesBitForBit(epoch: Int) throws {
    let data = try SineData()
    let plan = SineData.plan(epochs: 5) { $0.schedule = .cosineRestarts(period: 3, floor: 1e-6) }
    var (whole, resumed) = (try SineData.model(), try SineData.model(seed: 99))
    var checkpoints: [Checkpoint] = []
    var control = TrainingControl()
    control.save = { checkpoints.append($0) }
    let summary = try whole.fit(data.training, plan, control)
    var continuing = TrainingControl()
    continuing.checkpoint = checkpoints[epoch - 1]
    let continued = try resumed.fit(data.training, plan, continuing)
    #expect(resumed.allValues == whole.allValues)
    #expect(continued.epochs.map(\.validationMSE) == summary.epochs.map(\.validationMSE))
  }

  @Test func aCheckpointOfAnotherModelIsRefused() throws {
    var model = try SineData.model()
    var control = TrainingControl()
    control.checkpoint = Checkpoint(
      epochs: [], values: [Tensor(1)], bestValues: [Tensor(1)], optimizer: .init())
    #expect(throws: TrainingError.unfitCheckpoint("its tensors have other shapes than the model")) {
      try model.fit(try SineData().training, SineData.plan(), control)
    }
  }

  @Test func noEpochsLeaveTheModelAsItIs() throws {
    var model = try SineData.model()
    let before = model.allValues
    let summary = try model.fit(try SineData().training, SineData.plan(epochs: 0), TrainingControl())
    #expect(model.allValues == before && summary.epochs.isEmpty && summary.bestEpoch == 0)
  }
}
