import CHash
import Platform

/// The SHA-256 digest (FIPS 180-4) of bytes that arrive in pieces, by instructions of the processor where it has them.
public struct SHA256: Sendable {
  private var state: SHA256State

  /// Starts a digest of no bytes.
  public init() {
    state = SHA256State()
    unsafe sha256_start(&state)
  }

  /// Adds `bytes` to what has been digested.
  public mutating func update(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return }
      unsafe sha256_add(&state, start.assumingMemoryBound(to: UInt8.self), buffer.count)
    }
  }

  /// Adds `bytes` to what has been digested.
  public mutating func update(_ bytes: [UInt8]) {
    unsafe update(bytes.span.bytes)
  }

  /// The digest of all bytes so far as 64 lower-case hexadecimal digits; more bytes may follow.
  public var hexDigest: String {
    var state = state
    var digest = [UInt8](repeating: 0, count: 32)
    unsafe sha256_finish(&state, &digest)
    let digits = Array("0123456789abcdef".utf8)
    let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  /// The digest of `bytes` as 64 lower-case hexadecimal digits.
  public static func hexDigest(of bytes: RawSpan) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return digest.hexDigest
  }

  /// The digest of `bytes` as 64 lower-case hexadecimal digits.
  public static func hexDigest(of bytes: [UInt8]) -> String {
    unsafe hexDigest(of: bytes.span.bytes)
  }

  /// The digest of a regular file, read piece by piece, as 64 lower-case hexadecimal digits.
  ///
  /// - Throws: `FileError` if the file cannot be read.
  public static func hexDigest(ofFile path: String) throws(FileError) -> String {
    let file = try FileDescriptor(reading: path)
    var digest = SHA256()
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = try file.read(into: &piece, at: 0)
      if count == 0 { return digest.hexDigest }
      unsafe digest.update(piece.span.bytes.extracting(first: count))
    }
  }
}
