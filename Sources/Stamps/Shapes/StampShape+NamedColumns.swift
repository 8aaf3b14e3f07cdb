import Calendar

extension StampShape {
  /// Columns called `month` or `hour` that hold one number, with or without letters beside it: `3`, `Q3`, `W03`.
  mutating func takeNamedColumns(_ names: [String]) {
    guard names.count > 1 else { return }
    var fields = names.map { Self.fields[$0.lowercased().filter { $0.isLetter }] }
    let hasMonth = fields.contains(.month) || fields.contains(.week)
    for (column, range) in columns.enumerated() where column < names.count {
      if names[column].lowercased() == "period" { fields[column] = numberedPart(range) ?? fields[column] }
      guard var field = fields[column], let number = loneNumber(in: range) else { continue }
      // Hour and minute as one number.
      if field == .hour, Self.text(items[number]).utf8.count > 2 { continue }
      if field == .day && !hasMonth { field = .dayOfYear }
      if field == .year && fields.contains(.week) { field = .weekYear }
      if field == .year, Self.text(items[number]).utf8.count == 2 { field = .shortYear }
      for index in range { items[index] = .literal(Self.text(items[index])) }
      let isNarrow = Self.text(items[number]).utf8.count == 1
      items[number] = .done(.number(field, isPadded: !isNarrow || (field != .quarter && field != .half)))
    }
  }

  /// What `M01`, `Q01` or `S01` beside the year in a column of its own counts, as the Bureau of Labor Statistics writes it.
  private func numberedPart(_ range: Range<Int>) -> StampPattern.Field? {
    guard range.count == 2, case .number = items[range.lowerBound + 1] else { return nil }
    let parts: [String: StampPattern.Field] = ["M": .month, "Q": .quarter, "S": .half]
    return parts[Self.text(items[range.lowerBound])]
  }

  /// The only number among some items, beside which there is text at most.
  private func loneNumber(in range: Range<Int>) -> Int? {
    var number: Int?
    for index in range {
      switch items[index] {
      case .number:
        guard number == nil else { return nil }
        number = index
      case .mark, .literal: continue
      default: return nil
      }
    }
    return number
  }

  private var columns: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    for (index, item) in items.enumerated() {
      guard case .columnBreak = item else { continue }
      ranges.append(start..<index)
      start = index + 1
    }
    return ranges + [start..<items.count]
  }

  private static let fields: [String: StampPattern.Field] = [
    "year": .year, "yr": .year, "yyyy": .year, "isoyear": .year, "jahr": .year, "ano": .year, "año": .year,
    "annee": .year,
    "année": .year, "anno": .year, "jaar": .year, "年": .year,
    "month": .month, "mon": .month, "mnth": .month, "mm": .month, "mo": .month, "monat": .month,
    "mes": .month,
    "mois": .month,
    "mese": .month, "maand": .month, "月": .month,
    "day": .day, "dd": .day, "dy": .day, "dom": .day, "tag": .day, "dia": .day, "día": .day, "jour": .day,
    "giorno": .day, "dag": .day, "日": .day, "dayofmonth": .day, "dateofmonth": .day, "monthday": .day,
    "mday": .day,
    "doy": .dayOfYear, "dayofyear": .dayOfYear, "yday": .dayOfYear,
    "hour": .hour, "hr": .hour, "hrs": .hour, "hh": .hour, "hourending": .hour, "hourbeginning": .hour,
    "he": .hour, "stunde": .hour, "heure": .hour, "hora": .hour, "ora": .hour, "uur": .hour, "时": .hour,
    "minute": .minute, "min": .minute, "mi": .minute, "minuten": .minute, "minuto": .minute,
    "second": .second, "sec": .second,
    "quarter": .quarter, "qtr": .quarter, "quartal": .quarter, "trimestre": .quarter, "kwartaal": .quarter,
    "week": .week, "isoweek": .week, "weekofyear": .week, "woche": .week, "kw": .week, "semaine": .week,
    "semana": .week, "settimana": .week,
    "half": .half,
  ]
}
