import Layers
import Persistence
import Platform

/// A text as bytes, in two parts: one to train on, and every tenth stretch of 8,192 bytes to score on; of a short text a twentieth of it is
/// a stretch.
public struct StudyText: Sendable {
  /// The bytes to train on.
  package let training: [UInt8]
  /// The bytes to score on.
  package let validation: [UInt8]
  /// The first 48 bits of the SHA-256 of the whole text, which a record holds exactly.
  let digest: Double
  /// Bytes of the whole text.
  let byteCount: Int

  /// The manual pages of Perl's modules, 3.8 MB in English, which Debian 12 has wherever there is Git.
  public static let usual = "/usr/share/perl/5.36.0"
  private static let longestStretch = 8_192

  /// - Parameter bytes: The whole text.
  package init(_ bytes: [UInt8]) {
    let stretch = max(1, min(Self.longestStretch, bytes.count / 20))
    let starts = Array(Swift.stride(from: 0, to: bytes.count, by: stretch))
    func part(isValidation: Bool) -> [UInt8] {
      starts.enumerated().filter { ($0.offset % 10 == 9) == isValidation }
        .flatMap { bytes[$0.element..<min(bytes.count, $0.element + stretch)] }
    }
    (training, validation) = (part(isValidation: false), part(isValidation: true))
    var sum = SHA256()
    sum.update(bytes)
    digest = Double(UInt64(sum.hexDigest.prefix(12), radix: 16) ?? 0)
    byteCount = bytes.count
  }

  /// Reads a file as it is, or of a folder, and all folders in it, the documentation in files of Perl.
  ///
  /// - Throws: `ConfigurationError` if there is no text; it says where one is to be had.
  package init(path: String) throws(ConfigurationError) {
    let bytes: [UInt8]
    do {
      bytes =
        Folder.isFolder(path) ? try Self.documentation(in: path) : try FileContents.bytes(ofFile: path)
    } catch { throw Self.missing(path) }
    guard !bytes.isEmpty else { throw Self.missing(path) }
    self.init(bytes)
  }

  private static func missing(_ path: String) -> ConfigurationError {
    .invalidValue(
      key: "text", value: path,
      accepted: "a file of text or a folder of Perl's modules: Debian 12 has \(usual) in the package "
        + "perl-modules-5.36 (apt-get install perl-modules-5.36)")
  }

  private static func documentation(in folder: String) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    for name in try Folder.names(in: folder) {
      let path = "\(folder)/\(name)"
      if Folder.isFolder(path) {
        bytes += try documentation(in: path)
      } else if name.hasSuffix(".pod") || name.hasSuffix(".pm") {
        bytes += documentation(of: try FileContents.bytes(ofFile: path))
      }
    }
    return bytes
  }

  /// The lines of a file that are documentation: from one that begins with `=` and a letter to one that begins with `=cut`.
  package static func documentation(of source: [UInt8]) -> [UInt8] {
    var (kept, isInside): ([UInt8], Bool) = ([], false)
    for line in source.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if line.first == UInt8(ascii: "="), let second = line.dropFirst().first,
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(second | 0x20)
      {
        isInside = !line.starts(with: "=cut".utf8)
      }
      if isInside { kept += line + [UInt8(ascii: "\n")] }
    }
    return kept
  }

  /// Windows of bytes, one beside the other, each byte with the one that follows it.
  package static func windows(of bytes: [UInt8], length: Int, at places: some Sequence<Int>) -> TokenSequences
  {
    let starts = places.map { $0 * length }
    func tokens(_ shift: Int) -> [[Int]] {
      starts.map { start in bytes[start + shift..<start + shift + length].map { Int($0) } }
    }
    return TokenSequences(tokens(0), classes: tokens(1))
  }

  /// How many windows there are.
  package static func windowCount(of bytes: [UInt8], length: Int) -> Int {
    max(0, (bytes.count - 1) / length)
  }
}
