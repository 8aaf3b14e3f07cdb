import Forecasters
import Forecasting
import Layers
import Tensors
import TimeSeries
import Training

/// Training steps of recurrent forecasters with Adam, exactly as the trainer takes them: batch 32, lookback and horizon 96,
/// windows normalised without learnt gains, nothing dropped, otherwise the default sizes.
enum DeepWorkload {
  private static let batchSize = 32
  private static let task = (lookback: 96, horizon: 96)

  /// Every model that is measured.
  static let all = [lstm, mamba]

  private static let lstm = Workload(
    name: "lstm-step", summary: "one Adam step: LSTM, 128 states, batch 32, lookback 96, horizon 96"
  ) { setting in
    var configuration = LSTMForecaster.Configuration()
    configuration.dropout = 0
    return try prepare(LSTMForecaster.self, configuration, setting) { task in
      let (hidden, inputs) = (configuration.hiddenSize, task.channelCount)
      // Inputs need no gradient; the head sees the last state only.
      let steps = Double(task.lookback * 4 * hidden * (3 * hidden + 2 * inputs))
      return steps + Double(3 * hidden * task.horizon * task.channelCount)
    }
  }

  private static let mamba = Workload(
    name: "mamba-step",
    summary: "one Adam step: two Mamba layers of 64, 16 states, batch 32, lookback 96, horizon 96"
  ) { setting in
    var configuration = Mamba.Configuration()
    configuration.dropout = 0
    return try prepare(Mamba.self, configuration, setting) { task in
      let (size, states) = (configuration.hiddenSize, configuration.stateCount)
      let (inner, rank) = (configuration.expansion * size, (size + 15) / 16)
      let mixer = 3 * size * inner + inner * (2 * rank + 2 * states)
      let steps = Double(
        task.lookback * (3 * configuration.layerCount * mixer + 5 * size * task.channelCount))
      return steps + Double(3 * task.channelCount * task.lookback * task.horizon)
    }
  }

  /// - Parameter products: Multiply-adds of the matrix products for one window, forward and backward.
  private static func prepare<F: NeuralForecaster>(
    _ type: F.Type, _ configuration: F.Configuration, _ setting: BenchmarkSetting,
    products: (ForecastTask) -> Double
  ) throws -> BenchmarkTask {
    let (set, data) = try setting.transformerWindows(lookback: task.lookback, horizon: task.horizon)
    let windows = set.training
    let task = ForecastTask(
      lookback: task.lookback, horizon: task.horizon, channelCount: windows.channelCount)
    var generator = SeededGenerator(seed: 1, purpose: .initialisation)
    var model = try F(configuration, for: task, using: &generator)
    var recipe = TrainingRecipe()
    recipe.batchSize = batchSize
    var optimizer = recipe.makeOptimizer()
    let step = TrainingStep(TrainingPlan(recipe: recipe, seed: 1, workers: setting.workers), on: windows)
    var batches = BatchOrder(windowCount: windows.count, batchSize: batchSize)
    return BenchmarkTask(data: data, operations: 2 * Double(batchSize) * products(task)) {
      _ = step(&model, by: &optimizer, on: batches.next(), number: 0)
      return nil
    }
  }
}
