import Persistence
import Safetensors
import Tensors
import Testing

@Suite struct ModelFileTests {
  private static let commands = [
    "predict model.safetensors", "evaluate model.safetensors", "inspect model.safetensors",
  ]

  @Test func aCutFileIsRefused() throws {
    let workspace = try Workspace.withModel()
    let whole = try workspace.bytes("model.safetensors")
    for size in [0, 1, 7, 8, 9, 500, whole.count / 2, whole.count - 4, whole.count - 1] {
      try workspace.write(Array(whole.prefix(size)), to: "model.safetensors")
      for command in Self.commands { expectFailure(try workspace.run(command), 65, "model.safetensors") }
    }
    try workspace.write(whole + [0], to: "model.safetensors")
    for command in Self.commands {
      expectFailure(try workspace.run(command), 65, "1 bytes after its last tensor")
    }
  }

  @Test func noFlippedBitCrashes() throws {
    let workspace = try Workspace.withModel()
    let whole = try workspace.bytes("model.safetensors")
    for index in Array(0..<9) + Array(stride(from: 9, to: 2600, by: 137)) {
      var damaged = whole
      damaged[index] ^= index.isMultiple(of: 2) ? 0x01 : 0x10
      try workspace.write(damaged, to: "model.safetensors")
      let run = try workspace.run("predict model.safetensors f.csv")
      expectFailure(run, 65)
    }
  }

  @Test func alteredWeightsAreRefused() throws {
    let workspace = try Workspace.withModel()
    var bytes = try workspace.bytes("model.safetensors")
    bytes.replaceSubrange(bytes.count - 4..<bytes.count, with: [0, 0, 0xC0, 0x7F])
    try workspace.write(bytes, to: "model.safetensors")
    expectFailure(try workspace.run("predict"), 65, "does not have the digest")
  }

  @Test func foreignFilesAreNamed() throws {
    let workspace = try Workspace.withData()
    try workspace.write("just a text", to: "text.safetensors")
    try SafetensorsFile(entries: [.init(name: "w", shape: [2], values: [1, 2])]).write(
      to: workspace.file("foreign.safetensors"))
    expectFailure(
      try workspace.run("predict text.safetensors f.csv"), 65,
      "text.safetensors: is not a safetensors file, such as forecast fit writes")
    expectFailure(try workspace.run("solve text.safetensors"), 65, "text.safetensors: holds no moments")
    expectFailure(
      try workspace.run("predict foreign.safetensors f.csv"), 65,
      "foreign.safetensors: has no forecast.config; it is not a model of this program")
    expectFailure(
      try workspace.run("predict nowhere.safetensors f.csv"), 66,
      "nowhere.safetensors: no such file; check the path")
    expectFailure(
      try workspace.run("evaluate"), 66, "model.safetensors: no such file; forecast fit data.csv makes one")
  }

  @Test(arguments: [
    ("\"lookback\":48", "\"lookback\":4611686018427387904", "lookback: 4611686018427387904 is not within"),
    ("\"horizon\":12", "\"horizon\":1000000000000", "horizon: 1000000000000 is not within"),
    ("\"horizon\":12", "\"horizon\":13", "its sizes need more than"),
    ("\"hiddenSize\":16", "\"hiddenSize\":-1", "hiddenSize: -1 is not accepted"),
    ("\"model\":\"samformer\"", "\"model\":\"other\"", "is a 'other', which this program does not have"),
    ("\"formatVersion\":5", "\"formatVersion\":99", "has format version 99, this program reads up to 5"),
    ("\"formatVersion\":5", "\"formatVersion\":0", "there is no version 0"),
    ("\"frequency\":\"1h\"", "\"frequency\":\"0h\"", "'0h' is not a frequency"),
    ("\"seed\":1", "\"seed\":\"x\"", "seed: expected an integer, found a string"),
    ("\"seed\":1", "\"seed\":1,\"extra\":1", "extra: is not known here"),
    ("\"target\":null", "\"target\":7", "target: expected a string"),
  ])
  func aDescriptionThatDoesNotFitIsNamed(_ old: String, _ new: String, _ message: String) throws {
    let workspace = try Workspace.withModel()
    let file = try SafetensorsFile(reading: workspace.file("model.safetensors"))
    let config = try #require(file.metadata("forecast.config"))
    try #require(config.contains(old), "\(config)")
    // An edited description that is meant to be read leaves out the digest.
    let digest = /,"digest":"[0-9a-f]{64}"/
    let changed = config.replacing(old, with: new).replacing(digest, with: "")
    try SafetensorsFile(entries: file.entries, metadata: [("forecast.config", changed)]).write(
      to: workspace.file("model.safetensors"))
    expectFailure(try workspace.run("predict model.safetensors f.csv"), 65, "model.safetensors: ", message)
  }

