import Safetensors
import Tensors
import Testing

struct SafetensorsTests {
  static let sample = SafetensorsFile(
    entries: [
      .init(name: "weight", shape: [2, 3], values: [1, -2, 0.5, .pi, 1e-30, -0.0]),
      .init(name: "bias", shape: [2], values: [7, .infinity]),
      .init(name: "scalar", shape: [], values: [42]),
      .init(name: "none", shape: [0, 3], values: []),
    ],
    metadata: [("forecast.config", #"{"model": "samformer é"}"#), ("another", "")])

  @Test func whatIsWrittenIsReadInOrderOfNames() throws {
    let file = try SafetensorsFile(parsing: Self.sample.serialized(), named: "m")
    #expect(file.entries == Self.sample.entries.sorted { $0.name < $1.name })
    #expect(file.metadata.map(\.key) == ["forecast.config", "another"])
    #expect(file.metadata("forecast.config") == Self.sample.metadata("forecast.config"))
    #expect(file.metadata("other") == nil)
    #expect(file.entry(named: "bias")?.values == [7, .infinity])
    #expect(file.entry(named: "other") == nil)
  }

  @Test func theBytesAreThoseOfTheFormat() {
    let file = SafetensorsFile(entries: [.init(name: "a", shape: [1, 2], values: [1, 2])])
    let header = #"{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#
    #expect(file.serialized() == safetensors(header, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]))
  }

  @Test func theHeaderIsPaddedToEightBytes() {
    for length in 1...8 {
      let entry = SafetensorsFile.Entry(
        name: String(repeating: "n", count: length), shape: [], values: [1])
      let bytes = SafetensorsFile(entries: [entry]).serialized()
      #expect(bytes[0] % 8 == 0)
      #expect(bytes.count == 8 + Int(bytes[0]) + 4)
    }
  }

  @Test func aFileWithoutTensorsIsAllowed() throws {
    #expect(
      try SafetensorsFile(parsing: SafetensorsFile(entries: []).serialized(), named: "m").entries.isEmpty)
  }

  @Test func doublesAreKeptAndRoundedToFloatsBeside() throws {
    let header = #"{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}"#
    let data = [0.1, -1e300].flatMap { value in
      (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
    let file = try SafetensorsFile(parsing: safetensors(header, data), named: "m")
    #expect(file.entries.map(\.values) == [[0.1, -.infinity]])
    #expect(file.entries.map(\.doubles) == [[0.1, -1e300]])
  }

  @Test func doublesGoThroughAFileBitForBit() throws {
    let entries: [SafetensorsFile.Entry] = [
      .init(name: "b", shape: [2, 1], doubles: [0.1, .nan]), .init(name: "a", shape: [1], values: [3]),
      .init(name: "c", shape: [0], doubles: []),
    ]
    let file = try SafetensorsFile(
      parsing: SafetensorsFile(entries: entries).serialized(), named: "m")
    #expect(file.entries.map(\.name) == ["a", "b", "c"])
    #expect(file.entries.map(\.shape) == [[1], [2, 1], [0]])
    #expect(file.entries[0].doubles == nil)
    let stored = file.entries[1].doubles?.map { $0.bitPattern }
    #expect(stored == [Double(0.1).bitPattern, Double.nan.bitPattern])
    #expect(file.entries[2].doubles == [])
  }

  @Test func tensorsMayStandInAnyOrder() throws {
    let header =
      #"{"b":{"data_offsets":[4,8],"dtype":"F32","shape":[]},"a":{"shape":[1],"dtype":"F32","data_offsets":[0,4]}}   "#
    let file = try SafetensorsFile(
      parsing: safetensors(header, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40]), named: "m")
    #expect(file.entries.map(\.name) == ["b", "a"])
    #expect(file.entries.map(\.values) == [[2], [1]])
  }
}

/// The bytes of a file with this header, whatever it says, and these data.
func safetensors(_ header: String, _ data: [UInt8]) -> [UInt8] {
  let bytes = Array(header.utf8)
  return (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) } + bytes + data
}
