import Forecasters
import Forecasting
import Layers
import Tensors
import Testing
import Training

struct LinearFamilyTests {
  private static let task = ForecastTask(lookback: 48, horizon: 12, channelCount: 3)

  private func make<F: NeuralForecaster>(_ type: F.Type, _ settings: [(String, String)] = []) throws -> F {
    var configuration = F.Configuration()
    for (key, value) in settings { try configuration.set(key, to: value) }
    var generator = SeededGenerator(seed: 1)
    return try F(configuration, for: Self.task, using: &generator)
  }

  /// LH + H for each map, two for each channel with RevIN.
  @Test func mapsHaveTheirNumberOfParameters() throws {
    let map = 48 * 12 + 12
    #expect(try make(LinearForecaster.self).parameterCount == map)
    #expect(try make(NLinear.self).parameterCount == map)
    #expect(try make(DLinear.self).parameterCount == 2 * map)
    #expect(try make(RLinear.self).parameterCount == map + 6)
    #expect(try make(RLinear.self, [("individual", "true")]).parameterCount == 3 * map + 6)
    #expect(try make(DLinear.self, [("individual", "true")]).parameterCount == 6 * map)
  }

  /// A map for each channel, all the same, forecasts as the shared one.
  @Test func equalMapsForEachChannelAreTheSharedOne() throws {
    let shared = try make(LinearForecaster.self)
    let individual = try make(LinearForecaster.self, [("individual", "true")])
    let copies = shared.namedTensors.map { _, value in
      concatenated(Array(repeating: value.reshaped(to: [1] + value.shape), count: 3))
    }
    let x = history(batch: 5)
    let (a, b) = (forecast(shared, x), forecast(individual.replacingTensors(copies), x))
    #expect(zip(a.values, b.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  /// The two maps of DLinear, multiplied out, do what they do to trend and rest one by one.
  @Test(arguments: [false, true])
  func multipliedOutMapsAreThoseOfTrendAndRest(individual: Bool) throws {
    var generator = SeededGenerator(seed: 2)
    let channels = individual ? 3 : nil
    let seasonal = TimeMap(lookback: 48, horizon: 12, channelCount: channels, using: &generator)
    let trend = TimeMap(lookback: 48, horizon: 12, channelCount: channels, using: &generator)
    let decomposition = SeriesDecomposition(width: 25)
    let x = history(batch: 4)
    let parts = decomposition(x)
    let separate = seasonal(parts.seasonal) + trend(parts.trend)
    let combined = decomposition.combining(seasonal: seasonal, trend: trend)(x)
    #expect(zip(separate.values, combined.values).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test func anEvenMovingAverageIsRefused() {
    let error = #expect(throws: ConfigurationError.self) { try make(DLinear.self, [("movingAverage", "24")]) }
    #expect(
      error?.description.contains("movingAverage: 24 is not accepted; use an odd number such as 25") == true)
  }

  @Test func dropoutActsWhileTrainingOnly() throws {
    let model = try make(RLinear.self, [("dropout", "0.5")])
    let x = history(batch: 2)
    var training = ForwardPass.training(using: SeededGenerator(seed: 1))
    let dropped = model.output(of: Batch(history: x), in: &training)
    let again = model.output(of: Batch(history: x), in: &training)
    #expect(dropped.values != again.values)
    #expect(forecast(model, x).values == forecast(model, x).values)
    #expect(forecast(model, x).values != dropped.values)
  }

  private func history(batch: Int) -> Tensor {
    var generator = SeededGenerator(seed: 7)
    return Tensor(shape: [batch, 3, 48], values: (0..<batch * 144).map { _ in generator.normal() })
  }

  private func forecast(_ model: some NeuralForecaster, _ x: Tensor) -> Tensor {
    var pass = ForwardPass.inference
    return model.output(of: Batch(history: x), in: &pass)
  }
}
