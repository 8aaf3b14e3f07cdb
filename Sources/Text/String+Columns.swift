extension StringProtocol {
  /// The columns of a terminal that the text takes: two for wide characters, as those of Chinese and most emoji, none for marks.
  ///
  /// Wide are those of Unicode's East Asian Width `W` and `F`, by blocks.
  public var columnCount: Int {
    if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
    return reduce(0) { $0 + $1.columnCount }
  }

  /// As many characters as take at most `count` columns of a terminal.
  public func prefix(columns count: Int) -> String {
    var (text, used) = ("", 0)
    for character in self {
      used += character.columnCount
      if used > count { break }
      text.append(character)
    }
    return text
  }
}

extension Character {
  fileprivate var columnCount: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if first.isASCII, utf8.count == 1 { return 1 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    // A picture that is text by itself becomes an emoji by a selector.
    let isEmoji = first.properties.isEmojiPresentation || unicodeScalars.contains { $0.value == 0xFE0F }
    return isEmoji || first.isWide ? 2 : 1
  }
}

extension Unicode.Scalar {
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
      0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
