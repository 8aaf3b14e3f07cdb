import Persistence
import Platform
import Safetensors
import Tensors
import Testing

/// Damaged and hostile files: each is refused with one line that names the fault.
struct SafetensorsDamageTests {
  static let sound = #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#

  @Test(arguments: [
    (
      #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[4],"data_offsets":[8,24]}}"#,
      24, "tensor 'b' overlaps 'a' (bytes 8–24 and 0–16)"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#,
      16, "tensor 'b' overlaps 'a' (bytes 0–16 and 0–16)"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#,
      12, "bytes 4–8 belong to no tensor"
    ),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "bytes 0–4 belong to no tensor"),
    (sound, 17, "has 1 bytes after its last tensor"),
    (sound, 15, "ends within tensor 'a': needs 16 bytes of data, has 15"),
    ("{}", 1, "has 1 bytes after its last tensor"),
    (
      #"{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,16]}}"#, 16,
      "tensor 'a' has 16 bytes where its shape needs 20"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[16,0]}}"#, 16,
      "tensor 'a': data_offsets must be a begin and a later end"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0]}}"#, 16,
      "tensor 'a': data_offsets must be a begin and a later end"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[-4],"data_offsets":[0,16]}}"#, 16,
      "header: a.shape[0]: must not be negative, is -4"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[4.0],"data_offsets":[0,16]}}"#, 16,
      "header: a.shape[0]: expected an integer, found a number"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,1e1]}}"#, 16,
      "header: a.data_offsets[1]: expected an integer, found a number"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[-8,8]}}"#, 16,
      "header: a.data_offsets[0]: must not be negative, is -8"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,16]}}"#, 16,
      "tensor 'a': its shape is too large"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[0,9223372036854775807],"data_offsets":[0,0]}}"#, 0,
      "tensor 'a': its shape is too large"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[9223372036854775791,9223372036854775807]}}"#, 16,
      "ends within tensor 'a': needs 9223372036854775807 bytes of data, has 16"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16],"x":1}}"#, 16,
      "header: a.x: is not known here; known are dtype, shape, data_offsets"
    ),
    (#"{"a":{"dtype":"F32","shape":[4]}}"#, 16, "header: a.data_offsets: is missing"),
    (#"{"a":7}"#, 0, "header: a: expected an object, found an integer"),
    (#"{"__metadata__":{"k":1}}"#, 0, "header: __metadata__.k: expected a string, found an integer"),
    (
      #"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#,
      0, "header: not valid JSON at byte 54: key 'a' occurs twice"
    ),
    ("{", 0, "header: not valid JSON at byte 1: expected a key in double quotes"),
    ("{}{", 0, "header: not valid JSON at byte 2: unexpected text after the end of the value"),
    (#"{"a\n\u001b[2J":7}"#, 0, #"header: a\u{a}\u{1b}[2J: expected an object, found an integer"#),
  ])
  func inconsistentHeadersAreNamed(header: String, dataByteCount: Int, problem: String) {
    let bytes = safetensors(header, [UInt8](repeating: 0, count: dataByteCount))
    #expect(throws: SafetensorsError.damaged(file: "model.safetensors", problem: problem)) {
      try SafetensorsFile(parsing: bytes, named: "model.safetensors")
    }
  }

  /// Text, whose first letters would be the length of a header of exabytes, among others.
  @Test(arguments: ["date,x\n2020-01-01,1\n", "\u{2}\0\0\0\0\0\0\0 {}", "\0\0\0\0\0\0\0\0"])
  func otherKindsOfFilesAreNamed(text: String) {
    #expect(throws: SafetensorsError.otherFormat(file: "m")) {
      try SafetensorsFile(parsing: Array(text.utf8), named: "m")
    }
  }

  @Test func theMessageIsOneLineWithTheRemedy() {
    let error = SafetensorsError.damaged(file: "m.safetensors", problem: "has 1 bytes after its last tensor")
    #expect(
      "\(error)" == "m.safetensors: has 1 bytes after its last tensor; the file is damaged, write it again")
  }

  @Test func otherElementTypesAreRefusedByName() {
    let header = #"{"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}"#
    #expect(
      throws: SafetensorsError.unsupported(
        file: "m", problem: "tensor 'a' has element type 'BF16'; F32 and F64 are supported")
    ) {
      try SafetensorsFile(parsing: safetensors(header, [UInt8](repeating: 0, count: 8)), named: "m")
    }
  }

  @Test func headerLengthsBeyondTheFileOrTheLimitAreRefused() {
    for length in [[UInt8]](
      arrayLiteral: [], [1], [7, 0, 0, 0, 0, 0, 0], [9, 0, 0, 0, 0, 0, 0, 0],
      [1, 225, 245, 5, 0, 0, 0, 0], [255, 255, 255, 255, 255, 255, 255, 255], [0, 0, 0, 0, 0, 0, 0, 128])
    {
      #expect(throws: SafetensorsError.self) { try SafetensorsFile(parsing: length, named: "m") }
    }
  }

  @Test func everyTruncationIsRefused() {
    let bytes = SafetensorsTests.sample.serialized()
    for count in bytes.indices {
      #expect(throws: SafetensorsError.self) {
        try SafetensorsFile(parsing: Array(bytes[..<count]), named: "m")
      }
    }
  }

  @Test func changedBytesNeverCrash() {
    let bytes = SafetensorsTests.sample.serialized()
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      var changed = bytes
      for _ in 0...generator.integer(below: 4) {
        changed[generator.integer(below: bytes.count)] = UInt8(truncatingIfNeeded: generator.next())
      }
      guard let file = try? SafetensorsFile(parsing: changed, named: "m") else { continue }
      for entry in file.entries { #expect(entry.shape.reduce(1, *) == entry.values.count) }
    }
  }

  @Test func aMissingFileIsSaidToBeMissing() {
    let error = FileError(path: "/nowhere/m", operation: .read, reason: .missing)
    #expect(throws: SafetensorsError.unreadable(error)) { try SafetensorsFile(reading: "/nowhere/m") }
  }
}
