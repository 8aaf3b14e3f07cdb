import Forecasters
import Forecasting
import Layers
import Tensors
import Testing

/// Settings made in Swift, which no option or file has checked.
struct ConfigurationBoundsTests {
  private func expectRefused<F: Forecaster>(
    _ type: F.Type, naming key: String, _ change: (inout F.Configuration) -> Void
  ) {
    var configuration = F.Configuration()
    change(&configuration)
    let error = #expect(throws: ConfigurationError.self) {
      var generator = SeededGenerator(seed: 1)
      _ = try F.make(
        configuration, for: ForecastTask(lookback: 24, horizon: 6, channelCount: 3), using: &generator)
    }
    #expect(error?.description.contains(key) == true)
  }

  @Test func whatIsOutOfBoundsIsRefusedBeforeAnythingIsBuilt() {
    for size in [0, -1, Int.min, Int.max] {
      expectRefused(SAMformer.self, naming: "hiddenSize") { $0.hiddenSize = size }
      expectRefused(Transformer.self, naming: "feedForwardSize") { $0.feedForwardSize = size }
    }
    expectRefused(SeasonalNaive.self, naming: "season") { $0.season = -1 }
    expectRefused(LinearClosedForm.self, naming: "ridge") { $0.ridge = .nan }
    expectRefused(PatchTST.self, naming: "dropout") { $0.dropout = .infinity }
    expectRefused(PatchTST.self, naming: "headCount") { $0.headCount = 0 }
  }
}
