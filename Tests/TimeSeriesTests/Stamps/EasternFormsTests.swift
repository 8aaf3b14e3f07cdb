import Calendar
import Stamps
import Testing

/// Words of East Asia, and of clocks that run from one to twelve in other languages than English.
@Suite struct EasternFormsTests {
  /// Texts, the first stamp, the text that follows the last.
  private static let forms: [([String], String, String)] = [
    // Spreadsheets in Spanish, with each of the spaces that they write.
    (
      ["31/1/2024 11:00 a. m.", "31/1/2024 12:00 p. m.", "31/1/2024 1:00 p. m."], "2024-01-31 11:00:00",
      "31/1/2024 2:00 p. m."
    ),
    (
      ["31/1/2024 10:00 p.\u{A0}m.", "31/1/2024 11:00 p.\u{A0}m.", "1/2/2024 12:00 a.\u{A0}m."],
      "2024-01-31 22:00:00", "1/2/2024 01:00 a.\u{A0}m."
    ),
    (
      ["31/1/2024 10:00 p.\u{202F}m.", "31/1/2024 11:00 p.\u{202F}m.", "1/2/2024 12:00 a.\u{202F}m."],
      "2024-01-31 22:00:00", "1/2/2024 01:00 a.\u{202F}m."
    ),
    (
      ["2024-01-31 오후 10:00:00", "2024-01-31 오후 11:00:00", "2024-02-01 오전 12:00:00"], "2024-01-31 22:00:00",
      "2024-02-01 오전 01:00:00"
    ),
    (
      ["2024. 1. 31. 오전 11:30", "2024. 1. 31. 오후 12:00", "2024. 1. 31. 오후 12:30"], "2024-01-31 11:30:00",
      "2024. 1. 31. 오후 01:00"
    ),
    (
      ["2024년 1월 31일 오후 10시", "2024년 1월 31일 오후 11시", "2024년 2월 1일 오전 12시"], "2024-01-31 22:00:00",
      "2024년 2월 1일 오전 01시"
    ),
    (
      ["2024/1/31 下午10:00", "2024/1/31 下午11:00", "2024/2/1 上午12:00"], "2024-01-31 22:00:00",
      "2024/2/1 上午01:00"
    ),
    (
      ["2024/01/31 午前 11:00", "2024/01/31 午後 12:00", "2024/01/31 午後 01:00"], "2024-01-31 11:00:00",
      "2024/01/31 午後 02:00"
    ),
    (
      ["31/1/2024 10:00:00 μμ", "31/1/2024 11:00:00 μμ", "1/2/2024 12:00:00 πμ"], "2024-01-31 22:00:00",
      "1/2/2024 01:00:00 πμ"
    ),
    // Days of the week.
    (["2024/02/27(火)", "2024/02/28(水)", "2024/02/29(木)"], "2024-02-27 00:00:00", "2024/03/01(金)"),
    (["2024年2月27日（火）", "2024年2月28日（水）", "2024年2月29日（木）"], "2024-02-27 00:00:00", "2024年3月1日（金）"),
    (["2024年2月27日 火曜日", "2024年2月28日 水曜日", "2024年2月29日 木曜日"], "2024-02-27 00:00:00", "2024年3月1日 金曜日"),
    (["2024.02.27 (화)", "2024.02.28 (수)", "2024.02.29 (목)"], "2024-02-27 00:00:00", "2024.03.01 (금)"),
    (["2024년 2월 27일 화요일", "2024년 2월 28일 수요일", "2024년 2월 29일 목요일"], "2024-02-27 00:00:00", "2024년 3월 1일 금요일"),
    (["2024-02-27 星期二", "2024-02-28 星期三", "2024-02-29 星期四"], "2024-02-27 00:00:00", "2024-03-01 星期五"),
    (["2024年2月27日星期二", "2024年2月28日星期三", "2024年2月29日星期四"], "2024-02-27 00:00:00", "2024年3月1日星期五"),
    (["2024-02-27 周二", "2024-02-28 周三", "2024-02-29 周四"], "2024-02-27 00:00:00", "2024-03-01 周五"),
    (["2024/2/27 週二", "2024/2/28 週三", "2024/2/29 週四"], "2024-02-27 00:00:00", "2024/3/1 週五"),
    // Weeks with a plain dash between their days.
    (
      ["17.01.2022-23.01.2022", "24.01.2022-30.01.2022", "31.01.2022-06.02.2022"], "2022-01-17 00:00:00",
      "07.02.2022-13.02.2022"
    ),
    // Hindi.
    (["28 फ़रवरी 2024", "29 फ़रवरी 2024", "1 मार्च 2024"], "2024-02-28 00:00:00", "2 मार्च 2024"),
    (["अगस्त 2024", "सितम्बर 2024", "अक्टूबर 2024"], "2024-08-01 00:00:00", "नवम्बर 2024"),
  ]

  @Test(arguments: forms.indices)
  func theFutureIsWrittenAsTheFileIs(index: Int) throws {
    let (texts, first, next) = Self.forms[index]
    try expectForm(texts, first: first, next: next)
  }

  /// A wrong day of the week is an error, as in other languages.
  @Test func aDayOfTheWeekMustBeRight() {
    let texts = ["2024/02/27(火)", "2024/02/28(木)", "2024/02/29(木)"]
    let refusal = dataError { () throws(DataError) in try StampColumn(texts) }
    #expect(refusal?.kind == .badTimestamp && refusal?.line == 3)
  }

  /// `fev` is right in Portuguese, and has lost its accent in French: what follows March is told by that.
  @Test func theSpellingTellsTheLanguage() throws {
    let portuguese = try StampColumn(["jan 2024", "fev 2024", "mar 2024"])
    #expect(portuguese.form.string(for: Timestamp(year: 2024, month: 4)) == "abr 2024")
    let french = try StampColumn(["jan 2024", "fév 2024", "mar 2024"])
    #expect(french.form.string(for: Timestamp(year: 2024, month: 4)) == "avr 2024")
  }

  /// Spans with offsets end where the instant does, whatever the clocks show.
  @Test func spansWithOffsetsAreMeasuredByInstants() throws {
    let texts = [
      "2024-03-31T00:00+01:00/2024-03-31T01:00+01:00", "2024-03-31T01:00+01:00/2024-03-31T03:00+02:00",
      "2024-03-31T03:00+02:00/2024-03-31T04:00+02:00", "2024-03-31T04:00+02:00/2024-03-31T05:00+02:00",
    ]
    let column = try StampColumn(texts)
    #expect(column.stamps.map(\.hour) == [23, 0, 1, 2])
    // Two hours by its offsets, one by the clocks.
    let longer = [texts[0], "2024-03-31T01:00+01:00/2024-03-31T02:00+00:00"] + texts.suffix(2)
    let refusal = dataError { () throws(DataError) in try StampColumn(longer) }
    #expect(refusal?.kind == .badTimestamp)
    let days = [
      "2024-03-30T00:00+01:00/2024-03-31T00:00+01:00", "2024-03-31T00:00+01:00/2024-04-01T00:00+02:00",
    ]
    #expect(try StampColumn(days).stamps.count == 2)
  }
}
