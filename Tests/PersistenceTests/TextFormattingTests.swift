import Testing
import Text

@Suite struct TextFormattingTests {
  /// 57 % is 0.57, of which a hundred times is not 57.
  @Test(arguments: ["95", "97.5", "99.99", "57", "29", "0.01"]) func aLevelIsWrittenAsItWasGiven(
    _ percent: String
  ) throws {
    #expect(TextFormatting.level(try #require(Double(percent)) / 100) == percent)
  }
}
