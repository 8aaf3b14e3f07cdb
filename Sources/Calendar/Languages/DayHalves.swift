/// Words for the halves of a day in languages whose clocks run from one to twelve without `AM` and `PM`.
package enum DayHalves {
  private static let words: [(before: String, after: String)] = [
    ("오전", "오후"), ("上午", "下午"), ("午前", "午後"), ("π.μ.", "μ.μ."), ("πμ", "μμ"), ("ص", "م"),
  ]

  /// The word for the afternoon where a word is that of the morning; nil for other words.
  package static func afternoon(_ before: String) -> String? { words.first { $0.before == before }?.after }

  /// The word that a text begins with, and that of the morning in the same language; nil where it begins with none.
  package static func word(in text: Substring) -> (text: Substring, before: String)? {
    guard text.first?.isASCII == false else { return nil }
    for (before, after) in words {
      for word in [before, after] where text.hasPrefix(word) {
        // Not the first letter of a longer word.
        let next = text.dropFirst(word.count).first
        if next?.isLetter != true { return (text.prefix(word.count), before) }
      }
    }
    return nil
  }

  /// Whether a word at a position is one of the afternoon, and goes on behind it; nil where there is no word.
  package static func isAfternoon(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) -> Bool? {
    for (before, after) in words {
      for word in [before, after] {
        let letters = word.utf8
        guard position + letters.count <= end,
          letters.enumerated().allSatisfy({ bytes[position + $0] == $1 })
        else { continue }
        position += letters.count
        return word == after
      }
    }
    return nil
  }
}
