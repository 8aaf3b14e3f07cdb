/// Words that begin a line of sums under a table.
package enum SummaryWords {
  private static let words = [
    "total", "subtotal", "grand total", "sum", "summe", "gesamt", "insgesamt", "average", "avg", "mean",
    "mittel", "count", "anzahl",
    "somme", "moyenne", "suma", "promedio", "media", "totaal", "min", "max", "合计", "总计", "合計",
  ]

  /// Whether a cell of the time column is such a line's.
  package static func begins(_ text: String) -> Bool {
    let lower = text.lowercased()
    return words.contains { lower.hasPrefix($0) } && !lower.utf8.contains { $0.isDigit }
  }
}

/// Words that loggers and people write where there is no number.
package enum StateWords {
  private static let words = [
    "unavail", "unknown", "offline", "err", "fault", "fail", "bad", "invalid", "no ", "nodata", "not ", "n/",
    "n.",
    "nd", "off", "down", "void", "timeout", "closed", "suspend", "calib", "maint", "tbd", "empty", "blank",
    "undef",
    "missing", "kein", "sin ", "sans ", "holiday", "outage", "inactive", "disconnect", "stale", "pending",
    "trace", ":",
  ]

  /// Whether a cell of a column of numbers begins with such a word.
  package static func begins(_ text: String) -> Bool {
    let lower = text.lowercased()
    return words.contains { lower.hasPrefix($0) }
  }
}
