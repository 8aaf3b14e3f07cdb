import Calendar
import Stamps
import Testing

/// Words that are a month in one language and a day of the week, or no word of the calendar, in another.
@Suite struct DayNamesTests {
  /// Tuesdays alone: `mar` is no March.
  @Test(arguments: [
    ["mar 05/03/2024", "mar 12/03/2024", "mar 19/03/2024"],
    ["mar. 2024-03-05", "mar. 2024-03-12", "mar. 2024-03-19"],
    ["mar, 05.03.2024", "mar, 12.03.2024", "mar, 19.03.2024"],
    ["MAR 05-03-24", "MAR 12-03-24", "MAR 19-03-24"],
    ["mar 03/05/2024", "mar 03/12/2024", "mar 03/19/2024"],
  ])
  func aDayBesideADateIsNoMonth(texts: [String]) throws {
    let column = try StampColumn(texts)
    let days = [5, 12, 19].map { Timestamp(year: 2024, month: 3, day: $0) }
    #expect(column.stamps == days, "\(texts[0])")
    #expect(days.map(column.form.string(for:)) == texts)
  }

  @Test func aDayBesideTheMonthOfItsLanguageIsNoMonth() throws {
    let column = try StampColumn(["Mar, 10 Déc 2019", "Mar, 17 Déc 2019", "Mar, 24 Déc 2019"])
    #expect(column.stamps[0] == Timestamp(year: 2019, month: 12, day: 10))
    // Romanian, which is not read.
    let texts = ["mar, 11 iun 2019", "mar, 18 iun 2019", "mar, 25 iun 2019"]
    let refusal = dataError { () throws(DataError) in try StampColumn(texts) }
    #expect(refusal?.kind == .badTimestamp)
    #expect(try StampColumn(["Mar 5 2024 10:00", "Mar 5 2024 11:00"]).stamps[1].hour == 11)
    #expect(try StampColumn(["05-Mar-2024-10", "05-Mar-2024-11"]).stamps[1].hour == 11)
    let clock = "10:00:00 CET 2024"
    #expect(try StampColumn(["Tue Mar 5 \(clock)", "Wed Mar 6 \(clock)"]).stamps[1].day == 6)
    #expect(try StampColumn(["Mar 5 \(clock)", "Mar 6 \(clock)"]).stamps[1].day == 6)
  }

  /// `Dec-01`, `Dec-02` may be days: years are not taken without a word.
  @Test(arguments: ["Dec-", "DEZ-", "déc. "])
  func yearsThatMayBeDaysAreNoted(name: String) throws {
    let column = try StampColumn((1...9).map { "\(name)0\($0)" })
    #expect(column.stamps[8] == Timestamp(year: 2009, month: 12))
    #expect(column.notes == [.yearsBesideMonth])
    let later = try StampColumn((1...9).map { "\(name)7\($0)" })
    #expect(later.notes.isEmpty)
    #expect(try StampColumn(["Nov-16", "Dec-16", "Jan-17"]).notes.isEmpty)
  }

  /// Words with numbers in which another language has a month.
  @Test(arguments: ["SET ", "KAS", "Pro-"])
  func oldYearsBesideAWordAreNone(word: String) throws {
    let refusal = dataError { () throws(DataError) in try StampColumn((1001...1020).map { "\(word)\($0)" }) }
    #expect(refusal?.kind == .badTimestamp)
  }

  /// Where several languages mean the same the one that has all the names is written.
  @Test(arguments: [
    ["juni-03", "juli-03", "aug-03", "sep-03"], ["Juni 2023", "Juli 2023", "Aug 2023", "Sep 2023"],
    ["OKT./2021", "SEP./2021", "AUG./2021", "JULI/2021"],
  ])
  func theLanguageThatHasAllNamesIsWritten(texts: [String]) throws {
    let column = try StampColumn(texts)
    #expect(column.stamps.map(column.form.string(for:)) == texts)
  }
}
