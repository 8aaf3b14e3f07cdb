/// Guesses the encoding of bytes that are not UTF-8.
package enum EncodingHint {
  /// `WINDOWS-1251` for words of Cyrillic letters; where most letters are of ASCII, `WINDOWS-1250` or `WINDOWS-1254` for what no word
  /// of `ISO-8859-1` has, else the relative of that, `WINDOWS-1252`; `SHIFT_JIS` and `GBK` when bytes beyond ASCII come in pairs as these
  /// have them.
  package static func name(for bytes: some Collection<UInt8>) -> String {
    if isCyrillic(bytes) { return "WINDOWS-1251" }
    if isLatin(bytes) {
      let bytes = Array(bytes)
      if isCentralEuropean(bytes) { return "WINDOWS-1250" }
      return isTurkish(bytes) ? "WINDOWS-1254" : "WINDOWS-1252"
    }
    if isJapanese(bytes) { return "SHIFT_JIS" }
    var isPaired = true, pairs = 0, foreignPairs = 0
    var lead: UInt8?
    for byte in bytes {
      if let first = lead {
        isPaired = isPaired && byte >= 0x40 && byte != 0x7F && first != 0xFF
        pairs += 1
        // The usual characters have no letter of ASCII in them.
        foreignPairs += byte >= 0x80 ? 1 : 0
        lead = nil
      } else if byte >= 0x81 {
        lead = byte
      } else if byte == 0x80 {
        isPaired = false
      }
    }
    return isPaired && lead == nil && pairs > 1 && foreignPairs * 2 > pairs ? "GBK" : "WINDOWS-1252"
  }

  /// Whether bytes beyond ASCII are characters of Shift-JIS, half of them with the first bytes of kana and of the usual kanji, which are
  /// those of rare characters in GBK.
  private static func isJapanese(_ bytes: some Collection<UInt8>) -> Bool {
    var pairs = 0, usualPairs = 0
    var lead: UInt8?
    for byte in bytes {
      if let first = lead {
        guard (0x40...0xFC).contains(byte), byte != 0x7F else { return false }
        pairs += 1
        usualPairs += first < 0xA0 ? 1 : 0
        lead = nil
      } else if (0x81...0x9F).contains(byte) || (0xE0...0xFC).contains(byte) {
        lead = byte
      } else if byte >= 0x80, !(0xA1...0xDF).contains(byte) {
        return false
      }
    }
    return lead == nil && pairs > 1 && usualPairs * 2 > pairs
  }

  /// Whether bytes beyond ASCII are words of three letters or more as they stand in WINDOWS-1251, small ones behind the first.
  private static func isCyrillic(_ bytes: some Collection<UInt8>) -> Bool {
    let words = bytes.split { $0 < 0x80 }
    return words.contains { $0.count >= 3 }
      && words.allSatisfy { word in word.first ?? 0 >= 0xC0 && word.dropFirst().allSatisfy { $0 >= 0xE0 } }
  }

  /// Whether words with bytes beyond ASCII have three letters of ASCII or more for two of those: where each character is a pair of bytes,
  /// one of them at most is such a letter.
  private static func isLatin(_ bytes: some Collection<UInt8>) -> Bool {
    var letters = 0, others = 0
    for word in bytes.split(whereSeparator: { $0 < 0x80 && !$0.isLetter }) {
      let count = word.count { $0 >= 0x80 }
      guard count > 0 else { continue }
      (letters, others) = (letters + word.count - count, others + count)
    }
    return others > 0 && 2 * letters >= 3 * others
  }

  /// Whether a byte stands where Polish, Czech, Slovak and Hungarian words have a letter in WINDOWS-1250, and no western word one in
  /// WINDOWS-1252: a sign between letters, an accent in the midst of a word that others have at its end alone.
  private static func isCentralEuropean(_ bytes: [UInt8]) -> Bool {
    bytes.indices.contains { index in
      let previous = index > 0 ? bytes[index - 1] : 32
      let next = index + 1 < bytes.count ? bytes[index + 1] : 32
      let (before, after) = (previous.isLetter, next.isLetter)
      switch bytes[index] {
      // Š Ť Ž Ź and their small letters.
      case 0x8A, 0x8D, 0x8E, 0x8F, 0x9A, 0x9D, 0x9E, 0x9F: return before || after
      // ś, which is œ elsewhere.
      case 0x9C: return next == 0xE6 || "rwmkp".utf8.contains(next) || (before && next < 0x80 && !after)
      // Ż ż.
      case 0xAF: return before || after
      case 0xBF: return before
      // Ł ł Ą ą Ş ş Ľ ľ, ě ů.
      case 0xA3, 0xB3, 0xA5, 0xB9, 0xAA, 0xBA, 0xBC, 0xBE, 0xEC, 0xF9: return before && after
      // ř beside í, ý, á or ě.
      case 0xF8: return [previous, next].contains { [0xED, 0xFD, 0xE1, 0xEC].contains($0) }
      // č at the beginning of a word, ő at the end.
      case 0xE8: return !before && previous < 0x80 && (after || next >= 0x80)
      case 0xF5: return before && next < 0x80 && !after
      default: return false
      }
    }
  }

  /// Whether there are ğ, ı or İ as they stand in WINDOWS-1254, and no letter of Icelandic or Czech, which have others in their place.
  private static func isTurkish(_ bytes: [UInt8]) -> Bool {
    bytes.contains { [0xF0, 0xFD, 0xDD].contains($0) }
      && !bytes.contains { [0xE1, 0xED, 0xF3, 0xFA, 0xE6, 0xE9, 0xE8, 0xF8].contains($0) }
  }
}
