import Persistence
import Safetensors
import Tensors
import TestSupport
import Testing

/// One file of reference tensors: what kind of thing it is of, its configuration, and the tensors by name.
struct GoldenFile: CustomTestStringConvertible {
  let name: String
  let kind: String
  let config: JSONReader
  private let tensors: [String: Tensor]

  init(folder: String, name: String) throws {
    let file = try SafetensorsFile(reading: "\(folder)/\(name)")
    let golden = JSONReader(try JSONValue(parsing: try #require(file.metadata("golden"))))
    self.name = name
    kind = try golden.member("kind").string()
    config = try golden.member("config")
    tensors = Dictionary(
      uniqueKeysWithValues: file.entries.map { ($0.name, Tensor(shape: $0.shape, values: $0.values)) })
  }

  var testDescription: String { name }

  func tensor(_ name: String) throws -> Tensor {
    try #require(tensors[name], "\(self.name) has no tensor \(name)")
  }

  /// The tensors whose names begin with `prefix`, by the rest of their names.
  func tensors(_ prefix: String) -> [(name: String, value: Tensor)] {
    tensors.filter { $0.key.hasPrefix(prefix) }.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
      .sorted { $0.0 < $1.0 }
  }

  /// A `[batch, time, channel]` tensor of the file as `[batch, channel, time]`.
  func channelMajor(_ name: String) throws -> Tensor {
    try tensor(name).transposed()
  }
}

/// Expects two tensors to have the same shape and to agree to `tolerance` of the reference's largest magnitude.
func expectClose(
  _ ours: Tensor, _ reference: Tensor, _ what: String, tolerance: Float = 1e-5,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(ours.shape == reference.shape, "\(what)", sourceLocation: sourceLocation)
  expectClose(
    ours.values, reference.values, what, tolerance: tolerance, sourceLocation: sourceLocation)
}
