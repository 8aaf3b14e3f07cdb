import Persistence
import Platform

/// The digest at the end of a record, which tells whether the bytes before it are those that were written.
///
/// A sealed record is the text of one JSON object whose last member is the SHA-256 of the object without it:
/// `{…,"record_sha256":"5a…"}`.
package enum RecordSeal {
  private static let opening = Array(",\"record_sha256\":\"".utf8)
  private static let closing = Array("\"}\n".utf8)
  private static let digestLength = 64

  /// The text of an object with its seal.
  package static func sealed(_ object: String) -> [UInt8] {
    let bytes = Array(object.utf8)
    return Array(bytes.dropLast() + opening + SHA256.hexDigest(of: bytes).utf8 + closing)
  }

  /// What a file of a record holds.
  package enum Content {
    /// The object, and the seal is that of its bytes.
    case intact([UInt8])
    /// The object, and the seal is that of other bytes.
    case damaged
    /// Nothing has sealed the bytes: a record of an earlier version, or a seal that is cut off.
    case unsealed([UInt8])
  }

  /// What `read` makes of the object in a sealed file.
  ///
  /// - Parameter read: Its own `RecordError` is thrown as it is; of any other error the file is to blame.
  /// - Throws: `FileError` for a file that cannot be read, `RecordError` for one that is damaged, or no such record.
  package static func read<Value>(
    _ path: String, _ read: (JSONReader) throws -> Value
  ) throws -> Value {
    let bytes = try FileContents.bytes(ofFile: path)
    do {
      guard case .intact(let object) = opened(bytes) else { throw damaged }
      return try read(JSONReader(try JSONValue(parsing: object)))
    } catch let error as RecordError {
      throw error
    } catch {
      throw RecordError(path: path, problem: "\(error); remove the file to run it again")
    }
  }

  /// Other bytes than those that were sealed.
  static let damaged = JSONError.invalid(path: "", reason: "damaged: the digest does not fit the record")

  /// The object in the bytes of a file.
  package static func opened(_ bytes: [UInt8]) -> Content {
    let length = opening.count + digestLength + closing.count
    guard bytes.count > length else { return .unsealed(bytes) }
    let seal = bytes.suffix(length)
    guard seal.starts(with: opening), seal.suffix(closing.count).elementsEqual(closing) else {
      return .unsealed(bytes)
    }
    let object = Array(bytes.dropLast(length) + [UInt8(ascii: "}")])
    let digest = seal.dropFirst(opening.count).prefix(digestLength)
    return digest.elementsEqual(SHA256.hexDigest(of: object).utf8) ? .intact(object) : .damaged
  }
}
