/// Names under which a time usually stands.
package enum TimeNames {
  /// A whole stamp.
  private static let stamps: Set<String> = [
    "date", "time", "datetime", "timestamp", "ts", "ds", "stamp", "epoch", "unix", "datum", "zeit",
    "zeitstempel", "uhrzeit",
    "zeitpunkt", "fecha", "hora", "fechahora", "heure", "horodatage", "dataora", "tijd", "datumtijd", "日期",
    "时间", "日付", "時刻", "日時",
    "t", "step", "period", "timeindex", "timestep", "localtime", "utc", "utctime", "utctimestamp", "dateutc",
    "datehour", "mtu", "timeperiod", "refperiod", "refdate", "observationdate",
  ]
  /// A part of one.
  private static let parts: Set<String> = [
    "year", "month", "day", "hour", "minute", "second", "quarter", "week", "hourending", "hourbeginning",
    "he", "hr", "yr", "mo",
    "dy", "mm", "yyyy", "dd", "hh", "jahr", "monat", "tag", "stunde", "quartal", "woche", "mes", "ano", "año",
    "dia", "día", "annee",
    "année", "mois", "jour", "hrs", "mon", "min", "sec", "yearmonth", "年", "月", "日", "时",
    "dayofmonth", "dateofmonth", "monthday", "mday", "mnth",
  ]

  /// Lower case without blanks, dots, dashes, underscores and what stands in brackets; of a name without end, its beginning.
  package static func plain(_ name: String) -> String {
    // Most names are that already, and a table may have a million.
    let isPlain = { (byte: UInt8) in byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 }
    if name.utf8.count <= 64, name.utf8.allSatisfy(isPlain) { return name }
    var text = ""
    for character in name.prefix(64).lowercased() {
      if character == "(" || character == "[" { break }
      if !" ._-/:<>".contains(character) { text.append(character) }
    }
    return text
  }

  /// Whether a column of numbers called so may be a stamp or a part of one.
  package static func isTime(_ name: String) -> Bool { isStamp(name) || isPart(name) }

  /// Whether a name says that its column holds whole stamps.
  package static func isStamp(_ name: String) -> Bool { stamps.contains(plain(name)) }

  /// Whether a name has a word for time in it, or a word that ends or begins with one: `InvoiceDate`, `created_at`, `SETTLEMENTDATE`,
  /// `Lieferdatum`, `timestamputc`.
  package static func mentionsTime(_ name: String) -> Bool {
    words(name).contains { word in
      ["date", "dates", "time", "times", "datetime", "timestamp", "created", "zeitpunkt", "zeitstempel"]
        .contains(word)
        || (!otherWords.contains(word)
          && ["date", "datum", "fecha", "zeit", "stamp", "time", "datetime"].contains(where: word.hasSuffix))
        || ["datetime", "timestamp", "created", "datum", "fecha"].contains(where: word.hasPrefix)
    }
  }

  /// Words that end like one for time and tell no time: what has or lasts it, or is something else.
  private static let otherWords: Set<String> = [
    "candidate", "update", "mandate", "validate", "consolidate", "accommodate", "liquidate", "lifetime",
    "runtime",
    "uptime", "downtime", "overtime", "playtime", "leadtime", "fulltime", "parttime", "maritime", "pastime",
    "sometime", "laufzeit", "arbeitszeit", "wartezeit", "fahrzeit", "dauerzeit", "auszeit", "mahlzeit",
    "hochzeit", "vollzeit", "teilzeit", "bearbeitungszeit", "lieferzeit", "stamp",
  ]

  /// The words of a name in lower case: `created_at`, `createdAt` and `Created (UTC)` have `created`.
  private static func words(_ name: String) -> [String] {
    var words: [String] = [""], wasLower = false
    for character in name.prefix(64) {
      if character == "(" || character == "[" { break }
      if !character.isLetter || (character.isUppercase && wasLower) { words.append("") }
      if character.isLetter { words[words.count - 1] += character.lowercased() }
      wasLower = character.isLowercase
    }
    return words.filter { !$0.isEmpty }
  }

  /// Whether a name says that its column holds a part of a stamp.
  package static func isPart(_ name: String) -> Bool { parts.contains(plain(name)) }

  /// Names of the parts of a stamp, from the largest on; each list is one part.
  package static let ladder: [Set<String>] = [
    ["year", "yr", "yyyy", "isoyear", "jahr", "ano", "año", "annee", "année", "anno", "jaar", "年"],
    quarters.union(["month", "mo", "mon", "monat", "mes", "mois", "mese", "maand", "月", "mm", "mnth"]),
    [
      "day", "dy", "dd", "tag", "dia", "día", "jour", "giorno", "dag", "日", "dayofmonth", "dateofmonth",
      "monthday", "mday",
    ],
    [
      "hour", "hr", "hh", "hrs", "hourending", "hourbeginning", "he", "stunde", "hora", "ora", "heure", "uur",
      "时",
    ],
    ["minute", "min", "mi", "minuten", "minuto"], ["second", "sec"],
  ]

  private static let quarters: Set<String> = ["quarter", "qtr", "quartal", "trimestre", "kwartaal"]

  /// Parts that follow a year at once.
  private static let partsOfYear: [Set<String>] = [
    ["week", "isoweek", "weekofyear", "woche", "kw", "semaine", "semana", "settimana"],
    ["doy", "dayofyear", "yday"],
  ]

  /// Whether a name says that its column holds years.
  package static func isYear(_ name: String) -> Bool { ladder[0].contains(plain(name)) }

  /// Columns that make up a stamp together by their names: `year, month, …`, each part once and none between them left out; or a year
  /// and a week, or a day of the year.
  package static func parts(among names: [String]) -> [String]? {
    var found: [String] = []
    for rung in ladder {
      var matches = names.filter { rung.contains(plain($0)) }
      // Beside the month the quarter says nothing.
      if matches.count == 2 { matches.removeAll { quarters.contains(plain($0)) } }
      guard matches.count == 1 else { break }
      found.append(matches[0])
    }
    guard found.count == 1, ladder[0].contains(plain(found[0])) else {
      return found.count > 1 ? found : nil
    }
    let others = names.filter { name in
      // Kilowatts are no weeks.
      partsOfYear.contains { $0.contains(plain(name)) } && (plain(name) != "kw" || name == "KW")
    }
    return others.count == 1 ? found + others : nil
  }

  /// Whether a name says that its column holds the time of day at which a span begins.
  package static func beginsSpan(_ name: String) -> Bool {
    [
      "von", "ab", "beginn", "anfang", "from", "start", "starttime", "begin", "begintime", "fromtime",
      "timefrom",
      "desde",
      "debut", "début", "inicio", "inizio", "van",
    ].contains(plain(name))
  }

  /// Whether a name says that its column holds the minute of an hour; `min` may be the least of something.
  package static func isMinute(_ name: String) -> Bool {
    ladder[4].contains(plain(name)) && plain(name) != "min"
  }

  /// Whether a name may say so for hours: texts, `00:00` or `00 - 01`, are times of day, and numbers may be hours that were worked.
  package static func namesHours(_ name: String) -> Bool {
    ["hours", "heures", "horas", "stunden", "uren", "ore", "tid", "godzina"].contains(plain(name))
  }

  /// Whether a name says that its column numbers the periods of a day.
  package static func countsPeriods(_ name: String) -> Bool {
    ["settlementperiod", "tradingperiod", "period", "periodnumber", "periodid", "sp", "tp"].contains(
      plain(name))
  }

  /// Whether a name says that its column completes a date: a time of day or an hour.
  package static func completesDate(_ name: String) -> Bool {
    let plain = plain(name)
    return ladder[3].contains(plain)
      || ["time", "zeit", "uhrzeit", "heure", "tijd", "timeofday", "hhmm", "hrmn", "时间", "時刻"].contains(plain)
  }
}