  /// Sizes of a terabyte over a file of a few kilobytes.
  @Test(arguments: ["inspect", "inspect --json", "predict", "evaluate", "plot"])
  func sizesThatDoNotFitTheTensorsAreRefused(_ command: String) throws {
    let workspace = try Workspace.withData()
    #expect(
      try workspace.run("fit f.csv \(Workspace.small) --model fan --set layerCount=2 --epochs 0 --quiet")
        .status
        == 0)
    let file = try SafetensorsFile(reading: workspace.file("model.safetensors"))
    let config = try #require(file.metadata("forecast.config"))
    let changed = config.replacing(
      /"hiddenSize":\d+,"layerCount":2/, with: "\"hiddenSize\":65536,\"layerCount\":64"
    )
    .replacing(/,"digest":"[0-9a-f]{64}"/, with: "")
    try #require(changed.contains("65536"), "\(config)")
    try SafetensorsFile(entries: file.entries, metadata: [("forecast.config", changed)]).write(
      to: workspace.file("model.safetensors"))
    expectFailure(
      try workspace.run(command), 65,
      "model.safetensors: its description is damaged: its sizes need more than")
  }

  @Test func textFromAFileCannotDriveTheTerminal() throws {
    let workspace = try Workspace.withModel()
    let file = try SafetensorsFile(reading: workspace.file("model.safetensors"))
    let config = try #require(file.metadata("forecast.config"))
    let changed = config.replacing("\"path\":\"f.csv\"", with: "\"path\":\"\\u001b[31m\"")
      .replacing(/,"digest":"[0-9a-f]{64}"/, with: "")
    try SafetensorsFile(entries: file.entries, metadata: [("forecast.config", changed)]).write(
      to: workspace.file("model.safetensors"))
    for command in ["inspect", "inspect --json", "predict"] {
      let run = try workspace.run(command)
      #expect(!(run.output + run.errors).contains("\u{1B}"))
    }
  }

  @Test func publishedWeightsLoadAndGiveTheSameForecast() throws {
    let workspace = try Workspace.withData()
    let sizes = "--lookback 48 --horizon 12 --set valuePath=full --json --quiet"
    let fitted = try workspace.run("fit f.csv --model samformer \(sizes) --epochs 2 -o fitted.safetensors")
      .json
    // The published class's state_dict: the same names, no description.
    let file = try SafetensorsFile(reading: workspace.file("fitted.safetensors"))
    #expect(
      Set(file.entries.map(\.name)).isSuperset(of: [
        "compute_keys.weight", "compute_queries.weight", "compute_values.weight", "linear_forecaster.bias",
        "revin.affine_weight",
      ]))
    try SafetensorsFile(entries: file.entries).write(to: workspace.file("published.safetensors"))

    let loaded = try workspace.run(
      "fit f.csv --model samformer \(sizes) --epochs 0 --initial-weights published.safetensors"
    )
    .json
    for key in ["weights_sha256", "test", "validation"] {
      #expect(try loaded.member(key).value == fitted.member(key).value)
    }
    #expect(try workspace.run("predict").output == workspace.run("predict fitted.safetensors").output)

    let lacking = file.entries.filter { $0.name != "revin.affine_bias" }
    try SafetensorsFile(entries: lacking).write(to: workspace.file("lacking.safetensors"))
    expectFailure(
      try workspace.run(
        "fit f.csv --model samformer \(sizes) --epochs 0 --initial-weights lacking.safetensors"), 65,
      "lacks the tensor 'revin.affine_bias' that the model has; check --model and --set")
  }

  @Test func weightsOfAnotherShapeAreNamed() throws {
    let workspace = try Workspace.withModel()
    expectFailure(
      try workspace.run(
        "fit f.csv --model samformer --lookback 48 --horizon 13 --epochs 0 --initial-weights model.safetensors -o other.safetensors --quiet"
      ), 65,
      "model.safetensors: tensor 'linear_forecaster.weight' has shape [12, 48], the model needs [13, 48]",
      "check --lookback, --horizon and --set")
    expectFailure(
      try workspace.run(
        "fit f.csv \(Workspace.small) --set valuePath=full --initial-weights model.safetensors -o other.safetensors --quiet"
      ), 65,
      "check --model and --set")
    expectFailure(
      try workspace.run("fit f.csv \(Workspace.small) --initial-weights nowhere.safetensors --quiet"), 66,
      "nowhere.safetensors: no such file")
  }
}
