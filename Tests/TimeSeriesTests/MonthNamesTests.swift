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
    (
      [
        "quinta-feira, 29 de fevereiro de 2024", "sexta-feira, 1º de março de 2024",
        "sábado, 2 de março de 2024",
      ],
      "2024-02-29", "domingo, 3 de março de 2024"
    ),
    (
      ["quarta-feira, 28/02/2024", "quinta-feira, 29/02/2024", "sexta-feira, 01/03/2024"], "2024-02-28",
      "sábado, 02/03/2024"
    ),
    (
      ["TERCA-FEIRA 26/3/2024", "QUARTA-FEIRA 27/3/2024", "QUINTA-FEIRA 28/3/2024"], "2024-03-26",
      "SEXTA-FEIRA 29/3/2024"
    ),
    (["31 décembre 2023", "1er janvier 2024", "2 janvier 2024"], "2023-12-31", "3 janvier 2024"),
    (
      ["lundi 29 avril 2024", "mardi 30 avril 2024", "mercredi 1er mai 2024"], "2024-04-29",
      "jeudi 2 mai 2024"
    ),
    (["30 aprile 2024", "1° maggio 2024", "2 maggio 2024"], "2024-04-30", "3 maggio 2024"),
    (["January 30th, 2024", "January 31st, 2024", "February 1st, 2024"], "2024-01-30", "February 2nd, 2024"),
    (["10th May 2024", "11th May 2024", "12th May 2024"], "2024-05-10", "13th May 2024"),
    (["NİSAN 2024", "MAYIS 2024", "HAZİRAN 2024"], "2024-04-01", "TEMMUZ 2024"),
    (["KASIM 2024", "ARALIK 2024", "OCAK 2025"], "2024-11-01", "ŞUBAT 2025"),
    (["NISAN 2024", "MAYIS 2024", "HAZIRAN 2024"], "2024-04-01", "TEMMUZ 2024"),
  ]

  @Test(arguments: forms.indices)
  func theFutureIsWrittenAsTheFileIs(index: Int) throws {
    let (texts, first, next) = Self.forms[index]
    try expectForm(texts, first: first + " 00:00:00", next: next)
  }

  /// The first of a month is written as the column writes it, also where it stands in a row that is looked at late.
  @Test(arguments: [
    ("%-d %{,B:fr} %Y", "1er", ["mai": "1er mai 2025", "13": "13 mai 2025"]),
    ("%{ordinal-day} %B %Y", "1st", ["mai": "1st May 2025", "13": "13th May 2025"]),
  ])
  func daysHaveTheirOrdinals(code: String, first: String, texts: [String: String]) throws {
    let form = try StampForm(code: code)
    let stamps = try Self.stamps("1d", 60, from: Timestamp(year: 2024, month: 3, day: 10))
    let written = stamps.map { stamp in
      let text = form.string(for: stamp)
      return stamp.day == 1 && !text.hasPrefix(first) ? first + text.dropFirst() : text
    }
    for options in [StampOptions(), StampOptions(format: "%d %B %Y")] {
      let column = try StampColumn(written, options: options)
      #expect(column.stamps == stamps)
      #expect(try StampForm(code: column.form.code) == column.form)
      #expect(stamps.map(column.form.string(for:)) == written)
      #expect(column.form.string(for: Timestamp(year: 2025, month: 5)) == texts["mai"])
      #expect(column.form.string(for: Timestamp(year: 2025, month: 5, day: 13)) == texts["13"])
    }
  }

  /// The rows that a form was found in need not have had the first of a month, which other rows write with a mark.
  @Test(arguments: [
    (["30 janvier 2024", "31 janvier 2024"], ["31 janvier 2024", "1er février 2024"], "1er mai 2025"),
    (["30 aprile 2024", "31 agosto 2024"], ["30 aprile 2024", "1° maggio 2024"], "1° maggio 2025"),
    (["2 janvier 2024", "3 janvier 2024"], ["31 janvier 2024", "1 février 2024"], "1 mai 2025"),
    (["31 décembre 2023", "1er janvier 2024"], ["31 janvier 2024", "1 février 2024"], "1 mai 2025"),
  ])
  func aStoredFormReadsTheFirstOfAMonth(known: [String], texts: [String], first: String) throws {
    let form = try StampColumn(known).form
    let column = try StampColumn(texts, options: StampOptions(form: StampForm(code: form.code)))
    #expect(column.stamps.map(column.form.string(for:)) == texts)
    #expect(column.form.string(for: Timestamp(year: 2025, month: 5)) == first)
  }

  /// A capital `I` alone does not tell whether a Turkish file has lost its accents; what it stands for does.
  @Test func turkishCapitalsTellTheirAccents() throws {
    let texts: [([String], String)] = [
      (["NİSAN 2024", "MAYIS 2024", "HAZİRAN 2024"], "AĞUSTOS 2024"),
      (["NISAN 2024", "MAYIS 2024", "HAZIRAN 2024"], "AGUSTOS 2024"),
    ]
    for (rows, august) in texts {
      let column = try StampColumn(rows)
      #expect(column.form.string(for: Timestamp(year: 2024, month: 8)) == august)
      #expect(column.stamps.map(column.form.string(for:)) == rows)
    }
  }

  /// Names in the encodings of Central Europe and Turkey are no UTF-8: the encoding is named.
  @Test(arguments: [
    (["30 pa\u{9F}dziernika 2024", "31 pa\u{9F}dziernika 2024"], "WINDOWS-1250"),
    (["30 \u{F8}íjna 2024", "31 \u{F8}íjna 2024"], "WINDOWS-1250"),
    (["30 A\u{F0}ustos 2024", "31 A\u{F0}ustos 2024"], "WINDOWS-1254"),
  ])
  func namesInOtherEncodingsAreCalledSo(texts: [String], encoding: String) throws {
    var bytes: [UInt8] = [], ends: [UInt64] = []
    for text in texts {
      bytes += text.unicodeScalars.map { UInt8($0.value) }
      ends.append(UInt64(bytes.count))
    }
    do throws(StampColumn.Failure) {
      _ = try StampColumn(bytes.span, ends: ends.span)
      Issue.record("read")
    } catch {
      #expect(error.row == 0 && error.error.remedies == [.encoding(encoding)], "\(error.error)")
    }
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
