import Persistence
import Platform

extension SafetensorsFile {
  /// The bytes of the file, laid out as the format's reference writer does: tensors sorted by name, header padded with
  /// spaces so that the data begins at a multiple of 8.
  ///
  /// No two entries may have the same name, and no two metadata texts the same key.
  public func serialized() -> [UInt8] {
    let sorted = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    var header = Array(Self.header(of: sorted, metadata: metadata).text().utf8)
    header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    var bytes = (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) }
    bytes.reserveCapacity(8 + header.count + entries.reduce(0) { $0 + $1.byteCount })
    bytes += header
    for entry in sorted {
      if let doubles = entry.doubles {
        bytes.appendLittleEndian(doubles.map(\.bitPattern))
      } else {
        bytes.appendLittleEndian(entry.values.map(\.bitPattern))
      }
    }
    return bytes
  }

  /// Replaces the file at `path`, or makes it, in one step.
  ///
  /// - Throws: `FileError` with the operation `create` or `write`.
  public func write(
    to path: String, _ options: AtomicFile.Options = AtomicFile.Options()
  ) throws(FileError) {
    try AtomicFile.write(serialized(), to: path, options)
  }

  private static func header(of entries: [Entry], metadata: [(key: String, value: String)]) -> JSONValue {
    var members: [(key: String, value: JSONValue)] = []
    if !metadata.isEmpty {
      let texts = metadata.map { (key: $0.key, value: JSONValue.string($0.value)) }
      members.append((metadataKey, .object(JSONObject(texts))))
    }
    var offset = 0
    for entry in entries {
      let end = offset + entry.byteCount
      members.append(
        (
          entry.name,
          [
            "dtype": .string(entry.elementType.rawValue), "shape": .array(entry.shape.map(JSONValue.integer)),
            "data_offsets": [.integer(offset), .integer(end)],
          ]
        ))
      offset = end
    }
    return .object(JSONObject(members))
  }
}

extension SafetensorsFile.Entry {
  fileprivate var elementType: SafetensorsHeader.ElementType { doubles == nil ? .float32 : .float64 }

  fileprivate var byteCount: Int { values.count * elementType.byteCount }
}

extension [UInt8] {
  fileprivate mutating func appendLittleEndian<Bits: FixedWidthInteger & BitwiseCopyable>(_ values: [Bits]) {
    #if _endian(little)
      unsafe values.withUnsafeBytes { unsafe append(contentsOf: $0) }
    #else
      for value in values {
        unsafe withUnsafeBytes(of: value.littleEndian) { unsafe append(contentsOf: $0) }
      }
    #endif
  }
}
