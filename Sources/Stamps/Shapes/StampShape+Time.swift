import Calendar

extension StampShape {
  /// `Z`, `UTC`, `+01:00` at the end of a text that has a time of day.
  mutating func takeOffset() {
    guard items.count >= 2 else { return }
    if case .literal(let word) = items[items.count - 1], ["Z", "UTC", "GMT"].contains(word.uppercased()) {
      items[items.count - 1] = .done(.offset(.word(word)))
      return
    }
    guard hasTime else { return }
    let tail = items.suffix(4).map(Self.text)
    let signs = ["+", "-", " +", " -"]
    for (count, style) in [(4, StampPattern.OffsetStyle.colon), (2, .compact), (2, .hours)] {
      let part = Array(tail.suffix(count))
      guard part.count == count, signs.contains(part[0]), part[1].utf8.count == (style == .compact ? 4 : 2),
        count == 2 || (part[2] == ":" && part[3].utf8.count == 2)
      else { continue }
      // `12:00 01-07-2016` ends with a year.
      let before = items.dropLast(count).suffix(2).map(Self.text)
      if before.count == 2, ["-", "/"].contains(before[0]), before[1].allSatisfy(\.isNumber) { return }
      items.removeLast(count)
      if part[0].hasPrefix(" ") { items.append(.literal(" ")) }
      items.append(.done(.offset(style)))
      return
    }
  }

  private var hasTime: Bool {
    items.contains { item in
      switch item {
      case .literal(let text): text == ":"
      case .mark(let letter, _): letter == "T"
      default: false
      }
    }
  }

  mutating func takeMeridiem() {
    hasMeridiem = items.contains { if case .done(.meridiem) = $0 { true } else { false } }
    if hasMeridiem { return }
    for index in items.indices.dropFirst() {
      guard case .literal(let word) = items[index] else { continue }
      let letters = word.lowercased()
      let isShort = (letters == "a" || letters == "p")
      guard isShort || letters == "am" || letters == "pm" else { continue }
      // Books count periods: the letter of `2018 P01` says nothing about noon.
      if isShort, index + 1 < items.count, case .number = items[index + 1] { continue }
      var (text, end) = (word, index + 1)
      let following = items[end...].prefix(3).map(Self.text)
      if isShort, following.count >= 2, [".", ". ", ".\u{A0}", ".\u{202F}"].contains(following[0]),
        following[1].lowercased() == "m"
      {
        (text, end) = (text + following[0] + following[1], end + 2)
        if following.count > 2, following[2].hasPrefix(".") {
          text += "."
          let rest = String(following[2].dropFirst())
          items[end] = .literal(rest)
          end += rest.isEmpty ? 1 : 0
        }
      }
      let before = String(text.map { $0 == "P" ? "A" : $0 == "p" ? "a" : $0 })
      items.replaceSubrange(index..<end, with: [.done(.meridiem(before))])
      hasMeridiem = true
      return
    }
  }

  /// Numbers with colons between them, or with points behind a date, and the fraction behind the seconds.
  mutating func takeClock() {
    let colons = items.indices.first {
      isNumber($0, widths: 1...2) && isMark($0 + 1, ":") && isNumber($0 + 2, widths: 1...2)
    }
    guard let start = colons ?? clockWithPoints else { return }
    hasClock = true
    let hour: StampPattern.Field = hasMeridiem ? .hour12 : .hour
    items[start] = .done(.number(hour, isPadded: true))
    items[start + 2] = .done(.number(.minute, isPadded: true))
    guard isMark(start + 3, colons == nil ? "." : ":"), isNumber(start + 4, widths: 1...2) else { return }
    items[start + 4] = .done(.number(.second, isPadded: true))
    takeFraction(start + 5)
  }

  /// Where `09.31.57` begins behind a date that has no points of its own: `28-NOV-26 09.31.57.000000 AM` of Oracle,
  /// `2026-11-28-09.31.57` of DB2.
  private var clockWithPoints: Int? {
    guard let point = items.indices.first(where: { isMark($0, ".") }), point > 1 else { return nil }
    let start = point - 1
    let dateParts = items[..<start].count { item in
      if case .month = item { true } else { item.isNumber }
    }
    let isClock =
      isNumber(start, widths: 1...2) && isNumber(start + 2, widths: 2...2) && isMark(start + 3, ".")
      && isNumber(start + 4, widths: 2...2)
    return isClock && dateParts == 3 && (isMark(start - 1, " ") || isMark(start - 1, "-")) ? start : nil
  }

  private mutating func takeFraction(_ index: Int) {
    guard index + 1 < items.count, case .literal(let mark) = items[index], mark == "." || mark == ",",
      case .number(let digits) = items[index + 1]
    else { return }
    items[index + 1] = .done(.fraction(min(digits.utf8.count, 9)))
  }

  private func isNumber(_ index: Int, widths: ClosedRange<Int>) -> Bool {
    guard index < items.count, case .number(let text) = items[index] else { return false }
    return widths.contains(text.utf8.count)
  }

  private func isMark(_ index: Int, _ mark: String) -> Bool {
    guard items.indices.contains(index), case .literal(let text) = items[index] else { return false }
    return text == mark
  }
}
