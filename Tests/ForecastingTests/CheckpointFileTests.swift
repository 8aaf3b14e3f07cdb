import Forecasters
import Forecasting
import Persistence
import Platform
import Safetensors
import Tensors
import TestSupport
import Testing
import Training

struct CheckpointFileTests {
  private static let plan = SineData.plan(epochs: 4)

  /// A checkpoint of the second epoch, the settings it belongs to, and the weights that the whole fit ends with.
  private struct Sample {
    let checkpoint: Checkpoint
    let settings: JSONValue
    let bytes: [UInt8]
    let weights: [Float]

    init() throws {
      var (model, saved) = (try SineData.model(), [Checkpoint]())
      var control = TrainingControl()
      control.save = { saved.append($0) }
      _ = try model.fit(try SineData().training, CheckpointFileTests.plan, control)
      (checkpoint, weights) = (saved[1], model.allValues)
      settings = try ModelFileTests.description().json
      let folder = try TemporaryFolder()
      try CheckpointFile.write(checkpoint, settings: settings, to: folder.file("c"))
      bytes = try FileContents.bytes(ofFile: folder.file("c"))
    }

    func file() throws -> SafetensorsFile { try SafetensorsFile(parsing: bytes, named: "c") }

    /// The weights that a fit ends with which goes on from a file.
    func continued(_ file: SafetensorsFile) throws -> [Float] {
      var control = TrainingControl()
      control.checkpoint = try CheckpointFile.checkpoint(in: file, settings: settings)
      var model = try SineData.model(seed: 99)
      _ = try model.fit(try SineData().training, CheckpointFileTests.plan, control)
      return model.allValues
    }
  }

  @Test func aCheckpointIsReadBackBitForBit() throws {
    let sample = try Sample()
    let read = try CheckpointFile.checkpoint(in: sample.file(), settings: sample.settings)
    #expect(read.epochs == sample.checkpoint.epochs && read.isSealed)
    #expect(read.optimizer.stepCount == sample.checkpoint.optimizer.stepCount)
    #expect(read.values.map(\.values) == sample.checkpoint.values.map(\.values))
    #expect(read.bestValues.map(\.values) == sample.checkpoint.bestValues.map(\.values))
    let (ours, theirs) = (read.optimizer.memories, sample.checkpoint.optimizer.memories)
    #expect(ours.map { $0.map(\.values) } == theirs.map { $0.map(\.values) })
    #expect(try sample.continued(sample.file()) == sample.weights)
  }

  @Test func aCheckpointBelongsToItsSettings() throws {
    let sample = try Sample()
    var other = try ModelFileTests.description()
    other.seed = 3
    let error = #expect(throws: ModelFileError.self) {
      try CheckpointFile.checkpoint(in: sample.file(), settings: other.json)
    }
    #expect(error?.description.contains("seed") == true)
  }

  /// Files of earlier versions have no digest.
  private func unsealed(_ sample: Sample, _ change: (inout SafetensorsFile) -> Void = { _ in }) throws
    -> SafetensorsFile
  {
    var file = try sample.file()
    file.metadata.removeAll { $0.key == "forecast.digest" }
    change(&file)
    return file
  }

  @Test func aCheckpointOfAnEarlierVersionGoesOn() throws {
    let sample = try Sample()
    #expect(try sample.continued(unsealed(sample)) == sample.weights)
  }

  @Test func otherMembersAreThoseOfAnEarlierFormat() throws {
    let sample = try Sample()
    let members = try JSONReader(sample.settings).members().map { (key: $0.key, value: $0.reader.value) }
    let fewer = JSONValue.object(JSONObject(Array(members.dropLast())))
    #expect(throws: ModelFileError.earlierCheckpoint) {
      try CheckpointFile.checkpoint(in: unsealed(sample), settings: fewer)
    }
    let error = #expect(throws: ModelFileError.self) {
      try CheckpointFile.checkpoint(in: sample.file(), settings: fewer)
    }
    #expect(error == .otherSettings("\(members[members.count - 1].key): then only"))
  }

  @Test(arguments: 0..<6) func whatContradictsItselfIsRefusedWithoutADigestToo(_ kind: Int) throws {
    let sample = try Sample()
    let file = try unsealed(sample) { file in
      let last = file.entries.count - 1
      let steps = "\"steps\":\(sample.checkpoint.optimizer.stepCount)"
      switch kind {
      case 0: file.entries[0].change(at: 0) { $0 / 4 }
      case 1: file.metadata[1].value.replace(steps, with: "\"steps\":9223372036854775807")
      case 2: file.entries[last] = .init(name: "zz", shape: [1], values: [1])
      case 3: file.entries.removeAll { $0.name.hasPrefix("memory1") }
      case 4:
        file.entries += ["\u{E9}", "e\u{301}"].map { .init(name: $0, shape: [1], values: [1]) }
      default: file.metadata[1].value.replace("\"epoch\":2", with: "\"epoch\":3")
      }
    }
    #expect(throws: (any Error).self) { try sample.continued(file) }
  }

  /// Never a trap, never other weights.
  @Test func alteredFilesAreRefusedOrHarmless() throws {
    let sample = try Sample()
    let seed = UInt64.random(in: 0..<1_000_000)
    var generator = SeededGenerator(seed: seed)
    var refused = 0
    for _ in 0..<1000 {
      let bytes = sample.bytes.altered(using: &generator)
      do {
        let weights = try sample.continued(SafetensorsFile(parsing: bytes, named: "c"))
        #expect(weights == sample.weights, "seed \(seed)")
      } catch {
        refused += 1
        #expect(
          error is SafetensorsError || error is ModelFileError || error is TrainingError,
          "seed \(seed): \(error)")
      }
    }
    #expect(refused > 900, "seed \(seed)")
  }
}

extension SafetensorsFile.Entry {
  fileprivate mutating func change(at index: Int, _ transform: (Float) -> Float) {
    var values = values
    values[index] = transform(values[index])
    self = Self(name: name, shape: shape, values: values)
  }
}

extension [UInt8] {
  /// One alteration of some bytes: flipped, overwritten, removed, doubled, cut off or exchanged.
  fileprivate func altered(using generator: inout SeededGenerator) -> [UInt8] {
    var bytes = self
    let place = generator.integer(below: count)
    let length = 1 + generator.integer(below: Swift.min(16, count - place))
    let range = place..<place + length
    switch generator.integer(below: 6) {
    case 0: bytes[place] ^= 1 << UInt8(generator.integer(below: 8))
    case 1: bytes[place] = UInt8(generator.integer(below: 256))
    case 2: bytes.removeSubrange(range)
    case 3: bytes.insert(contentsOf: self[range], at: place)
    case 4: bytes.removeLast(count - place)
    default: bytes.swapAt(place, generator.integer(below: count))
    }
    return bytes
  }
}
