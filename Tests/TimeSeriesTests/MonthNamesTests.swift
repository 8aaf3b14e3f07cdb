import Calendar
import Stamps
import Testing

/// Names of months and days of the week in each language: what is read, how the future is written, and what is refused.
@Suite struct MonthNamesTests {
  private static let languages = [
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "nb", "da", "fi", "cs", "tr", "ru", "hr",
  ]

  /// The letters of every list of months that the languages have, such as `b2:fr`.
  private static let lists: [String] = languages.flatMap { language in
    (0..<8).map { "b\($0):\(language)" }.filter { (try? StampForm(code: "%{\($0)} %Y")) != nil }
  }

  private static func stamps(_ code: String, _ count: Int, from start: Timestamp) throws -> [Timestamp] {
    let step = try Frequency(code: code)
    return (0..<count).map { step.advance(start, by: $0) }
  }

  /// Each month as each list writes it, in any case, with points, and without accents.
  @Test(arguments: lists, ["", "^", ",", ".", "..", "~"])
  func everyListIsReadAndWritten(list: String, style: String) throws {
    let letters = "^,".contains(style) ? "%{\(style)\(list)}" : "%{\(list)\(style)}"
    for (format, step) in [
      ("\(letters) %Y", "1mo"), ("%d-\(letters)-%Y", "5d"), ("%-d. \(letters) %y", "5d"),
    ] {
      let form = try StampForm(code: format)
      let stamps = try Self.stamps(step, step == "1mo" ? 30 : 80, from: Timestamp(year: 2032))
      let column = try StampColumn(stamps.map(form.string(for:)))
      #expect(column.stamps == stamps, "\(format)")
      for month in 1...12 {
        let later = Timestamp(year: 2035, month: month, day: 20)
        #expect(column.form.string(for: later) == form.string(for: later), "\(format)")
      }
      #expect(try StampForm(code: column.form.code) == column.form)
      let again = try StampColumn([form.string(for: stamps[3])], options: StampOptions(form: column.form))
      #expect(again.stamps == [stamps[3]])
    }
  }

  /// The days of one month alone are those of that month, or refused where another language calls another month so.
  @Test(arguments: lists, ["", "~"])
  func noMonthIsReadAsAnother(list: String, style: String) throws {
    let form = try StampForm(code: "%d %{\(list)\(style)} %Y")
    for month in 1...12 {
      let days = try Self.stamps("1d", 10, from: Timestamp(year: 2024, month: month))
      let texts = days.map(form.string(for:))
      let refusal = dataError { () throws(DataError) in try StampColumn(texts) }
      guard let refusal else {
        #expect(try StampColumn(texts).stamps == days, "\(texts[0])")
        continue
      }
      #expect(refusal.kind == .ambiguousTimestamp, "\(texts[0])")
      #expect(refusal.remedies.count == 2)
      let told = StampOptions(format: "%d %{\(list)} %Y")
      #expect(try StampColumn(texts, options: told).stamps == days)
    }
  }

  /// Texts, the first stamp, the text that follows the last.
  private static let forms: [([String], String, String)] = [
    (["05 janvier 2024", "06 janvier 2024", "07 janvier 2024"], "2024-01-05", "08 janvier 2024"),
    (["janv. 2024", "févr. 2024", "mars 2024"], "2024-01-01", "avr. 2024"),
    (["janv. 2024", "fevr. 2024", "mars 2024"], "2024-01-01", "avr. 2024"),
    (["30-dic-24", "31-dic-24", "01-ene-25"], "2024-12-30", "02-ene-25"),
    (["1. Januar 2024", "2. Januar 2024", "3. Januar 2024"], "2024-01-01", "4. Januar 2024"),
    (["Feb 24", "Mär 24", "Apr 24"], "2024-02-01", "Mai 24"),
    (["Feb 24", "Mrz 24", "Apr 24"], "2024-02-01", "Mai 24"),
    (["03.Mai.2024", "04.Mai.2024", "05.Mai.2024"], "2024-05-03", "06.Mai.2024"),
    (["30. April 2024", "1. Mai 2024", "2. Mai 2024"], "2024-04-30", "3. Mai 2024"),
    (["30 de abril de 2024", "1 de mayo de 2024", "2 de mayo de 2024"], "2024-04-30", "3 de mayo de 2024"),
    (["2024 styczeń", "2024 luty", "2024 marzec"], "2024-01-01", "2024 kwiecień"),
    (["30 мая 2024 г.", "31 мая 2024 г.", "1 июня 2024 г."], "2024-05-30", "2 июня 2024 г."),
    (["HAZİRAN 2024", "TEMMUZ 2024", "AĞUSTOS 2024"], "2024-06-01", "EYLÜL 2024"),
    (["HAZIRAN 2024", "TEMMUZ 2024", "AGUSTOS 2024"], "2024-06-01", "EYLUL 2024"),
    (["lun. 4 mars 2024", "mar. 5 mars 2024", "mer. 6 mars 2024"], "2024-03-04", "jeu. 7 mars 2024"),
    (["Mo, 01.07.2024", "Di, 02.07.2024", "Mi, 03.07.2024"], "2024-07-01", "Do, 04.07.2024"),
    (["Jan. 2024", "Feb. 2024", "March 2024"], "2024-01-01", "April 2024"),
    (["Aug. 2024", "Sept. 2024", "Oct. 2024"], "2024-08-01", "Nov. 2024"),
    (
      ["2024\u{1F}enero\u{1F}30", "2024\u{1F}enero\u{1F}31", "2024\u{1F}febrero\u{1F}1"], "2024-01-30",
      "2024\u{1F}febrero\u{1F}2"
    ),
    (["2024年11月", "2024年12月", "2025年1月"], "2024-11-01", "2025年2月"),
  ]

