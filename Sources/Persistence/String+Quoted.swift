extension String {
  /// The text in single quotes, fit for a message of one line whatever a file put into it.
  ///
  /// Control characters and others that do not print are spelt out, and a long text is cut.
  public var quoted: String {
    var result = "'"
    for scalar in unicodeScalars.prefix(Self.quotedLengthLimit) {
      if scalar.isPrintable {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      }
    }
    return result + (unicodeScalars.dropFirst(Self.quotedLengthLimit).isEmpty ? "'" : "…'")
  }

  private static let quotedLengthLimit = 80
}

extension Unicode.Scalar {
  fileprivate var isPrintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
