import Calendar

extension StampReader {
  init(_ pattern: StampPattern) {
    kind =
      pattern.contains(.quarter)
      ? .quarter
      : pattern.contains(.half)
        ? .half : pattern.contains(.week) ? .week : pattern.contains(.dayOfYear) ? .dayOfYear : .monthDay
    var isDateOver = false, hasTimeBegun = false
    for (index, element) in pattern.elements.enumerated() {
      let following = index + 1 < pattern.elements.count ? pattern.elements[index + 1] : nil
      let leadsTime = following.map(Self.isOfTime) ?? false
      let isDroppable = isDateOver && leadsTime
      append(
        element, beside: index > 0 ? pattern.elements[index - 1] : nil, following, isDroppable: isDroppable)
      if Self.isOfTime(element) {
        (hasTimeBegun, afterTime) = (true, steps.count)
      } else if case .literal = element {
        continue
      } else if element != .columnBreak {
        isDateOver = !hasTimeBegun
      }
    }
    // A date behind the time is never dropped.
    if pattern.elements.suffix(from: pattern.elements.lastIndex(where: Self.isOfTime) ?? 0)
      .contains(where: Self.isOfDate)
    {
      mayDrop = steps.map { _ in false }
    }
  }

  private static func isOfTime(_ element: StampPattern.Element) -> Bool {
    switch element {
    case .number(.hour, _), .number(.hour12, _), .number(.minute, _), .number(.second, _), .fraction,
      .hourMinute, .meridiem:
      true
    default: false
    }
  }

  private static func isOfDate(_ element: StampPattern.Element) -> Bool {
    switch element {
    case .number, .monthName, .roman, .ordinalDay: !isOfTime(element)
    default: false
    }
  }

  private static func isDigits(_ element: StampPattern.Element?) -> Bool {
    switch element {
    case .number?, .fraction?: true
    default: false
    }
  }

  private static func isDot(_ element: StampPattern.Element?) -> Bool {
    if case .literal(let text)? = element { text.hasPrefix(".") } else { false }
  }

  private mutating func append(
    _ element: StampPattern.Element, beside before: StampPattern.Element?, _ after: StampPattern.Element?,
    isDroppable: Bool
  ) {
    switch element {
    case .literal(let text):
      let start = steps.count
      for byte in text.utf8 {
        if byte == 32, case .spaces? = steps.last, steps.count > start { continue }
        steps.append(byte == 32 ? .spaces : .byte(byte))
      }
    case .columnBreak: steps.append(.byte(StampPattern.columnSeparator))
    case .number(let field, let isPadded):
      let hasFixedWidth =
        field.width == 4 || field.isShortYear || Self.isDigits(before) || Self.isDigits(after)
      let isSingle = !isPadded && (field == .quarter || field == .half)
      let width = isSingle ? 1 : field.width
      steps.append(.number(field, minimum: hasFixedWidth ? width : 1, maximum: width))
    case .roman(let field): steps.append(.roman(field))
    case .ordinalDay(let ordinal): steps.append(.ordinalDay(ordinal))
    case .hourMinute: steps.append(.hourMinute)
    case .fraction: steps.append(.fraction)
    case .monthName(let style):
      steps.append(.name(style.language.months, isMonth: true, mayHaveDot: !Self.isDot(after)))
    case .weekdayName(let style):
      steps.append(.name(style.language.weekdays, isMonth: false, mayHaveDot: !Self.isDot(after)))
    case .meridiem: steps.append(.meridiem)
    case .offset: steps.append(.offset)
    }
    while mayDrop.count < steps.count { mayDrop.append(isDroppable && !Self.isDigits(element)) }
  }
}
