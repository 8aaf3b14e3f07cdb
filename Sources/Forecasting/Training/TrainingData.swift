import Layers
import Tensors
import TimeSeries
import Training

/// What a forecaster may learn from. Test windows have another type and cannot be put here.
public struct TrainingData: Sendable {
  /// The windows whose errors are minimised.
  public let training: TrainingWindows
  /// The windows that decide when to stop and which weights to keep.
  public let validation: ValidationWindows

  /// - Parameter training: Windows that lie in the training rows.
  /// - Parameter validation: Windows whose targets lie in the validation rows.
  public init(training: TrainingWindows, validation: ValidationWindows) {
    (self.training, self.validation) = (training, validation)
  }

  /// All windows but those of the test rows.
  public init(_ windows: WindowSet) { self.init(training: windows.training, validation: windows.validation) }
}

extension Windows: Examples where Role == TrainingRole {
  /// One row for each channel of a window.
  public var rowsPerExample: Int { channelCount }
  /// The horizon of each target channel.
  public var targetElementsPerExample: Int { targetCount * horizon }

  /// The windows at `indices`.
  public func examples(at indices: some Collection<Int>) -> ExampleBatch<Batch> {
    let (input, target) = batch(indices)
    return ExampleBatch(input: input, target: target, observed: observedTargets(indices))
  }

  /// Values of the targets of the windows at `indices` that are not missing.
  public func observedTargetElements(at indices: some Collection<Int>) -> Int {
    guard !isComplete else { return indices.count * targetElementsPerExample }
    return indices.reduce(0) { $0 + observedTargetCount(ofWindow: $1) }
  }

  /// The target channels of a forecast.
  public func targeted(in output: Tensor) -> Tensor { selectingChannels(output, targetChannels) }
}

extension Validation where Model: Forecaster {
  /// The errors of forecasts over all of `windows`.
  init(on windows: ValidationWindows, workers: Workers, unless isInterrupted: @escaping () -> Bool) {
    self.init(exampleCount: windows.count) { (model) throws(TrainingError) in
      let score = try score(model, on: windows, workers: workers, unless: isInterrupted).standardized
      let law = try (model as? any LawStating)?.meanLoss(on: windows, workers, unless: isInterrupted)
      return ValidationErrors(mse: score.mseNorm, mae: score.maeNorm, law: law)
    }
  }
}
