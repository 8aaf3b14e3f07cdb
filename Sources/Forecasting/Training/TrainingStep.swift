import Layers
import Optimizers
import Synchronization
import Tensors
import TimeSeries

/// One optimizer step on one batch: what training consists of, and what the benchmark measures.
///
/// The windows are gathered, forecast and differentiated part by part on the plan's threads; the sums depend on the
/// batch only, never on the threads.
public struct TrainingStep: Sendable {
  private let plan: TrainingPlan
  private let windows: TrainingWindows

  /// - Parameter plan: Gives the loss, the seed of random masks and the threads.
  /// - Parameter windows: The windows that batches are chosen from.
  public init(_ plan: TrainingPlan, on windows: TrainingWindows) {
    (self.plan, self.windows) = (plan, windows)
  }

  /// Takes one step.
  ///
  /// - Parameter batch: Indices of windows.
  /// - Parameter number: How many steps came before; random masks depend on it.
  /// - Returns: The mean loss over the batch before the step.
  public func callAsFunction<Model: NeuralForecaster>(
    _ model: inout Model, by optimizer: inout any Optimizer, on batch: [Int], number: Int
  ) -> Double {
    let partition = BatchPartition(
      windowCount: batch.count, channelCount: windows.channelCount, parameterCount: model.parameterCount,
      isWhole: model.needsWholeBatches)
    let elementCount = batch.count * windows.targetChannels.count * windows.horizon
    let (loss, seed) = (plan.recipe.loss, plan.seed)
    let statistics = Mutex<BatchStatistics>(.running)
    var passCount = 0
    let result = Workers.$current.withValue(plan.workers) {
      // A single part is kept for both passes of SAM; several are gathered anew, where they are in a core's cache.
      let whole = partition.parts.count == 1 ? windows.batch(batch) : nil
      return optimizer.step(&model) { point in
        let isFirst = passCount == 0
        passCount += 1
        return valueAndGradient(
          at: point, over: partition.batch(plan.workers), preparing: { $0.prepared(forWindows: batch.count) }
        ) { model, part in
          let (history, target) = whole ?? windows.batch(batch[partition.parts[part]])
          // The same masks in both passes of SAM: they depend on the step and the part only.
          var pass = ForwardPass.training(
            using: SeededGenerator(
              seed: seed, purpose: .dropout, index: number * partition.parts.count + part),
            keepsStatistics: isFirst)
          let forecast = selectingChannels(model.forecast(history, in: &pass), windows.targetChannels)
          if isFirst { statistics.withLock { $0 = pass.batchStatistics } }
          return loss(forecast, target, dividingBy: elementCount)
        }
      }
    }
    statistics.withLock { $0 }.bringUpToDate(&model)
    return result
  }
}
