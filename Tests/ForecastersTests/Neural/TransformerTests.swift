import Forecasters
import Forecasting
import Layers
import Tensors
import Testing
import TimeSeries

struct TransformerTests {
  private static let task = ForecastTask(lookback: 96, horizon: 96, channelCount: 8, frequency: .hours(1))

  private func parameterCount<F: EncoderDecoderForecaster>(
    _ type: F.Type, _ task: ForecastTask = task, _ change: (inout TransformerConfiguration) -> Void = { _ in }
  ) throws -> Int {
    var configuration = TransformerConfiguration()
    change(&configuration)
    var generator = SeededGenerator(seed: 1)
    return try F(configuration, for: task, using: &generator).parameterCount
  }

  /// Counted from the published code's layers for 8 channels and 4 time features; neither lookback nor horizon matters.
  @Test func theKindsHaveTheirNumberOfParameters() throws {
    #expect(try parameterCount(Transformer.self) == 10_543_624)
    #expect(try parameterCount(TransformerFAN.self) == 8_968_840)
    #expect(try parameterCount(TransformerFANGated.self) == 8_968_846)
    #expect(try parameterCount(Transformer.self) { $0.normalization = .revin } == 10_543_624 + 16)
  }

  /// One map of the time features in the encoder's embedding and one in the decoder's.
  @Test func theCalendarDecidesTheNumberOfMarks() throws {
    func count(_ frequency: Frequency?, _ choice: CalendarChoice) throws -> Int {
      let task = ForecastTask(lookback: 8, horizon: 4, channelCount: 2, frequency: frequency)
      return try parameterCount(Transformer.self, task) {
        ($0.hiddenSize, $0.headCount, $0.feedForwardSize, $0.calendar) = (8, 2, 8, choice)
      }
    }
    let none = try count(.hours(1), .none)
    #expect(try count(.hours(1), .auto) == none + 2 * 4 * 8)
    #expect(try count(.hours(1), .minutely) == none + 2 * 5 * 8)
    #expect(try count(.minutes(15), .auto) == none + 2 * 5 * 8)
    #expect(try count(nil, .auto) == none)
  }

  @Test func valuesThatDoNotFitEachOtherAreRefusedByName() {
    let heads = #expect(throws: ConfigurationError.self) {
      try parameterCount(Transformer.self) { ($0.hiddenSize, $0.headCount) = (20, 8) }
    }
    #expect(heads?.description == "headCount: 8 is not accepted; use a divisor of hiddenSize 20")
    let label = #expect(throws: ConfigurationError.self) {
      try parameterCount(Transformer.self) { $0.labelLength = 97 }
    }
    #expect(label?.description.contains("labelLength: 97") == true)
    let fan = #expect(throws: ConfigurationError.self) {
      try parameterCount(TransformerFAN.self) { ($0.hiddenSize, $0.headCount) = (2, 2) }
    }
    #expect(fan?.description.contains("periodicFraction") == true)
  }
}
