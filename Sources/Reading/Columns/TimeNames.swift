import Calendar

/// Names under which a time usually stands.
enum TimeNames {
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
  static func plain(_ name: String) -> String {
    var text = ""
    for character in name.prefix(64).lowercased() {
      if character == "(" || character == "[" { break }
      if !" ._-/:".contains(character) { text.append(character) }
    }
    return text
  }

  /// Whether a column of numbers called so may be a stamp or a part of one.
  static func isTime(_ name: String) -> Bool { isStamp(name) || isPart(name) }

  /// Whether a name says that its column holds whole stamps.
  static func isStamp(_ name: String) -> Bool { stamps.contains(plain(name)) }

  /// Whether a name has a word for time in it: `InvoiceDate`, `created_at`.
  static func mentionsTime(_ name: String) -> Bool {
    let plain = plain(name)
    return ["date", "datum", "fecha", "zeit", "stamp", "time", "created"].contains(where: plain.contains)
  }

  /// Whether a name says that its column holds a part of a stamp.
  static func isPart(_ name: String) -> Bool { parts.contains(plain(name)) }

  /// Names of the parts of a stamp, from the largest on; each list is one part.
  static let ladder: [Set<String>] = [
    ["year", "yr", "yyyy", "jahr", "ano", "año", "annee", "année", "anno", "jaar", "年"],
    [
      "month", "mo", "mon", "monat", "mes", "mois", "mese", "maand", "月", "quarter", "qtr", "quartal",
      "trimestre", "kwartaal", "mm", "mnth",
    ],
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

  /// Parts that follow a year at once.
  private static let partsOfYear: [Set<String>] = [
    ["week", "isoweek", "weekofyear", "woche", "kw", "semaine", "semana", "settimana"],
    ["doy", "dayofyear", "yday"],
  ]

  /// Whether a name says that its column holds years.
  static func isYear(_ name: String) -> Bool { ladder[0].contains(plain(name)) }

  /// Columns that make up a stamp together by their names: `year, month, …`, each part once and none between them left out; or a year
  /// and a week, or a day of the year.
  static func parts(among names: [String]) -> [String]? {
    var found: [String] = []
    for rung in ladder {
      let matches = names.filter { rung.contains(plain($0)) }
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
  static func beginsSpan(_ name: String) -> Bool {
    [
      "von", "ab", "beginn", "from", "start", "starttime", "begin", "begintime", "fromtime", "timefrom",
      "desde",
      "debut", "début", "inicio", "inizio", "van",
    ].contains(plain(name))
  }

  /// Whether a name says that its column holds the minute of an hour; `min` may be the least of something.
  static func isMinute(_ name: String) -> Bool { ladder[4].contains(plain(name)) && plain(name) != "min" }

  /// Whether a name says that its column completes a date: a time of day or an hour.
  static func completesDate(_ name: String) -> Bool {
    let plain = plain(name)
    return ladder[3].contains(plain)
      || ["time", "zeit", "uhrzeit", "heure", "tijd", "timeofday", "hhmm", "hrmn", "时间", "時刻"].contains(plain)
  }
}

/// Names under which the id of a series usually stands.
enum SeriesNames {
  private static let ids: Set<String> = [
    "uniqueid", "itemid", "seriesid", "seriesname", "series", "tsid", "tsname", "storeid", "shopid",
    "sensorid",
    "stationid", "meterid",
  ]

  /// Whether a name says that its column tells series apart, and another of the names goes with it.
  static func isSeries(_ name: String, among names: [String]) -> Bool {
    ids.contains(TimeNames.plain(name)) && names.contains { TimeNames.isTime($0) }
  }
}

/// Names under which a database, or a spreadsheet, numbers its rows.
enum RowNumberNames {
  private static let names: Set<String> = [
    "id", "index", "idx", "rowid", "row", "rownum", "rownumber", "rowindex", "no", "nr", "num", "#", "sno",
    "srno",
    "seq", "instant", "rownames", "record", "lineno",
    "lfdnr", "lfd", "pk", "recordid", "recno", "obs", "n°", "nº",
  ]

  /// Whether a name says that its column numbers the rows.
  static func contains(_ name: String) -> Bool { names.contains(TimeNames.plain(name)) }
}

/// What stands in the header above a column without a name.
enum MissingNames {
  /// Whether a name is none: nothing, or what pandas and R write for it.
  static func contains(_ name: String) -> Bool {
    name.isEmpty || name.hasPrefix("Unnamed: ") || name == "...1"
  }
}
