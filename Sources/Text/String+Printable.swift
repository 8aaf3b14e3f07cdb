extension String {
  /// The text with characters that do not print spelt out, so that what a file or an option holds can neither drive the
  /// terminal nor turn a line around.
  ///
  /// These are control and format characters (among them those that change the direction of writing), line and
  /// paragraph separators, and code points without a character: `\u{1b}`.
  public var printable: String {
    // Nearly all texts are plain; they are returned as they are.
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return self }
    var result = ""
    for scalar in unicodeScalars { result.append(printing: scalar) }
    return result
  }

  /// The printable text in single quotes, cut where it is long.
  public var quoted: String {
    var result = "'"
    for scalar in unicodeScalars.prefix(Self.quotedLengthLimit) { result.append(printing: scalar) }
    return result + (unicodeScalars.dropFirst(Self.quotedLengthLimit).isEmpty ? "'" : "…'")
  }

  /// The printable text, cut to `count` characters.
  public func shortened(to count: Int = 40) -> String {
    // What is far too long is cut before it is looked at.
    let text = String(unicodeScalars.prefix(16 * count + 16)).printable
    return text.count <= count ? text : text.prefix(count - 1) + "…"
  }

  private static let quotedLengthLimit = 80

  private mutating func append(printing scalar: Unicode.Scalar) {
    if scalar.isPrintable {
      unicodeScalars.append(scalar)
    } else {
      self += "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }
}

extension Unicode.Scalar {
  /// Whether the scalar shows as itself and moves nothing: neither control, format nor separator, and assigned.
  public var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
