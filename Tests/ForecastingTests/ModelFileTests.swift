import Forecasters
import Forecasting
import Layers
import Persistence
import Platform
import Tensors
import TestSupport
import Testing
import TimeSeries
import Training

struct ModelFileTests {
  static func description() throws -> ModelDescription {
    let data = try SineData()
    return ModelDescription(
      model: "samformer", configuration: SineData.configuration.json,
      shape: .init(lookback: 24, horizon: 6, features: .multivariateToUnivariate, target: "c1"),
      columns: .init(time: "date", channels: data.panel.columns, frequency: .hours(1), scaler: data.scaler),
      split: .init(rule: .usualRatios, rows: Split(train: 0..<144, validation: 144..<192, test: 192..<240)),
      data: .init(path: "sine.csv", sha256: "00"), recipe: SineData.plan().recipe, seed: .max,
      training: .init(epochs: 3, bestEpoch: 2))
  }

  @Test func aDescriptionIsReadBackEqual() throws {
    let original = try Self.description()
    let text = original.json.text()
    #expect(try ModelDescription(json: JSONValue(parsing: text)) == original)
  }

  @Test func aModelIsReadBackWithTheSameForecast() throws {
    let folder = try TemporaryFolder()
    let model = try SineData.model(seed: 7)
    let file = ModelFile(model, described: try Self.description())
    try file.write(to: folder.file("m.safetensors"))
    let read = try ModelFile(reading: folder.file("m.safetensors"))
    #expect(read.weightsSHA256 == file.weightsSHA256)
    let history = Batch(history: Tensor(shape: [1, 3, 24], values: (0..<72).map { Float($0 % 5) }))
    var pass = ForwardPass.inference
    #expect(
      try read.forecaster(SAMformer.self).output(of: history, in: &pass).values
        == model.output(of: history, in: &pass).values)
  }

  @Test func aFlippedBitInTheWeightsIsNoticed() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("m.safetensors")
    try ModelFile(try SineData.model(), described: try Self.description()).write(to: path)
    var bytes = try FileContents.bytes(ofFile: path)
    bytes[bytes.count - 4] ^= 1
    try AtomicFile.write(bytes, to: path)
    #expect(throws: ModelFileError.altered) { try ModelFile(reading: path) }
  }

  @Test(arguments: ["formatVersion", "columns", "scaler", "seed", "horizon", "configuration"])
  func aMissingMemberIsNamed(_ name: String) throws {
    guard case .object(var object) = try Self.description().json else { return }
    object[name] = nil
    let error = #expect(throws: ModelFileError.self) { try ModelDescription(json: .object(object)) }
    #expect(error?.description.contains(name) == true)
  }

  @Test func unknownMembersAndNewerVersionsAreRefused() throws {
    guard case .object(var object) = try Self.description().json else { return }
    object["extra"] = 1
    #expect(throws: ModelFileError.self) { try ModelDescription(json: .object(object)) }
    object["extra"] = nil
    object["formatVersion"] = 6
    #expect(throws: ModelFileError.newerFormat(6)) { try ModelDescription(json: .object(object)) }
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
}

extension SineData {
  static var configuration: SAMformer.Configuration {
    var configuration = SAMformer.Configuration()
    configuration.hiddenSize = 4
    return configuration
  }
}
