import Forecasters
import Forecasting
import Tensors
import TimeSeries
import Training

/// What is known about a fit before it runs: its size, and what one step takes.
public struct FitProbe: Sendable {
  /// What decides the result.
  public let specification: RunSpecification
  /// Number of values to be learnt.
  public let parameterCount: Int
  /// Channels of the history.
  public let channelCount: Int
  /// Number of training, validation and test windows.
  public let trainingWindows: Int, validationWindows: Int, testWindows: Int
  /// What one optimizer step takes; nil if none was timed or there is nothing to train.
  public let step: Step?

  /// What one optimizer step takes.
  public struct Step: Sendable {
    /// Wall-clock time.
    public let seconds: Double
    /// Memory that model, optimizer and step hold at most.
    public let bytes: Int

    /// - Parameter bytes: Memory that model, optimizer and step hold at most.
    package init(seconds: Double, bytes: Int) {
      (self.seconds, self.bytes) = (seconds, bytes)
    }
  }
}

extension Fit {
  /// What decides the result, without building the model.
  ///
  /// - Throws: What `run()` would throw before it builds the model.
  public func specification() throws -> RunSpecification {
    try specification(try request.forecaster())
  }

  private func specification<F: Forecaster>(_ type: F.Type) throws -> RunSpecification {
    specification(of: try prepare(type).description)
  }

  private func specification(of description: ModelDescription) -> RunSpecification {
    var specification = RunSpecification(description)
    specification.reading = request.reading.told.map { "\($0.key.rawValue)=\($0.text)" }
    return specification
  }

  /// Builds the model without training it, and finds on the way what cannot work.
  ///
  /// - Parameter timedSteps: Optimizer steps to take and time, after one or two that warm up; 0 takes none.
  /// - Throws: What `run()` would throw before training.
  public func probe(timedSteps: Int) throws -> FitProbe {
    try probe(try request.forecaster(), timedSteps)
  }

  private func probe<F: Forecaster>(_ type: F.Type, _ timedSteps: Int) throws -> FitProbe {
    let prepared = try prepare(type)
    let isTimed = timedSteps > 0 && (prepared.recipe?.epochs ?? 0) > 0
    let (measured, peakBytes) = try TensorMemory.measuring {
      var forecaster = try make(type, prepared.configuration, prepared.data.task)
      try check(prepared.recipe, for: forecaster)
      let seconds = isTimed ? timeSteps(timedSteps, of: &forecaster, prepared) : nil
      return (parameterCount: forecaster.parameterCount, seconds: seconds)
    }
    let windows = prepared.data.windows
    return FitProbe(
      specification: specification(of: prepared.description), parameterCount: measured.parameterCount,
      channelCount: prepared.data.task.channelCount, trainingWindows: windows.training.count,
      validationWindows: windows.validation.count, testWindows: windows.test.count,
      step: measured.seconds.map { FitProbe.Step(seconds: $0, bytes: peakBytes) })
  }

  private func check<F: Forecaster>(_ recipe: TrainingRecipe?, for forecaster: F) throws(RequestError) {
    guard let recipe, let neural = forecaster as? any NeuralForecaster else { return }
    do { try recipe.check(for: neural) } catch { throw .configuration(model: F.card.name, error) }
  }

  /// The mean time of a step; nil if an epoch has too few, or if training fails at once: that is for the fit to say.
  private func timeSteps<F: Forecaster>(
    _ count: Int, of forecaster: inout F, _ prepared: PreparedFit<F>
  ) -> Double? {
    let warmUp = min(2, count)
    var stamps: [ContinuousClock.Instant] = []
    var timing = self
    timing.checkpoint = nil
    timing.control = TrainingControl()
    timing.control.report = { event in
      if case .stepped = event { stamps.append(.now) }
    }
    timing.control.isInterrupted = { stamps.count >= warmUp + count }
    _ = try? timing.train(&forecaster, prepared)
    guard let first = stamps.dropFirst(warmUp - 1).first, let last = stamps.last, last > first else {
      return nil
    }
    return (last - first) / .seconds(1) / Double(stamps.count - warmUp)
  }
}
