/// The named float32 and float64 tensors and the text metadata of one safetensors file.
///
/// The format (https://github.com/huggingface/safetensors): the length of the header as a little-endian 64-bit number,
/// a header in JSON that gives each tensor's element type, shape and place, and the tensors' bytes without gaps.
public struct SafetensorsFile: Sendable {
  /// One tensor of the file in row-major order.
  public struct Entry: Sendable, Equatable {
    /// The name, unique within the file.
    public let name: String
    /// The size of each axis; empty for a single number.
    public let shape: [Int]
    /// As many values as the shape has elements, the last axis fastest; those of a float64 tensor rounded.
    public let values: [Float]
    /// The values of a float64 tensor as they are; nil for a float32 tensor.
    public let doubles: [Double]?

    /// Names values of a shape with as many elements.
    public init(name: String, shape: [Int], values: [Float]) {
      self.init(name: name, shape: shape, values: values, doubles: nil)
    }

    /// Names values in double precision of a shape with as many elements.
    public init(name: String, shape: [Int], doubles: [Double]) {
      self.init(name: name, shape: shape, values: doubles.map { Float($0) }, doubles: doubles)
    }

    private init(name: String, shape: [Int], values: [Float], doubles: [Double]?) {
      precondition(name != SafetensorsFile.metadataKey, "safetensors: '\(name)' is reserved")
      precondition(
        shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count,
        "safetensors: \(name) has shape \(shape) and \(values.count) values")
      self.name = name
      self.shape = shape
      self.values = values
      self.doubles = doubles
    }
  }

  /// Free text by key, in the order of the file.
  public var metadata: [(key: String, value: String)]

  /// The tensors in the order of the file.
  public var entries: [Entry]

  /// Collects tensors and metadata to be written.
  public init(entries: [Entry], metadata: [(key: String, value: String)] = []) {
    self.entries = entries
    self.metadata = metadata
  }

  /// The tensor called `name`; walks the entries.
  public func entry(named name: String) -> Entry? {
    entries.first { $0.name == name }
  }

  /// The metadata text of `key`.
  public func metadata(_ key: String) -> String? {
    metadata.first { $0.key == key }?.value
  }

  static let metadataKey = "__metadata__"
}
