import Persistence
import Platform

extension SafetensorsFile {
  /// The longest header that is read, the limit of the format's reference implementation.
  public static let headerByteLimit = 100_000_000

  /// Reads a file; what it says about itself is checked before it is believed.
  ///
  /// Float64 tensors are kept as they are, and rounded to float32 beside; other element types are refused.
  ///
  /// - Throws: `SafetensorsError`.
  public init(reading path: String) throws(SafetensorsError) {
    let bytes: [UInt8]
    do {
      bytes = try FileContents.bytes(ofFile: path)
    } catch {
      throw .unreadable(error)
    }
    try self.init(parsing: bytes, named: path)
  }

  /// Reads the bytes of a file that messages call `file`; see `init(reading:)`.
  ///
  /// - Throws: `SafetensorsError`.
  public init(parsing bytes: [UInt8], named file: String) throws(SafetensorsError) {
    do {
      let header = try SafetensorsHeader(parsing: bytes)
      metadata = header.metadata
      entries = header.records.map { record in
        record.entry(in: bytes, from: header.dataStart)
      }
    } catch {
      switch error {
      case .otherFormat: throw .otherFormat(file: file)
      case .damaged(let problem): throw .damaged(file: file, problem: problem)
      case .unsupported(let problem): throw .unsupported(file: file, problem: problem)
      }
    }
  }
}

extension SafetensorsHeader.Record {
  /// Decodes the little-endian values of a record whose range has been checked.
  fileprivate func entry(in bytes: [UInt8], from dataStart: Int) -> SafetensorsFile.Entry {
    let start = dataStart + range.lowerBound
    let count = range.count / elementType.byteCount
    return unsafe bytes.withUnsafeBytes { buffer in
      switch elementType {
      case .float32:
        let values = (0..<count).map { index in
          let bits = unsafe buffer.loadUnaligned(fromByteOffset: start + 4 * index, as: UInt32.self)
          return Float(bitPattern: UInt32(littleEndian: bits))
        }
        return SafetensorsFile.Entry(name: name, shape: shape, values: values)
      case .float64:
        let values = (0..<count).map { index in
          let bits = unsafe buffer.loadUnaligned(fromByteOffset: start + 8 * index, as: UInt64.self)
          return Double(bitPattern: UInt64(littleEndian: bits))
        }
        return SafetensorsFile.Entry(name: name, shape: shape, doubles: values)
      }
    }
  }
}
