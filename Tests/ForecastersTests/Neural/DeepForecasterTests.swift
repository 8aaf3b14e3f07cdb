import Forecasters
import Forecasting
import Layers
import Tensors
import Testing
import TimeSeries

struct DeepForecasterTests {
  private let hourly = ForecastTask(lookback: 48, horizon: 12, channelCount: 3, frequency: .hours(1))

  private func make<F: Forecaster>(_ task: ForecastTask, _ change: (inout F.Configuration) -> Void = { _ in })
    throws -> F
  {
    var generator = SeededGenerator(seed: 1)
    var configuration = F.Configuration()
    change(&configuration)
    return try F(configuration, for: task, using: &generator)
  }

  private func forecast(_ forecaster: some Forecaster, _ batch: Batch) -> Tensor {
    guard case .standardized(let forecast) = forecaster.forecast(batch).values else {
      preconditionFailure("units of a batch that has none")
    }
    return forecast
  }

  /// With nothing learnt but a cycle of one channel, the forecast is that cycle at the phases of the future rows.
  ///
  /// Days are counted from Monday 1970-01-05; 2024-01-01 is the 19,719th after it, at phase 4 of five.
  @Test func aCycleFollowsTheCalendarWhateverTheRow() throws {
    let task = ForecastTask(lookback: 4, horizon: 6, channelCount: 1, frequency: .days(1))
    let model: CycleNet = try make(task) {
      $0.cycleLength = 5
      $0.normalization = .none
    }
    let silent = model.replacingTensors(
      model.namedTensors.map { name, value in
        name == "cycleQueue.data"
          ? Tensor(shape: [5, 1], values: [0, 1, 2, 3, 4]) : Tensor(shape: value.shape, filledWith: 0)
      })
    let start = Timestamp(year: 2024, month: 1, day: 1)
    let origins = [0, 13].map {
      WindowOrigin(series: 0, row: 100, stamp: Frequency.days(1).advance(start, by: $0))
    }
    let history = Batch(history: Tensor(shape: [2, 1, 4], filledWith: 7), origins: origins)
    #expect(forecast(silent, history).values == [3, 4, 0, 1, 2, 3] + [1, 2, 3, 4, 0, 1])
  }

  @Test func theCycleIsTheSeasonOfTheFrequency() throws {
    func length(_ frequency: Frequency?) throws -> Int? {
      let task = ForecastTask(lookback: 8, horizon: 2, channelCount: 3, frequency: frequency)
      let model: CycleNet = try make(task)
      return model.namedTensors.first { $0.name == "cycleQueue.data" }?.value.shape[0]
    }
    #expect(try length(.hours(1)) == 24)
    #expect(try length(.minutes(15)) == 96)
    #expect(try length(.minutes(10)) == 144)
    #expect(try length(nil) == 1)
  }

  @Test func patchesMustFitIntoTheHistoryAndHeadsIntoTheWidth() throws {
    let patch = #expect(throws: ConfigurationError.self) {
      let _: PatchTST = try make(hourly) { $0.patchLength = 49 }
    }
    #expect(patch?.description.contains("patchLength") == true)
    let heads = #expect(throws: ConfigurationError.self) {
      let _: PatchTST = try make(hourly) { $0.headCount = 3 }
    }
    #expect(heads?.description.contains("headCount") == true)
    #expect(throws: ConfigurationError.self) { let _: ITransformer = try make(hourly) { $0.headCount = 3 } }
  }

  @Test func aHistoryShorterThanTheUsualPatchIsOne() throws {
    let task = ForecastTask(lookback: 5, horizon: 2, channelCount: 1)
    let model: PatchTST = try make(task)
    #expect(model.resolved(.init()).patchLength == 5)
    #expect(model.notes.count == 1 && model.notes[0].contains("patches have 5"))
    // As a file keeps it, there is nothing to say any more.
    let same: PatchTST = try make(task) { $0.patchLength = 5 }
    #expect(same.parameterCount == model.parameterCount && same.notes.isEmpty)
    #expect(throws: ConfigurationError.self) { let _: PatchTST = try make(task) { $0.patchLength = 6 } }
    let usual: PatchTST = try make(hourly)
    #expect(usual.resolved(.init()) == .init() && usual.notes.isEmpty)
  }

  /// Counted from the definitions.
  @Test func modelsHaveTheirNumberOfParameters() throws {
    let task = ForecastTask(lookback: 96, horizon: 96, channelCount: 7)
    let mlp: MLP = try make(task)
    #expect(mlp.parameterCount == 97 * 256 + 257 * 256 + 257 * 96)
    let kan: KAN = try make(task)
    #expect(kan.parameterCount == 2 * 96 * 32 * 9)
    let lstm: LSTMForecaster = try make(task)
    #expect(lstm.parameterCount == 512 * (7 + 128 + 2) + 129 * 672)
    let cyclenet: CycleNet = try make(task) { $0.cycleLength = 24 }
    #expect(cyclenet.parameterCount == 24 * 7 + 97 * 96)
    let itransformer: ITransformer = try make(task)
    let layer = 4 * 257 * 256 + 2 * 257 * 256 + 4 * 256
    #expect(itransformer.parameterCount == 97 * 256 + 2 * layer + 512 + 257 * 96)
    // ρ, γ and β of RevIN; per block two norms of the plane, time and two maps of channels; the head.
    let mixer: TSMixer = try make(task)
    let block = 4 * 96 * 7 + 97 * 96 + 8 * 64 + 65 * 7
    #expect(mixer.parameterCount == 14 + 2 * block + 97 * 96)
    // Embedding, positions of 12 patches, three layers, head.
    let patchtst: PatchTST = try make(task)
    let encoder = 17 * 64 + 17 * 128 + 129 * 16 + 4 * 16
    #expect(patchtst.parameterCount == 14 + 17 * 16 + 12 * 16 + 3 * encoder + (12 * 16 + 1) * 96)
  }

  @Test func marksOfTheCalendarAreTokensOfTheITransformer() throws {
    let model: ITransformer = try make(hourly) { $0.hiddenSize = 16 }
    let values = Tensor(shape: [1, 3, 48], values: (0..<144).map { Float($0 % 7) })
    func forecast(marksOf value: Float) -> [Float] {
      let features = Tensor(shape: [1, 4, 60], values: (0..<240).map { Float($0 % 5) * value })
      return self.forecast(model, Batch(history: values, future: features)).values
    }
    #expect(forecast(marksOf: 1) != forecast(marksOf: 2))
    #expect(self.forecast(model, Batch(history: values)).shape == [1, 3, 12])
  }
}
