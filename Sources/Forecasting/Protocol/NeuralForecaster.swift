import Layers
import Tensors
import Training

/// A forecaster made of layers, fitted by gradient descent.
///
/// It states how an output is computed (`PreparedModel`); what any forecaster must do follows.
public protocol NeuralForecaster: Forecaster, Trainable where Input == Batch {
  /// Fits, before the first epoch, what no gradient trains; does nothing unless stated.
  ///
  /// A fit that goes on from a checkpoint has it already.
  ///
  /// - Returns: The summary of a fit that was interrupted here; nil where training can begin.
  mutating func fitBeforeTraining(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary?
}

extension Forecaster {
  /// The forecaster with a second head that states a law of each target; itself where none is asked for.
  ///
  /// - Returns: Nil where it cannot learn a law.
  package static func stating(_ law: OutputLaw?) -> (any Forecaster.Type)? {
    law == nil ? self : (self as? any NeuralForecaster.Type)?.statingLaw
  }
}

extension NeuralForecaster {
  /// The forecaster with a second head, which states a law of each target.
  public static var statingLaw: any Forecaster.Type { LawForecaster<Self>.self }

  /// Forecasts in standardised units, recorded for derivatives where the parameters are.
  ///
  /// - Returns: Shape `[batch, channel, horizon]`.
  public func output(of batch: Batch, in pass: inout ForwardPass) -> Tensor {
    prepared(forExamples: batch.count).output(preprocessed(batch), in: &pass)
  }

  /// Forecasts with the parameters prepared once.
  public func predicting(windows windowCount: Int) -> @Sendable (Batch) -> Forecast {
    let prepared = prepared(forExamples: windowCount)
    return { batch in
      var pass = ForwardPass.inference
      return Forecast(point: prepared.output(preprocessed(batch), in: &pass))
    }
  }

  /// What attention layers leave behind in a pass over `batch`, for ``Explaining``.
  public func recordedAttention(over batch: Batch, tokens: AttentionWeights.Tokens) -> [AttentionWeights] {
    var pass = ForwardPass.explaining
    _ = output(of: batch, in: &pass)
    return (pass.attention?.records ?? []).map {
      AttentionWeights(layer: $0.name, tokens: tokens, weights: $0.weights)
    }
  }

  /// Everything is learnt by gradients.
  public mutating func fitBeforeTraining(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary? { nil }

  /// Fits by gradient descent, after what comes before it.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    if control.checkpoint == nil, let interrupted = try fitBeforeTraining(data, plan, control) {
      return interrupted
    }
    let validation = Validation<Self>(
      on: data.validation, workers: plan.workers, unless: control.isInterrupted)
    return try Trainer(plan, control).fit(&self, on: data.training, validatedBy: validation)
  }

  /// Everything that has been learnt, with the names it has in a model file: parameters, then running statistics and
  /// the like.
  public var namedTensors: [(name: String, value: Tensor)] { namedParameters + namedState }

  /// Number of trainable values.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// The same forecaster with other learnt values, in the order of `namedTensors`.
  public func replacingTensors(_ values: [Tensor]) -> Self { replacingLearntValues(values) }
}
