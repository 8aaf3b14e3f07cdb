import Forecasters
import Forecasting
import Layers
import Persistence
import Tensors
import Testing
import Training

@Suite("Linear family Golden")
struct LinearFamilyGoldenTests {
  @Test(arguments: GoldenFolder.files(ofKind: "dlinear"))
  func decomposedMapsAgree(_ file: GoldenFile) throws {
    var configuration = DLinear.Configuration()
    configuration.movingAverage = try file.config.member("kernel").integer()
    try expectAgreement(file, DLinear.self, configuration)
  }

  @Test(arguments: GoldenFolder.files(ofKind: "nlinear"))
  func mapsOfDifferencesAgree(_ file: GoldenFile) throws {
    try expectAgreement(file, NLinear.self, .init())
  }

  private func expectAgreement<F: NeuralForecaster>(
    _ file: GoldenFile, _ type: F.Type, _ configuration: F.Configuration
  ) throws {
    let task = ForecastTask(
      lookback: try file.config.member("lookback").integer(),
      horizon: try file.config.member("horizon").integer(),
      channelCount: try #require(file.tensor("input.history").shape.last))
    var generator = SeededGenerator(seed: 1)
    let model = try F(configuration, for: task, using: &generator)
    try expectGolden(file, model, input: "history") { model, history in
      var pass = ForwardPass.inference
      return model.output(of: Batch(history: history.transposed()), in: &pass).transposed()
    }
  }
}