  @Test(arguments: forms.indices)
  func theFutureIsWrittenAsTheFileIs(index: Int) throws {
    let (texts, first, next) = Self.forms[index]
    let column = try StampColumn(texts)
    #expect(column.stamps[0].description == first + " 00:00:00")
    let future = try GridReading(column.stamps, form: column.form).grid.stamps(
      after: column.stamps[2], count: 1)
    #expect(column.form.string(for: future[0]) == next)
    #expect(try StampForm(code: column.form.code) == column.form)
  }

  /// November in Polish, October in Croatian: other rows tell, or a day that the month does not have.
  @Test func otherRowsTellTheLanguage() throws {
    let polish = try StampColumn(["30 października 2024", "1 listopada 2024", "2 listopada 2024"])
    #expect(polish.stamps[1] == Timestamp(year: 2024, month: 11))
    let croatian = try StampColumn(["30 rujna 2024", "1 listopada 2024", "2 listopada 2024"])
    #expect(croatian.stamps[1] == Timestamp(year: 2024, month: 10))
    let days = (1...31).map { "\($0) listopada 2024" }
    #expect(try StampColumn(days).stamps[30] == Timestamp(year: 2024, month: 10, day: 31))
    let refusal = dataError { () throws(DataError) in try StampColumn(Array(days.prefix(30))) }
    #expect(refusal?.kind == .ambiguousTimestamp)
    #expect(refusal?.problem.contains("one month in Polish and another in Croatian") == true)
  }

  /// A name that no language here knows is no word beside a year.
  @Test func anUnknownNameMakesNoYear() throws {
    let months = try StampColumn((2010...2020).map { "févr. \($0)" })
    #expect(months.stamps[0] == Timestamp(year: 2010, month: 2))
    for word in ["липня", "Φεβρουαρίου", "ianuarie"] {
      let refusal = dataError { () throws(DataError) in try StampColumn((2010...2020).map { "\(word) \($0)" })
      }
      #expect(refusal?.kind == .badTimestamp, "\(word)")
    }
    #expect(try StampColumn((2010...2020).map { "année \($0)" }).stamps[0] == Timestamp(year: 2010))
  }

  /// A row in another language than the others is an error.
  @Test func aColumnHasOneLanguage() {
    let mixed = ["Januar 2024", "Februar 2024", "March 2024", "April 2024", "Mai 2024", "Juni 2024"]
    let refusal = dataError { () throws(DataError) in try StampColumn(mixed) }
    #expect(refusal?.kind == .badTimestamp && refusal?.value == "March 2024" && refusal?.line == 4)
  }

  /// Who tells `%B` means the names that the file has.
  @Test func aToldFormatTakesTheLanguageOfTheColumn() throws {
    let texts = ["30 avril 2024", "1 mai 2024", "2 mai 2024"]
    let column = try StampColumn(texts, options: StampOptions(format: "%d %B %Y"))
    #expect(column.stamps[1] == Timestamp(year: 2024, month: 5))
    #expect(column.form.string(for: Timestamp(year: 2024, month: 8, day: 3)) == "3 août 2024")
    let far = try StampColumn(["1 lip 2024", "2 lip 2024"], options: StampOptions(format: "%d %{b:hr} %Y"))
    #expect(far.stamps[0] == Timestamp(year: 2024, month: 6))
    for code in ["%d %{B:xx} %Y", "%d %{b9:de} %Y", "%d %{B1:de} %Y", "%d %{b:de...} %Y", "%d %{c:de} %Y"] {
      #expect(throws: DataError.self) { try StampForm(code: code) }
    }
  }

  /// Forms that model files of earlier versions have.
  @Test func earlierFormsReadAndWriteTheSame() throws {
    let stamp = Timestamp(year: 2024, month: 9, day: 5)
    for (code, text) in [
      ("%d %b %Y", "05 Sep 2024"), ("%B %-d, %Y", "September 5, 2024"), ("%a %^b %d %Y", "Thu SEP 05 2024"),
      ("%,A, %d. %,b. %y", "thursday, 05. sep. 24"),
    ] {
      let form = try StampForm(code: code)
      #expect(form.code == code && form.string(for: stamp) == text)
      #expect(try StampColumn([text], options: StampOptions(form: form)).stamps == [stamp])
    }
  }

  /// Bytes of Latin-1, as older spreadsheets write them.
  @Test func lettersOfLatin1AreRead() throws {
    var bytes: [UInt8] = [], ends: [UInt64] = []
    for text in ["Feb 24", "Mär 24", "Apr 24"] {
      bytes += text.unicodeScalars.map { UInt8($0.value) }
      ends.append(UInt64(bytes.count))
    }
    let column = try StampColumn(bytes.span, ends: ends.span)
    #expect(column.stamps.map(\.month) == [2, 3, 4])
    #expect(column.form.string(for: Timestamp(year: 2025, month: 3)) == "Mär 25")
  }
}
