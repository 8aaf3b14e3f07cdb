import Persistence

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
