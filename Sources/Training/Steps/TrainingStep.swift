import Layers
import Optimizers
import Synchronization
import Tensors

/// One optimizer step on one batch: what training consists of, and what a benchmark of training measures.
///
/// The examples are gathered, mapped and differentiated part by part on the plan's threads; the sums depend on the
/// batch only, never on the threads.
public struct TrainingStep<Data: Examples>: Sendable {
  private let plan: TrainingPlan
  private let data: Data

  /// - Parameter plan: Gives the objective, the seed of random masks and the threads.
  /// - Parameter data: The examples that batches are chosen from.
  public init(_ plan: TrainingPlan, on data: Data) {
    (self.plan, self.data) = (plan, data)
  }

  /// Takes one step.
  ///
  /// - Parameter batch: Indices of examples.
  /// - Parameter number: How many steps came before; random masks depend on it.
  /// - Returns: The mean loss over the batch before the step.
  public func callAsFunction<Model: Trainable>(
    _ model: inout Model, by optimizer: inout any Optimizer, on batch: [Int], number: Int
  ) -> Double where Model.Input == Data.Input {
    let partition = BatchPartition(
      exampleCount: batch.count, rowsPerExample: data.rowsPerExample, parameterCount: model.parameterCount,
      isWhole: model.hasRunningStatistics)
    let elementCount = max(1, data.observedTargetElements(at: batch))
    let (objective, seed) = (plan.recipe.loss.objective, plan.seed)
    let firstStream = number * max(partition.parts.count, wholeBatchPartCount(model))
    let statistics = Mutex<BatchStatistics>(.running)
    var passCount = 0
    let result = Workers.$current.withValue(plan.workers) {
      // A single part is kept for both passes of SAM; several are gathered anew, where they are in a core's cache.
      let whole = partition.parts.count == 1 ? Part(data.examples(at: batch), for: model) : nil
      return optimizer.step(&model) { point in
        let isFirst = passCount == 0
        passCount += 1
        return valueAndGradient(
          at: point, over: partition.batch(plan.workers), preparing: { $0.prepared(forExamples: batch.count) }
        ) { prepared, index in
          let part = whole ?? Part(data.examples(at: batch[partition.parts[index]]), for: point)
          // The same masks in both passes of SAM: they depend on the step and the part only.
          var pass = ForwardPass.training(
            using: SeededGenerator(
              seed: seed, purpose: .dropout, index: firstStream + index),
            keepsStatistics: isFirst)
          let output = data.targeted(in: prepared.output(part.input, in: &pass))
          if isFirst { statistics.withLock { $0 = pass.batchStatistics } }
          return objective(
            output, part.examples.target, observed: part.examples.observed, dividingBy: elementCount)
        }
      }
    }
    statistics.withLock { $0 }.bringUpToDate(&model)
    model.finishStep()
    return result
  }

  /// Parts of a batch of the recipe's size: a smaller one, which has fewer, must not use the random masks of another step.
  private func wholeBatchPartCount(_ model: some Module) -> Int {
    BatchPartition(
      exampleCount: plan.recipe.batchSize, rowsPerExample: data.rowsPerExample,
      parameterCount: model.parameterCount, isWhole: model.hasRunningStatistics
    ).parts.count
  }
}

/// Examples with their inputs preprocessed.
private struct Part<Input: Sendable, Prepared: Sendable>: Sendable {
  let input: Prepared
  let examples: ExampleBatch<Input>

  init<Model: Trainable>(_ batch: ExampleBatch<Input>, for model: Model)
  where Model.Input == Input, Model.Prepared.Input == Prepared {
    (input, examples) = (model.preprocessed(batch.input), batch)
  }
}
