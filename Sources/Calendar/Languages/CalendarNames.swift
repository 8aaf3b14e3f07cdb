/// The names of the months, or of the days of the week, in one language, as they stand in stamps.
package struct CalendarNames: Sendable {
  /// Names in one way of writing them.
  package struct List: Sendable {
    package var names: [String]
    /// Whether some are cut, so that a point may stand behind them.
    package let isShort: Bool

    /// A line of the table: a point before shortened names.
    init(line: Substring) {
      let words = line.split(separator: " ").map(String.init)
      isShort = words.first == "."
      names = isShort ? Array(words.dropFirst()) : words
    }
  }

  /// What a word names.
  package struct Match: Sendable {
    /// Which month, or day of the week, from 0 on.
    package let place: Int
    /// One bit for each list in which that is its name.
    package var lists: UInt16
    /// Whether it is no shortened name.
    package let isWhole: Bool
    /// Whether a letter has lost its accent.
    package let lacksAccents: Bool
    /// Whether it has a letter with an accent.
    package let hasAccents: Bool
    /// Whether it is taken for a whole name, where it is that of shortened ones too.
    package let isLong: Bool
  }

  /// The lists, the usual whole names first.
  package private(set) var lists: [List]
  private var matches: [UInt64: Match] = [:]
  /// What stands behind the hyphens of names.
  private var tails: Set<String> = []
  /// Whether the capital letter of `i` has a dot, and that without one is another's.
  package let dotsCapitals: Bool

  static let none = CalendarNames([])

  /// The names in these lists, of which the first has them all.
  ///
  /// - Parameters:
  ///   - takesShort: Whether a whole name of three letters, `May`, is taken for a shortened one.
  ///   - dotsCapitals: Whether the capital letter of `i` has a dot.
  init(_ lists: [List], takesShort: Bool = false, dotsCapitals: Bool = false) {
    (self.lists, self.dotsCapitals) = (lists, dotsCapitals)
    tails = Set(
      lists.flatMap(\.names).compactMap { $0.split(separator: "-").dropFirst().last.map(String.init) })
    for (index, list) in lists.enumerated() {
      for (place, name) in list.names.enumerated() where name == "=" {
        self.lists[index].names[place] = lists[0].names[place]
      }
    }
    for lacksAccents in [false, true] { add(lacksAccents: lacksAccents, takesShort: takesShort) }
  }

  private mutating func add(lacksAccents: Bool, takesShort: Bool) {
    let wholeNames = Set(lists.filter { !$0.isShort }.flatMap(\.names))
    for (index, list) in lists.enumerated() {
      for (place, name) in list.names.enumerated() {
        let plain = name.withoutAccents
        guard !lacksAccents || plain != name else { continue }
        let key = Self.key(lacksAccents ? plain : name)
        if let match = matches[key] {
          // The name of another day or month in full is none without accents.
          guard match.place == place, match.lacksAccents == lacksAccents else { continue }
          matches[key]?.lists |= 1 << UInt16(index)
        } else {
          let isWhole = wholeNames.contains(name)
          matches[key] = Match(
            place: place, lists: 1 << UInt16(index), isWhole: isWhole, lacksAccents: lacksAccents,
            hasAccents: !lacksAccents && plain != name, isLong: name.count > 3 || (isWhole && !takesShort))
        }
      }
    }
  }

  /// What a word names, in letters of any case.
  package func match(_ word: some StringProtocol) -> Match? { matches[Self.key(word)] }

  /// Whether names have hyphens: `sexta-feira`.
  package var haveHyphens: Bool { !tails.isEmpty }

  /// Whether a word is what stands behind the hyphen of names.
  package func endsName(_ word: some StringProtocol) -> Bool {
    haveHyphens && tails.contains(word.lowercased())
  }

  /// The two words with a hyphen between them that a text begins with, where they are one name; nil where they are none.
  package func hyphenated(_ text: Substring) -> Substring? {
    guard haveHyphens, let hyphen = text.firstIndex(of: "-") else { return nil }
    let end = text[text.index(after: hyphen)...].firstIndex { !$0.isLetter } ?? text.endIndex
    return match(text[..<end]) == nil ? nil : text[..<end]
  }

  /// What the word with a ``key(_:_:)`` names.
  package func match(key: UInt64) -> Match? { matches[key] }

  private static func key(_ word: some StringProtocol) -> UInt64 {
    let bytes = Array(word.utf8)
    return key(bytes.span, bytes.indices)
  }

  /// A number for a word, the same for letters of any case, in UTF-8 and in Latin-1.
  package static func key(_ bytes: Span<UInt8>, _ word: Range<Int>) -> UInt64 {
    var key: UInt64 = 0xCBF2_9CE4_8422_2325
    var position = word.lowerBound
    while position < word.upperBound {
      let byte = bytes[position]
      position += 1
      var letter = UInt16(byte)
      if byte < 0x80 {
        letter |= byte.isLetter ? 0x20 : 0
      } else {
        if byte & 0xE0 == 0xC0, position < word.upperBound, bytes[position] & 0xC0 == 0x80 {
          letter = UInt16(byte & 0x1F) << 6 | UInt16(bytes[position] & 0x3F)
          position += 1
        }
        // Accents that stand behind their letter are left out.
        if (0x300..<0x370).contains(letter) { continue }
        letter = letter < 0x530 ? small[Int(letter)] : letter
      }
      key = (key ^ UInt64(letter)) &* 0x100_0000_01B3
    }
    return key
  }

  /// The small letter of each letter of the Latin, Greek and Cyrillic alphabets.
  private static let small: [UInt16] = (0..<0x530).map { value in
    let scalar = Unicode.Scalar(UInt16(value)) ?? "a"
    return scalar.properties.lowercaseMapping.unicodeScalars.first.map { UInt16($0.value) } ?? UInt16(value)
  }
}

extension String {
  /// The text with letters of ASCII in place of those of small Latin ones with accents.
  package var withoutAccents: String {
    utf8.allSatisfy { $0 < 0x80 } ? self : String(map { Self.plainLetters[$0] ?? $0 })
  }

  private static let plainLetters: [Character: Character] = {
    var letters: [Character: Character] = [:]
    for group in [
      "aàáâãäåąā", "cçćč", "dďđ", "eèéêëęě", "gğ", "iìíîïı", "lł", "nñńň", "oòóôõöø", "rř", "sśšş", "tť",
      "uùúûüůű",
      "yý", "zźżž",
    ] {
      guard let plain = group.first else { continue }
      for letter in group.dropFirst() { letters[letter] = plain }
    }
    return letters
  }()
}
