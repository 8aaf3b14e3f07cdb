import Calendar

extension StampShape {
  /// A pattern that a text may have.
  struct Candidate {
    var pattern: StampPattern
    /// Whether the month may be another part of the year; the column's values tell.
    var isPeriodOpen = false
    /// The parts that words beside it tell; empty where none do.
    var parts: Set<StampPattern.Field> = []

    /// Whether the year has a Roman number beside it.
    var hasRoman: Bool { pattern.elements.contains(.roman(.month)) }
  }

  /// All patterns a text may have, those of English names first; of other languages those alone in which it has a name.
  static func candidates(_ text: String, columnNames: [String] = []) -> [Candidate] {
    let others = CalendarLanguage.others(naming: text).flatMap { language in
      StampShape(text, columnNames: columnNames, language: language).candidates.filter { candidate in
        // The name of a day says nothing where no day is told.
        candidate.pattern.hasMonthName
          || (candidate.pattern.language != nil && candidate.pattern.contains(.day))
      }
    }
    let hasMonth = others.contains { $0.pattern.hasMonthName }
    let english = StampShape(text, columnNames: columnNames).candidates.filter { candidate in
      // The name is no word that stands beside a year.
      !hasMonth || candidate.pattern.contains(.month) || candidate.pattern.hasMonthName
    }
    return english + others
  }

  /// All patterns the text may have in its language, the most usual first.
  var candidates: [Candidate] {
    guard isUsual, !isDateBehindNumber, !Self.namesMonthBesideDate(items), !leavesMonth else { return [] }
    let open = items.indices.filter { index in
      switch items[index] {
      case .number, .month, .roman, .mark: true
      default: false
      }
    }
    let marked = candidates(open)
    if !marked.isEmpty { return marked }
    // A letter that marks nothing is text: the `T` before a time, the `h` of 12h30.
    return candidates(open.filter { if case .mark = items[$0] { false } else { true } })
  }

  /// Not a sign in front, a `T` behind, `+abc`, or a date with different marks between its numbers.
  private var isUsual: Bool {
    var separators: Set<String> = []
    var numbers = 0
    for (index, item) in items.enumerated() {
      // The time of day, behind a whole date or in a column of its own, may have other marks.
      if case .number = item { numbers += 1 }
      switch item {
      case .columnBreak: separators = []
      case .literal(" ") where numbers == 3: separators = []
      default: break
      }
      let next: Item? = index + 1 < items.count ? items[index + 1] : nil
      switch (item, next) {
      case (.mark("T", _), nil): return false
      // Statistical offices write `2020-M11`.
      case (.literal("-"), .literal("M")?): separators.insert("-")
      case (.literal(let text), .literal?) where text.hasSuffix("+") || text.hasSuffix("-"): return false
      case (.literal(let text), .number?) where index == 0 && (text == "+" || text == "-"): return false
      case (.literal("-"), .number?), (.literal("/"), .number?), (.literal("."), .number?):
        if case .literal(let text) = item { separators.insert(text) }
      default: continue
      }
    }
    return separators.count <= 1
  }

  /// Whether a number stands before a whole date in numbers, and another mark between the two: `1 w/e 12/31/22`.
  private var isDateBehindNumber: Bool {
    let numbers = items.indices.filter { items[$0].isNumber }
    guard numbers.count == 4 else { return false }
    let marks = zip(numbers, numbers.dropFirst()).map { items[($0 + 1)..<$1].map(Self.text).joined() }
    return marks[1] == marks[2] && marks[0] != marks[1] && ["-", "/", "."].contains(marks[1])
  }

  private func candidates(_ open: [Int]) -> [Candidate] {
    let signature = open.map { index -> Part in
      switch items[index] {
      case .number(let text): .number(text.utf8.count)
      case .mark(let letter, _): .mark(letter)
      default: .month
      }
    }
    let found = readings(signature).compactMap { reading -> Candidate? in
      var items = items
      for (index, elements) in zip(open, reading.elements).reversed() where !elements.isEmpty {
        items.replaceSubrange(index...index, with: elements.map { .done($0) })
      }
      let pattern = StampPattern(items.map(element(of:)))
      if hasLooseWords, pattern.contains(.month), !pattern.contains(.day) { return nil }
      if isBehindForeignWord, pattern.isBareYearOrMonth { return nil }
      guard pattern.isComplete else { return nil }
      let isOpen = reading.isPeriodOpen || (pattern.contains(.month) && pattern.isRomanPart)
      return Candidate(pattern: pattern, isPeriodOpen: isOpen, parts: parts)
    }
    return found + found.compactMap { $0.pattern.withoutClockZeros.map { Candidate(pattern: $0) } }
  }

  /// Whether words that are not known stand by numbers that no mark joins: the name of a month in another language.
  private var hasLooseWords: Bool {
    guard hasUnknownWords else { return false }
    let numbers = items.indices.filter { if case .number = items[$0] { true } else { false } }
    guard numbers.count >= 2 else { return true }
    guard numbers[1] == numbers[0] + 2, case .literal(let mark) = items[numbers[0] + 1] else { return true }
    return mark.count > 1 || mark == " "
  }

  /// Whether the first number stands behind a word that does not say it is a year: `N0646` names a series.
  private var isBehindForeignWord: Bool {
    var word = ""
    for item in items {
      switch item {
      case .number:
        let letters = word.unicodeScalars
        return !word.isEmpty && letters.allSatisfy { $0.value < 0x2E80 } && !StampWords.namesYear(word)
      case .mark(_, let text): word += text
      case .literal(let text): word = text.contains(where: \.isLetter) ? word + text : word
      default: word = ""
      }
    }
    return false
  }

  private func element(of item: Item) -> StampPattern.Element {
    switch item {
    case .number(let text), .literal(let text), .mark(_, let text): .literal(text)
    case .month(let style): .monthName(style)
    case .roman: .roman(.month)
    case .weekday(let style): .weekdayName(style)
    case .columnBreak: .columnBreak
    case .done(let element): element
    }
  }
}

extension StampPattern {
  /// Whether a Roman number is the only part of a year.
  fileprivate var isRomanPart: Bool {
    elements.contains(.roman(.month)) && !contains(.day) && !contains(.hour)
  }

  /// Whether numbers give a year and at most its month or the day within it: as an identifier's do by chance.
  fileprivate var isBareYearOrMonth: Bool {
    (contains(.year) || contains(.shortYear)) && !contains(.day) && !contains(.quarter) && !contains(.half)
      && !contains(.week) && !hasMonthName
  }
}
