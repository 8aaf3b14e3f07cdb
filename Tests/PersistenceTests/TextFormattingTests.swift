import Testing
import Text

@Suite struct TextFormattingTests {
  /// Numbers of unknown size take a power of ten where they would fill a line, or be shown as zero.
  @Test(arguments: [
    (2.2918390391496677e24, "2.2918e+24"), (-9.999999e-12, "-1.0000e-11"), (1e15, "1.0000e+15"),
    (0, "0.0000"), (.nan, "–"),
    (5.25e-8, "0.000000052500"), (123_456_789, "123456789"),
    // Rounding to the next power of ten takes no digit more.
    (0.999999, "1.0000"), (-9.99999, "-10.000"), (99.9999, "100.00"), (99_999.9, "100000"),
    (0.0999999, "0.10000"),
    (0.99999, "0.99999"), (999.99, "999.99"),
  ]) func numbersOfAnySizeAreShort(_ number: Double, _ text: String) {
    #expect(TextFormatting.significant(number) == text)
  }

  @Test(arguments: [
    (0.04, "0.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1:00"), (125, "2:05"),
    (3599.6, "1:00:00"),
  ]) func durationsCarry(_ seconds: Double, _ text: String) {
    #expect(TextFormatting.duration(seconds) == text)
  }

  /// A terminal shows two columns for each of these letters of Chinese, Korean and Japanese, and for emoji; none for marks.
  @Test(arguments: [
    ("", 0), ("shop", 4), ("Zürich", 6), ("東京本社", 8), ("서울", 4), ("ﾄｳｷｮｳ", 5), ("مبيعات", 6),
    ("x\u{301}e", 2),
    ("🍎 42", 5), ("❤\u{FE0F}", 2), ("–…", 2),
  ]) func widthsAreThoseOfATerminal(_ text: String, _ count: Int) {
    #expect(text.columnCount == count)
    #expect(text.prefix(columns: count) == text)
    #expect(text.prefix(columns: count - 1).columnCount < max(1, count))
  }

  @Test func columnsOfWideLettersStandBelowEachOther() {
    let lines = TextFormatting.table([["shop", "mae"], ["東京本社", "1.5"], ["Zürich", "22.5"]])
      .split(separator: "\n")
    #expect(lines == ["shop       mae", "東京本社   1.5", "Zürich    22.5"])
  }

  /// 57 % is 0.57, of which a hundred times is not 57.
  @Test(arguments: ["95", "97.5", "99.99", "57", "29", "0.01"]) func aLevelIsWrittenAsItWasGiven(
    _ percent: String
  ) throws {
    #expect(TextFormatting.level(try #require(Double(percent)) / 100) == percent)
  }

  @Test(arguments: [
    (7, 2, 10, "07"), (-7, 3, 10, "-007"), (123, 2, 10, "123"), (0, 1, 10, "0"), (255, 4, 16, "00ff"),
  ])
  func zerosFillANumber(_ number: Int, _ width: Int, _ radix: Int, _ text: String) {
    #expect(number.padded(to: width, radix: radix) == text)
  }

  /// A text that is wider than its column is never cut.
  @Test func spacesFillAColumn() {
    #expect("ab".leftAligned(in: 4) == "ab  " && "ab".rightAligned(in: 4) == "  ab")
    #expect("abc".leftAligned(in: 2) == "abc" && "abc".rightAligned(in: 2) == "abc")
  }
}
