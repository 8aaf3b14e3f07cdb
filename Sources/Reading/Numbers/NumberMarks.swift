import Calendar

/// What the marks inside numbers of a sample say about decimals and groups of digits.
struct NumberMarks {
  /// A cell's number, taken apart at its marks.
  private struct Shape {
    var comma = 0, point = 0
    /// The mark between groups where it is neither comma nor point.
    var other: NumberMark?
    /// Digits before the first mark, and behind the last.
    var leading = 0, trailing = 0
    /// Whether runs between marks have three digits, or two as in India where another group follows.
    var hasGroups = true
    var beginsWithZero = false
    var endsWithComma = false
    /// `1,25e-03`: one mark stands before decimals.
    var hasExponent = false
  }

  private(set) var hasDecimalComma = false
  private(set) var hasDecimalPoint = false
  private(set) var hasGroupingComma = false
  private(set) var hasGroupingPoint = false
  /// `1,234`: either.
  private(set) var hasDoubtfulComma = false
  private(set) var hasDoubtfulPoint = false
  private(set) var groupingMark: NumberMark?

  /// Takes in one cell.
  mutating func add(_ cell: ArraySlice<UInt8>) {
    guard let shape = Self.shape(of: cell) else { return }
    if let other = shape.other { groupingMark = other }
    switch (shape.comma, shape.point) {
    case (0, 0): break
    case (1, 0):
      if Self.isDoubtful(shape) && shape.other == nil {
        hasDoubtfulComma = true
      } else {
        hasDecimalComma = true
      }
    case (0, 1):
      if Self.isDoubtful(shape) && shape.other == nil {
        hasDoubtfulPoint = true
      } else {
        hasDecimalPoint = true
      }
    case (_, 0): if shape.hasGroups && shape.trailing == 3 { hasGroupingComma = true }
    case (0, _): if shape.hasGroups && shape.trailing == 3 { hasGroupingPoint = true }
    case (1, _) where shape.endsWithComma && shape.hasGroups:
      (hasDecimalComma, hasGroupingPoint) = (true, true)
    case (_, 1) where !shape.endsWithComma && shape.hasGroups:
      (hasDecimalPoint, hasGroupingComma) = (true, true)
    default: break
    }
  }

  /// Marks that explain all that was seen, or `nil` while there is no doubt that numbers are plain.
  var decision: (decimal: NumberMark, thousands: NumberMark?)? {
    if hasDecimalComma && !hasDecimalPoint && !hasGroupingComma {
      return (.comma, hasGroupingPoint || hasDoubtfulPoint ? .point : groupingMark)
    }
    if hasGroupingPoint && !hasDecimalPoint && !hasGroupingComma { return (.comma, .point) }
    if hasGroupingComma && !hasDecimalComma { return (.point, .comma) }
    return groupingMark.map { (.point, $0) }
  }

  /// The mark is a comma, and nothing tells whether decimals or thousands follow it.
  var isDoubtful: Bool { decision == nil && hasDoubtfulComma }

  private static func isDoubtful(_ shape: Shape) -> Bool {
    shape.trailing == 3 && (1...3).contains(shape.leading) && !shape.beginsWithZero && !shape.hasExponent
  }

  /// Where the exponent of a number such as `1,25E-03` begins; nil for other texts.
  static func exponent(of cell: ArraySlice<UInt8>) -> Int? {
    guard let start = cell.lastIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }), start > cell.startIndex
    else {
      return nil
    }
    var digits = cell[(start + 1)...]
    if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      digits.removeFirst()
    }
    guard (1...3).contains(digits.count), digits.allSatisfy(\.isDigit), cell[start - 1].isDigit else {
      return nil
    }
    return start
  }

  /// Whether a text is a number with an exponent, whatever mark stands before its decimals.
  static func isScientific(_ cell: ArraySlice<UInt8>) -> Bool {
    exponent(of: cell) != nil && shape(of: cell) != nil
  }

  private static func shape(of cell: ArraySlice<UInt8>) -> Shape? {
    var shape = Shape()
    let end = exponent(of: cell)
    shape.hasExponent = end != nil
    let cell = end.map { cell[..<$0] } ?? cell
    var run = 0, marks = 0
    var previous: NumberMark?
    var position = cell.startIndex
    if position < cell.endIndex, cell[position] == UInt8(ascii: "-") || cell[position] == UInt8(ascii: "+") {
      position += 1
    }
    guard position < cell.endIndex else { return nil }
    shape.beginsWithZero = cell[position] == UInt8(ascii: "0")
    while position < cell.endIndex {
      let byte = cell[position]
      if byte.isDigit {
        run += 1
        position += 1
        continue
      }
      guard let (mark, width) = mark(in: cell, at: position) else { return nil }
      if marks == 0 {
        shape.leading = run
      } else if run != 3, run != 2 || mark != previous {
        shape.hasGroups = false
      }
      previous = mark
      marks += 1
      switch mark {
      case .comma: shape.comma += 1
      case .point: shape.point += 1
      default:
        guard run > 0, shape.other == nil || shape.other == mark else { return nil }
        shape.other = mark
      }
      shape.endsWithComma = mark == .comma
      (run, position) = (0, position + width)
    }
    shape.trailing = run
    if shape.leading > 3 && marks > 1 || shape.leading == 0 && marks > 1 { shape.hasGroups = false }
    let endsInGroup = shape.comma + shape.point == 0
    if shape.other != nil && (!shape.hasGroups || shape.leading > 3 || (endsInGroup && run != 3)) {
      return nil
    }
    return shape
  }

  private static func mark(in cell: ArraySlice<UInt8>, at position: Int) -> (NumberMark, width: Int)? {
    switch cell[position] {
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: "."): return (.point, 1)
    case UInt8(ascii: "'"): return (.apostrophe, 1)
    case UInt8(ascii: " "): return (.space, 1)
    case UInt8(ascii: "_"): return (.underscore, 1)
    case 0xC2, 0xE2:
      for mark in [NumberMark.noBreakSpace, .narrowNoBreakSpace, .thinSpace, .rightQuote] {
        let bytes = Array(mark.rawValue.utf8)
        if cell[position...].starts(with: bytes) { return (mark, bytes.count) }
      }
      return nil
    default: return nil
    }
  }
}
