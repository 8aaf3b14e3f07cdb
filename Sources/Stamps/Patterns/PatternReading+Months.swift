import Calendar

extension StampPattern {
  /// Whether it is `2015.10`: a spreadsheet takes that for a number, and the zero away.
  var isMonthBehindPoint: Bool {
    elements.count == 3 && elements[0] == .number(.year, isPadded: true) && elements[1] == .literal(".")
      && contains(.month)
  }
}

extension PatternReading {
  /// Makes Octobers of the months in `2015.1` where January is `2015.01`: who writes zeros in front of months writes none that stand alone.
  ///
  /// - Parameters:
  ///   - rows: Those that were read; nil for all.
  ///   - hasZeros: Whether the column is known to have these zeros.
  mutating func restoreOctobers(
    _ bytes: Span<UInt8>, _ ends: Span<UInt64>, _ rows: [Int]? = nil, hasZeros: Bool = false
  ) {
    let month: UInt16 = 1 << UInt16(StampPattern.Field.month.rawValue)
    guard failureCount == 0, traits.short & month != 0, hasZeros || traits.zero & month != 0 else { return }
    let lost = stamps.indices.filter { index in bytes.range(rows?[index] ?? index, ends).count == 6 }
    guard lost.allSatisfy({ stamps[$0].month == 1 }) else { return }
    for index in lost { stamps[index] = Timestamp(year: stamps[index].year, month: 10) }
    traits.short &= ~month
  }
}
