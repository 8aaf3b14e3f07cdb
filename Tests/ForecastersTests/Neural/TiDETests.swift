import Forecasters
import Forecasting
import Layers
import Tensors
import TestSupport
import Testing
import TimeSeries

struct TiDETests {
  private static let (lookback, horizon, windows, channels) = (7, 4, 3, 2)

  private func model(
    future: Int, fixed: Int, _ change: (inout TiDEConfiguration) -> Void = { _ in }
  ) throws -> TiDE {
    var configuration = TiDEConfiguration()
    (configuration.hiddenSize, configuration.decoderSize, configuration.stepSize) = (6, 3, 5)
    (configuration.featureSize, configuration.dropout) = (2, 0)
    change(&configuration)
    let task = ForecastTask(
      lookback: Self.lookback, horizon: Self.horizon, channelCount: Self.channels, futureCount: future,
      fixedCount: fixed)
    var generator = SeededGenerator(seed: 3)
    let made = try TiDE.make(configuration, for: task, using: &generator)
    // Nothing hides behind a bias of zero or a gain of one.
    return made.withParameters(
      made.parameters.map { value in
        value + numbers(value.shape, &generator, 0.1)
      })
  }

  private func numbers(_ shape: [Int], _ generator: inout SeededGenerator, _ scale: Float = 1) -> Tensor {
    Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in scale * generator.normal() })
  }

  private func batch(future: Int, fixed: Int) -> Batch {
    var generator = SeededGenerator(seed: 5)
    return Batch(
      history: numbers([Self.windows, Self.channels, Self.lookback], &generator),
      future: future == 0
        ? nil : numbers([Self.windows, future, Self.lookback + Self.horizon], &generator),
      fixed: fixed == 0 ? nil : numbers([Self.windows, fixed], &generator))
  }

  private func naive(_ model: TiDE) -> NaiveTiDE {
    let parameters = model.namedParameters.map { ($0.name, $0.value.values.map { Double($0) }) }
    return NaiveTiDE(
      parameters: Dictionary(parameters) { first, _ in first }, lookback: Self.lookback,
      horizon: Self.horizon)
  }

  /// The forecasts of all windows and channels in loops.
  private func forecasts(_ naive: NaiveTiDE, _ batch: Batch) -> [Double] {
    func rows(_ tensor: Tensor?, _ window: Int, _ length: Int) -> [[Double]] {
      guard let tensor else { return [] }
      let values = tensor.slices(window..<window + 1).values.map { Double($0) }
      return stride(from: 0, to: values.count, by: length).map { Array(values[$0..<$0 + length]) }
    }
    return (0..<Self.windows).flatMap { window in
      let histories = rows(batch.history, window, Self.lookback)
      let future = rows(batch.future, window, Self.lookback + Self.horizon)
      let fixed = rows(batch.fixed, window, 1).flatMap { $0 }
      return histories.indices.flatMap {
        naive.forecast(channel: $0, history: histories[$0], future: future, fixed: fixed)
      }
    }
  }

  private func output(_ model: TiDE, _ batch: Batch) -> Tensor {
    var pass = ForwardPass.inference
    return model.output(of: batch, in: &pass)
  }

  @Test(arguments: [0, 2], [0, 1]) func theForecastIsThatOfLoops(_ future: Int, _ fixed: Int) throws {
    for layers in [1, 2, 3] {
      let model = try model(future: future, fixed: fixed) { $0.layerCount = layers }
      let batch = batch(future: future, fixed: fixed)
      let forecast = output(model, batch)
      #expect(forecast.shape == [Self.windows, Self.channels, Self.horizon])
      expectClose(
        forecast.values, forecasts(naive(model), batch).map { Float($0) }, "\(layers) layers")
    }
  }

  /// Against central differences of the loops, in double precision.
  @Test func gradientsAreThoseOfLoops() throws {
    let model = try model(future: 2, fixed: 1)
    let batch = batch(future: 2, fixed: 1)
    var generator = SeededGenerator(seed: 7)
    let weights = numbers([Self.windows, Self.channels, Self.horizon], &generator)
    let (_, gradient) = valueAndGradient(at: model) { sum(weights * output($0, batch)) }
    let loops = naive(model)
    func value(_ loops: NaiveTiDE) -> Double {
      zip(weights.values, forecasts(loops, batch)).reduce(0) { $0 + Double($1.0) * $1.1 }
    }
    let scale = gradient.flatMap(\.values).map(abs).max() ?? 0
    for ((name, parameter), ours) in zip(model.namedParameters, gradient) {
      for index in stride(from: 0, to: parameter.count, by: max(1, parameter.count / 5)) {
        var (more, less) = (loops, loops)
        more.parameters[name]?[index] += 1e-6
        less.parameters[name]?[index] -= 1e-6
        let slope = Float((value(more) - value(less)) / 2e-6)
        #expect(abs(ours.values[index] - slope) <= 1e-4 * scale, "\(name)[\(index)]")
      }
    }
  }

  /// With nothing but its own weights in the linear map, the model is that map, whatever the covariates.
  @Test func withoutEncoderTheModelIsALinearMapOfTheHistory() throws {
    let whole = try model(future: 2, fixed: 1) { $0.normalization = .none }
    let skipOnly = whole.withParameters(
      whole.namedParameters.map { name, value in
        name.hasPrefix("step.") ? Tensor(shape: value.shape, filledWith: 0) : value
      })
    let (batch, map) = (batch(future: 2, fixed: 1), skipOnly.namedParameters.suffix(2).map(\.value))
    #expect(output(skipOnly, batch).values == linear(batch.history, weight: map[0], bias: map[1]).values)
  }

  /// Covariates of one step reach that step through its own block, even where the encoder is not looked at.
  @Test func aStepSeesItsOwnCovariates() throws {
    let whole = try model(future: 1, fixed: 0)
    let direct = whole.withParameters(
      whole.namedParameters.map { name, value in
        name.hasPrefix("encoder.") ? Tensor(shape: value.shape, filledWith: 0) : value
      })
    let before = batch(future: 1, fixed: 0)
    var values = before.future?.values ?? []
    values[Self.lookback + 2] += 1  // Window 0, step 2.
    let shape = [Self.windows, 1, Self.lookback + Self.horizon]
    let after = Batch(history: before.history, future: Tensor(shape: shape, values: values))
    let pairs = zip(output(direct, before).values, output(direct, after).values)
    let changed = Set(pairs.enumerated().filter { abs($0.element.0 - $0.element.1) > 1e-6 }.map(\.offset))
    #expect(changed == [2, Self.horizon + 2])
  }

  @Test func theCalendarAndColumnsAreReadTogether() throws {
    let task = ForecastTask(
      lookback: 8, horizon: 2, channelCount: 1, futureCount: 1, frequency: .hours(1))
    var generator = SeededGenerator(seed: 1)
    let model = try TiDE.make(.init(), for: task, using: &generator)
    let features = model.namedParameters.first { $0.name == "features.first.weight" }
    // Hour, weekday, day of the month, day of the year, and the column.
    #expect(features?.value.shape == [64, 5])
  }
}
