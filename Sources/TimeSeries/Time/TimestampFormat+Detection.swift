extension TimestampFormat {
  /// The format with the most detail among the first stamps; `nil` when none has a known form.
  ///
  /// Day and month of `1/7/2016` stay undecided here: see ``needsDayMonthDecision``.
  static func detect(_ samples: [StampFields]) -> TimestampFormat? {
    guard let richest = samples.max(by: { $0.detail < $1.detail }) else { return nil }
    guard richest.date.count == 1 else { return separated(richest) }
    return compact(samples, like: richest)
  }

  /// Whether the year comes last without dots, so that only the column's values tell day from month.
  static func needsDayMonthDecision(_ sample: StampFields) -> Bool {
    sample.date.count == 3 && sample.date.widths.2 == 4 && sample.dateSeparator != UInt8(ascii: ".")
  }

  private static func separated(_ sample: StampFields) -> TimestampFormat? {
    var format = TimestampFormat()
    guard !sample.isNegative, format.takeTime(of: sample) else { return nil }
    format.dateSeparator = sample.dateSeparator
    format.dateFieldCount = sample.date.count
    let widths = sample.date.widths
    let lastWidth = sample.date.count == 2 ? widths.1 : widths.2
    if widths.0 == 4 && lastWidth <= 2 {
      format.dateOrder = .yearMonthDay
    } else if lastWidth == 4 && widths.0 <= 2 {
      format.dateOrder = .dayMonthYear
    } else {
      return nil
    }
    return format
  }

  private static func compact(_ samples: [StampFields], like sample: StampFields) -> TimestampFormat? {
    let width = sample.date.widths.0
    var format = TimestampFormat()
    format.dateSeparator = nil
    if sample.timeLead != nil {
      guard width == 8, !sample.isNegative, format.takeTime(of: sample) else { return nil }
      return format
    }
    format.timeLead = nil
    format.hasColons = false
    format.dateFieldCount = width == 4 ? 1 : width == 6 ? 2 : 3
    format.timeFieldCount = max(0, (width - 8) / 2)
    let isCalendar = [4, 6, 8, 10, 12, 14].contains(width)
    if isCalendar, samples.allSatisfy({ format.isPlausible($0, width: width) }) { return format }
    switch width {
    case 9...11: format.unixUnit = .seconds
    case 12...14: format.unixUnit = .milliseconds
    default: return nil
    }
    return format
  }

  private func isPlausible(_ fields: StampFields, width: Int) -> Bool {
    guard fields.date.widths.0 == width, let stamp = stamp(from: fields) else { return false }
    return (1700...2300).contains(stamp.year)
  }

  /// Takes over what the text shows about the time of day; `false` when its digits make no time.
  private mutating func takeTime(of sample: StampFields) -> Bool {
    timeLead = sample.timeLead
    hasColons = sample.time.count > 1 || sample.time.widths.0 <= 2
    timeFieldCount = hasColons ? sample.time.count : sample.time.widths.0 / 2
    fractionDigitCount = sample.fractionDigitCount
    return hasColons || [4, 6].contains(sample.time.widths.0)
  }
}

extension StampFields {
  /// More for stamps that show more: R and spreadsheets drop the time of midnight.
  fileprivate var detail: Int {
    time.count * 16 + (time.count == 1 ? time.widths.0 : 0) + min(fractionDigitCount, 9)
  }
}
