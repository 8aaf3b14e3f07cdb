import Forecasters
import Forecasting
import Layers
import Tensors
import Testing

struct FANformerTests {
  private static let task = ForecastTask(lookback: 24, horizon: 6, channelCount: 3)

  private func model(_ change: (inout FANformerConfiguration) -> Void) throws -> FANformer {
    var configuration = FANformerConfiguration()
    (configuration.hiddenSize, configuration.headCount, configuration.feedForwardSize) = (16, 2, 32)
    change(&configuration)
    var generator = SeededGenerator(seed: 1)
    return try FANformer(configuration, for: Self.task, using: &generator)
  }

  private func forecast(_ model: FANformer, _ values: Tensor) -> Tensor {
    var pass = ForwardPass.inference
    return model.output(of: Batch(history: values), in: &pass)
  }

  private func history() -> Tensor {
    Tensor(shape: [1, 3, 24], values: (0..<72).map { Float(($0 * 37) % 23) / 11 - 1 })
  }

  /// Channels are tokens without positions: they may come in any order.
  @Test func channelsMayBeReordered() throws {
    let model = try model { $0.tokens = .channels }
    let order = [2, 0, 1]
    let (a, b) = (
      selectingChannels(forecast(model, history()), order),
      forecast(model, selectingChannels(history(), order))
    )
    #expect(zip(a.values, b.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// Rotary positions tell steps of time apart: the same values in reverse give another forecast.
  @Test func stepsOfTimeHaveAnOrder() throws {
    let model = try model { ($0.tokens, $0.normalization) = (.time, .none) }
    #expect(forecast(model, history()).shape == [1, 3, 6])
    let silenced = model.replacingTensors(
      model.namedTensors.map { name, value in
        // The head treats all steps alike, so that only the layers can tell them apart.
        name == "head.weight" ? Tensor(shape: value.shape, filledWith: 1) : value
      })
    let reversed = Tensor(
      shape: [1, 3, 24],
      values: (0..<3).flatMap { channel in history().values[channel * 24..<(channel + 1) * 24].reversed() })
    let (a, b) = (forecast(silenced, history()), forecast(silenced, reversed))
    #expect(zip(a.values, b.values).contains { abs($0 - $1) > 1e-4 })
  }

  /// The paper's controls have as many parameters as their layer before the projections says: d = 16, two layers.
  @Test func theControlsDifferInTheLayerBeforeTheProjections() throws {
    let none = try model { $0.attentionInput = .none }.parameterCount
    #expect(try model { $0.attentionInput = .linear }.parameterCount == none + 2 * 17 * 16)
    #expect(try model { $0.attentionInput = .gelu }.parameterCount == none + 2 * 17 * 16)
    // 2 cosines, 2 sines and 12 others from 14 maps with bias.
    #expect(try model { $0.attentionInput = .fan }.parameterCount == none + 2 * 17 * 14)
  }

  @Test func valuesThatDoNotFitEachOtherAreRefusedByName() {
    let causal = #expect(throws: ConfigurationError.self) { try model { $0.isCausal = true } }
    #expect(causal?.description.contains("isCausal") == true)
    let odd = #expect(throws: ConfigurationError.self) {
      try model { ($0.tokens, $0.hiddenSize) = (.time, 6) }
    }
    #expect(odd?.description.contains("headCount") == true)
  }
}
