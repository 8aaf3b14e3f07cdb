import Forecasters
import Forecasting
import Layers
import Persistence
import Tensors
import Testing
import TimeSeries
import Training

struct ModelFileTests {
  private func description() throws -> ModelDescription {
    let data = try SineData()
    return ModelDescription(
      model: "samformer", configuration: SineData.configuration.json,
      shape: .init(lookback: 24, horizon: 6, features: .multivariateToUnivariate, target: "c1"),
      columns: .init(time: "date", channels: data.frame.channels, frequency: .hours(1), scaler: data.scaler),
      split: .init(rule: .usualRatios, rows: Split(train: 0..<144, validation: 144..<192, test: 192..<240)),
      data: .init(path: "sine.csv", sha256: "00"), recipe: SineData.plan().recipe, seed: .max,
      training: .init(epochs: 3, bestEpoch: 2))
  }

  @Test func aDescriptionIsReadBackEqual() throws {
    let original = try description()
    let text = original.json.text()
    #expect(try ModelDescription(json: JSONValue(parsing: text)) == original)
  }

  @Test func aModelIsReadBackWithTheSameForecast() throws {
    let folder = try TemporaryFolder()
    let model = try SineData.model(seed: 7)
    let file = ModelFile(model, described: try description())
    try file.write(to: folder.file("m.safetensors"))
    let read = try ModelFile(reading: folder.file("m.safetensors"))
    #expect(read.weightsSHA256 == file.weightsSHA256)
    let history = History(values: Tensor(shape: [1, 3, 24], values: (0..<72).map { Float($0 % 5) }))
    var pass = ForwardPass.inference
    #expect(
      try read.forecaster(SAMformer.self).forecast(history, in: &pass).values
        == model.forecast(history, in: &pass).values)
  }

  @Test func aFlippedBitInTheWeightsIsNoticed() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("m.safetensors")
    try ModelFile(try SineData.model(), described: try description()).write(to: path)
    var bytes = try FileContents.bytes(ofFile: path)
    bytes[bytes.count - 4] ^= 1
    try AtomicFile.write(bytes, to: path)
    #expect(throws: ModelFileError.altered) { try ModelFile(reading: path) }
  }

  @Test(arguments: ["formatVersion", "columns", "scaler", "seed", "horizon", "configuration"])
  func aMissingMemberIsNamed(_ name: String) throws {
    guard case .object(var object) = try description().json else { return }
    object[name] = nil
    let error = #expect(throws: ModelFileError.self) { try ModelDescription(json: .object(object)) }
    #expect(error?.description.contains(name) == true)
  }

  @Test func unknownMembersAndNewerVersionsAreRefused() throws {
    guard case .object(var object) = try description().json else { return }
    object["extra"] = 1
    #expect(throws: ModelFileError.self) { try ModelDescription(json: .object(object)) }
    object["extra"] = nil
    object["formatVersion"] = 2
    #expect(throws: ModelFileError.newerFormat(2)) { try ModelDescription(json: .object(object)) }
  }

  @Test func everyTensorMustBeThereWithItsShapeAndNoOther() throws {
    let model = try SineData.model()
    let tensors = model.namedTensors
    #expect(throws: ModelFileError.missingTensor("revin.affine_weight")) {
      try model.replacingTensors(named: Array(tensors.dropFirst()))
    }
    #expect(throws: ModelFileError.unexpectedTensor("extra")) {
      try model.replacingTensors(named: tensors + [("extra", Tensor(1))])
    }
    #expect(throws: ModelFileError.wrongShape("revin.affine_weight", found: [2], expected: [3])) {
      try model.replacingTensors(
        named: [("revin.affine_weight", Tensor(shape: [2], filledWith: 1))] + tensors.dropFirst())
    }
    #expect(throws: ModelFileError.nonFiniteTensor("revin.affine_weight")) {
      try model.replacingTensors(
        named: [("revin.affine_weight", Tensor(shape: [3], filledWith: .nan))] + tensors.dropFirst())
    }
  }

  @Test func aCheckpointBelongsToItsSettings() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("c.checkpoint")
    var (model, saved) = (try SineData.model(), [Checkpoint]())
    var control = TrainingControl()
    control.save = { saved.append($0) }
    _ = try model.fit(try SineData().training, SineData.plan(), control)
    let settings = try description().json
    try CheckpointFile.write(saved[1], settings: settings, to: path)
    let read = try CheckpointFile.read(path, settings: settings)
    #expect(read.epochs == saved[1].epochs)
    #expect(read.optimizer.stepCount == saved[1].optimizer.stepCount)
    #expect(read.values.map(\.values) == saved[1].values.map(\.values))
    #expect(
      read.optimizer.memories.map { $0.map(\.values) } == saved[1].optimizer.memories.map { $0.map(\.values) }
    )
    var other = try description()
    other.seed = 3
    let error = #expect(throws: ModelFileError.self) { try CheckpointFile.read(path, settings: other.json) }
    #expect(error?.description.contains("seed") == true)
  }
}

extension SineData {
  static var configuration: SAMformer.Configuration {
    var configuration = SAMformer.Configuration()
    configuration.hiddenSize = 4
    return configuration
  }
}
