import Forecasters
import Forecasting
import Layers
import Tensors
import TestSupport
import Testing
import TimeSeries

/// Models with covariates are models without them that are given other numbers.
@Suite struct CovariateRelationTests {
  private static let (lookback, horizon, count) = (6, 3, 4)

  private func make<F: Forecaster>(
    _ task: ForecastTask, _ settings: [String: String]
  ) throws -> F {
    var (generator, configuration) = (SeededGenerator(seed: 1), F.Configuration())
    for (key, value) in settings { try configuration.set(key, to: value) }
    return try F.make(configuration, for: task, using: &generator)
  }

  private func forecast(_ model: some NeuralForecaster, _ batch: Batch) -> Tensor {
    var pass = ForwardPass.inference
    return model.output(of: batch, in: &pass)
  }

  private func numbers(_ shape: [Int], seed: UInt64) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    return Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in generator.normal() })
  }

  private func task(_ channels: Int, future: Int = 0, fixed: Int = 0, lookback: Int = lookback)
    -> ForecastTask
  {
    ForecastTask(
      lookback: lookback, horizon: Self.horizon, channelCount: channels, futureCount: future,
      fixedCount: fixed)
  }

  /// Covariates beside the history of a channel are a longer history.
  private func expectLongerHistory<F: NeuralForecaster>(
    _ type: F.Type, _ settings: [String: String]
  ) throws {
    let covered: F = try make(task(2, future: 2, fixed: 1), settings)
    let extra = 2 * (Self.lookback + Self.horizon) + 1
    let longer: F = try make(task(2, lookback: Self.lookback + extra), settings)
    let history = numbers([Self.count, 2, Self.lookback], seed: 1)
    let future = numbers([Self.count, 2, Self.lookback + Self.horizon], seed: 2)
    let fixed = numbers([Self.count, 1], seed: 3)
    let beside = concatenatedColumns([future.reshaped(to: [Self.count, extra - 1]), fixed])
    let twice = beside.values.chunks(of: extra).flatMap { $0 + $0 }
    let long = concatenatedColumns([history, Tensor(shape: [Self.count, 2, extra], values: twice)])
    expectClose(
      forecast(covered, Batch(history: history, future: future, fixed: fixed)).values,
      forecast(longer.withParameters(covered.parameters), Batch(history: long)).values, F.card.name)
  }

  @Test func perceptronsReadCovariatesAsALongerHistory() throws {
    try expectLongerHistory(MLP.self, ["hiddenSize": "8", "normalization": "none"])
    try expectLongerHistory(FAN.self, ["hiddenSize": "8", "normalization": "none"])
  }

  /// A fixed column is a column known ahead that never changes.
  private func expectConstantColumn<F: NeuralForecaster>(
    _ type: F.Type, _ settings: [String: String]
  ) throws {
    let model: F = try make(task(2, future: 1, fixed: 1), settings)
    let other: F = try make(task(2, future: 2), settings)
    let history = numbers([Self.count, 2, Self.lookback], seed: 1)
    let rows = Self.lookback + Self.horizon
    let future = numbers([Self.count, 1, rows], seed: 2)
    let fixed = numbers([Self.count, 1], seed: 3)
    let constant = Tensor(
      shape: [Self.count, 1, rows], values: fixed.values.flatMap { Array(repeating: $0, count: rows) })
    expectClose(
      forecast(model, Batch(history: history, future: future, fixed: fixed)).values,
      forecast(
        other.withParameters(model.parameters),
        Batch(history: history, future: joiningTokens(future, constant))
      ).values, F.card.name)
  }

  @Test func aFixedColumnIsAConstantOneOverTime() throws {
    let small = ["hiddenSize": "8", "headCount": "2", "feedForwardSize": "8"]
    try expectConstantColumn(LSTMForecaster.self, ["hiddenSize": "8"])
    try expectConstantColumn(Transformer.self, small)
    try expectConstantColumn(TransformerFAN.self, small)
    try expectConstantColumn(TransformerFANGated.self, small)
    try expectConstantColumn(FANformer.self, small.merging(["tokens": "time"]) { $1 })
  }

  /// The features of the calendar are columns known ahead.
  @Test func theCalendarIsAsGoodAsColumns() throws {
    let small = ["hiddenSize": "8", "headCount": "2", "feedForwardSize": "8"]
    let marked = ForecastTask(
      lookback: Self.lookback, horizon: Self.horizon, channelCount: 2, frequency: .hours(1))
    let plain: Transformer = try make(marked, small)
    let covered: Transformer = try make(task(2, future: 4), small)
    let batch = Batch(
      history: numbers([Self.count, 2, Self.lookback], seed: 1),
      future: numbers([Self.count, 4, Self.lookback + Self.horizon], seed: 2))
    #expect(
      forecast(covered.withParameters(plain.parameters), batch).values == forecast(plain, batch).values)
  }

  /// Where the rows to forecast have no weight, a token of a column is one of the calendar.
  @Test func aColumnOfTheITransformerIsAToken() throws {
    let small = ["hiddenSize": "8", "headCount": "2", "feedForwardSize": "8"]
    let covered: ITransformer = try make(task(2, future: 1), small)
    let plain: ITransformer = try make(task(2), small)
    let own = covered.namedParameters.filter { !$0.name.hasPrefix("covariates") }.map(\.value)
    let embedding = own[0]
    let silent = Tensor(shape: [8, Self.horizon], filledWith: 0)
    let weights = [concatenatedColumns([embedding, silent]), own[1]]
    let batch = Batch(
      history: numbers([Self.count, 2, Self.lookback], seed: 1),
      future: numbers([Self.count, 1, Self.lookback + Self.horizon], seed: 2))
    expectClose(
      forecast(covered.withParameters(own + weights), batch).values,
      forecast(plain.withParameters(own), batch).values, "itransformer")
  }

  /// Without weight in what corrects the forecast, and in the columns read, the model is the plain one.
  @Test func anLSTMWhoseCovariatesHaveNoWeightIsThePlainOne() throws {
    let covered: LSTMForecaster = try make(task(2, future: 1), ["hiddenSize": "8"])
    let plain: LSTMForecaster = try make(task(2), ["hiddenSize": "8"])
    let silent = covered.withParameters(
      covered.namedParameters.map { name, value in
        switch name {
        case "lstm.weight_ih_l0":
          concatenatedColumns([value.columns(0..<2), Tensor(shape: [32, 1], filledWith: 0)])
        case "decoder.second.weight", "decoder.second.bias": Tensor(shape: value.shape, filledWith: 0)
        default: value
        }
      })
    let given = silent.namedParameters.filter { !$0.name.hasPrefix("decoder") }.map { name, value in
      name == "lstm.weight_ih_l0" ? value.columns(0..<2) : value
    }
    let history = numbers([Self.count, 2, Self.lookback], seed: 1)
    let future = numbers([Self.count, 1, Self.lookback + Self.horizon], seed: 2)
    expectClose(
      forecast(silent, Batch(history: history, future: future)).values,
      forecast(plain.withParameters(given), Batch(history: history)).values, "lstm")
  }
}

extension Array {
  fileprivate func chunks(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min(count, $0 + size)]) }
  }
}
