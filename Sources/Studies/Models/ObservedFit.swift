import Layers
import Synchronization
import Tensors
import Training

/// The fit of a model in a study: a curve of training loss and validation error, and whatever else is looked at each epoch.
struct ObservedFit<Model: Trainable> {
  /// What is measured of the model after each epoch, by name.
  var measures: @Sendable (Model) -> [StudyRecord.Figure] = { _ in [] }
  /// Epochs from one measurement to the next.
  var measuringEvery = 1

  /// Fits a model and records curves over epochs, the errors of the kept and of the last epoch, and the number of parameters.
  ///
  /// - Returns: nil if it was interrupted.
  func run<Training: Examples, Checking: Examples>(
    _ model: inout Model, on training: Training, validatedOn validation: Checking, recipe: TrainingRecipe,
    for study: StudyCase, _ context: StudyContext
  ) throws(TrainingError) -> StudyRecord?
  where Training.Input == Model.Input, Checking.Input == Model.Input {
    var measured: [(epoch: Int, figures: [StudyRecord.Figure])] = []
    var epoch = 0
    let check = Validation<Model>(exampleCount: validation.count) { model in
      epoch += 1
      if epoch % measuringEvery == 0 { measured.append((epoch, measures(model))) }
      return meanErrors(of: model, on: validation, workers: context.workers)
    }
    var control = TrainingControl()
    control.isInterrupted = context.isInterrupted
    let plan = TrainingPlan(recipe: recipe, seed: study.seed, workers: context.workers)
    let summary = try Trainer(plan, control).fit(&model, on: training, validatedBy: check)
    guard summary.ending != .interrupted, !context.isInterrupted() else { return nil }
    var record = StudyRecord(study)
    let epochs = summary.epochs.map { Double($0.epoch) }
    record.curves = [
      StudyRecord.Curve("training_loss", x: epochs, y: summary.epochs.map(\.trainingLoss)),
      StudyRecord.Curve("validation_mse", x: epochs, y: summary.epochs.map(\.validationMSE)),
    ]
    for (index, name) in (measured.first?.figures.map(\.name) ?? []).enumerated() {
      record.curves.append(
        StudyRecord.Curve(
          name, x: measured.map { Double($0.epoch) }, y: measured.map { $0.figures[index].value }))
    }
    record.figures = [
      .init("parameters", Double(model.parameterCount)),
      .init("epochs", Double(summary.epochs.count)), .init("best_epoch", Double(summary.bestEpoch)),
      .init("validation_mse", summary.epochs.last { $0.isBest }?.validationMSE ?? .nan),
      .init("last_validation_mse", summary.epochs.last?.validationMSE ?? .nan),
      .init("last_training_loss", summary.epochs.last?.trainingLoss ?? .nan),
    ]
    return record
  }
}

/// The mean errors of a model over examples, in blocks that are added in order.
func meanErrors<Model: Trainable, Data: Examples>(
  of model: Model, on data: Data, workers: Workers
) -> ValidationErrors where Data.Input == Model.Input {
  let size = max(1, 512 / data.rowsPerExample)
  let prepared = model.prepared(forExamples: data.count)
  let blocks = workers.map(count: (data.count + size - 1) / size) { block -> (Double, Double) in
    let part = data.examples(at: block * size..<min(data.count, (block + 1) * size))
    var pass = ForwardPass.inference
    let output = prepared.output(model.preprocessed(part.input), in: &pass)
    return output.withSpan { ours in
      part.target.withSpan { truths in
        var (squares, sizes) = (0.0, 0.0)
        for index in ours.indices {
          let miss = Double(ours[index]) - Double(truths[index])
          (squares, sizes) = (squares + miss * miss, sizes + abs(miss))
        }
        return (squares, sizes)
      }
    }
  }
  let count = Double(max(1, data.count * data.targetElementsPerExample))
  return ValidationErrors(
    mse: blocks.reduce(0) { $0 + $1.0 } / count, mae: blocks.reduce(0) { $0 + $1.1 } / count)
}
