import Layers
import Tensors
import Training

/// A forecaster made of layers, fitted by gradient descent.
///
/// It states how an output is computed (``PreparedModel``); what any forecaster must do follows.
public protocol NeuralForecaster: Forecaster, Trainable where Input == History {}

extension NeuralForecaster {
  /// Forecasts; shapes are those of ``Forecaster``.
  public func forecast(_ history: History, in pass: inout ForwardPass) -> Tensor {
    prepared(forExamples: history.values.shape[0]).output(preprocessed(history), in: &pass)
  }

  /// Forecasts with the parameters prepared once.
  public func forecasting(windows windowCount: Int) -> @Sendable (History) -> Tensor {
    let prepared = prepared(forExamples: windowCount)
    return { history in
      var pass = ForwardPass.inference
      return prepared.output(preprocessed(history), in: &pass)
    }
  }

  /// Fits by gradient descent.
  public mutating func fit(
    _ data: TrainingData, _ plan: TrainingPlan, _ control: TrainingControl
  ) throws(TrainingError) -> TrainingSummary {
    let validation = Validation<Self>(on: data.validation, workers: plan.workers)
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
