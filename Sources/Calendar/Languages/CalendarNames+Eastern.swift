extension CalendarNames {
  /// The name of a day of the week in Chinese, Japanese or Korean that a text begins with: no space parts words there.
  ///
  /// One letter is a name between brackets alone: `2024年1月1日(月)` has the mark of its month before.
  ///
  /// - Parameter before: What stands in front of the text.
  package func easternDay(in text: Substring, behind before: Character?) -> Substring? {
    guard let first = text.first, first.isEastern else { return nil }
    for length in [3, 2] {
      let word = text.prefix(length)
      if word.count == length, match(word) != nil { return word }
    }
    let word = text.prefix(1)
    guard before == "(" || before == "（", [")", "）"].contains(text.dropFirst().first), match(word) != nil
    else { return nil }
    return word
  }

  /// Whether such a name stands anywhere in a text.
  func haveEasternDay(in text: String) -> Bool {
    var before: Character?
    for index in text.indices {
      if easternDay(in: text[index...], behind: before) != nil { return true }
      before = text[index]
    }
    return false
  }
}

extension Character {
  /// Whether it is one of Chinese, Japanese or Korean, whose words have no spaces between them.
  package var isEastern: Bool { isLetter && unicodeScalars.contains { $0.value >= 0x2E80 } }
}
