import Text

/// Turns the text of a time column into stamps and learns its format on the way.
struct StampColumnParser {
  private(set) var format = TimestampFormat()
  private(set) var stamps: [Timestamp] = []
  /// Whether some day or month below ten is written with a zero.
  private var showsDatePadding = false

  /// How many stamps decide on the form of the column.
  private static let sampleCount = 64

  /// What is wrong in which row; the caller knows lines and names.
  struct Failure: Error {
    let row: Int
    let error: DataError
  }

  /// Parses every stamp.
  ///
  /// - Parameters:
  ///   - bytes: The text of all stamps, end to end.
  ///   - ends: Where each stamp ends.
  /// - Throws: `Failure` with `.badTimestamp` or `.ambiguousTimestamp`.
  init(_ bytes: Span<UInt8>, ends: Span<UInt64>) throws(Failure) {
    guard ends.count > 0 else { return }
    let first = 0..<Int(ends[0])
    let samples = Self.samples(bytes, ends)
    guard StampFields(scanning: bytes, in: first) != nil, let detected = TimestampFormat.detect(samples)
    else {
      throw Failure(row: 0, error: .unknownStamp(bytes.string(first)))
    }
    format = detected
    let offset = samples.first.map { bytes.string($0.offset) } ?? ""
    format.offset = offset
    if let sample = samples.first, TimestampFormat.needsDayMonthDecision(sample) {
      format.dateOrder = try Self.dayMonthOrder(bytes, ends)
    }
    for sample in samples { format.widen(with: sample) }
    try parseAll(bytes, ends)
    // From `12/29 0:00` alone the date's padding cannot be seen; who does not pad hours does not pad days.
    if !format.isHourPadded && !showsDatePadding { format.isDatePadded = false }
  }

  private static func range(_ row: Int, _ ends: Span<UInt64>) -> Range<Int> {
    Int(row == 0 ? 0 : ends[row - 1])..<Int(ends[row])
  }

  private static func samples(_ bytes: Span<UInt8>, _ ends: Span<UInt64>) -> [StampFields] {
    (0..<min(ends.count, sampleCount)).compactMap { StampFields(scanning: bytes, in: range($0, ends)) }
  }

  private mutating func parseAll(_ bytes: Span<UInt8>, _ ends: Span<UInt64>) throws(Failure) {
    stamps.reserveCapacity(ends.count)
    let layout = FixedStampLayout(format)
    var lower = 0
    for row in 0..<ends.count {
      let text = lower..<Int(ends[row])
      lower = text.upperBound
      if let stamp = layout?.stamp(bytes, text) {
        stamps.append(stamp)
      } else {
        stamps.append(try general(bytes, text, row: row, first: Self.range(0, ends)))
      }
    }
  }

  private mutating func general(
    _ bytes: Span<UInt8>, _ text: Range<Int>, row: Int, first: Range<Int>
  ) throws(Failure) -> Timestamp {
    guard let fields = StampFields(scanning: bytes, in: text), let stamp = format.stamp(from: fields) else {
      let value = bytes.string(text)
      throw Failure(
        row: row, error: row == 0 ? .unknownStamp(value) : .unfittingStamp(value, first: bytes.string(first)))
    }
    let offset = bytes.string(fields.offset)
    guard offset == format.offset else {
      throw Failure(row: row, error: .changingOffset(bytes.string(text), first: bytes.string(first)))
    }
    format.widen(with: fields)
    showsDatePadding = showsDatePadding || fields.showsDatePadding
    return stamp
  }

  /// Day first or month first, from the first row that allows only one of them.
  private static func dayMonthOrder(
    _ bytes: Span<UInt8>, _ ends: Span<UInt64>
  ) throws(Failure) -> TimestampFormat.DateOrder {
    for row in 0..<ends.count {
      guard let fields = StampFields(scanning: bytes, in: range(row, ends)) else { continue }
      if fields.date.values.0 > 12 { return .dayMonthYear }
      if fields.date.values.1 > 12 { return .monthDayYear }
    }
    throw Failure(row: 0, error: .ambiguousStamp(bytes.string(range(0, ends))))
  }
}

extension DataError {
  static func unknownStamp(_ text: String) -> DataError {
    let value = text.shortened()
    return DataError(
      .badTimestamp, "'\(value)' is not a date and time of a known form",
      fix: "write stamps like 2016-07-01 00:00:00, or name the column that holds the time"
    ).at(value: value)
  }

  static func unfittingStamp(_ text: String, first: String) -> DataError {
    let value = text.shortened()
    return DataError(
      .badTimestamp, "'\(value)' is not a date and time written like the first one, '\(first.shortened())'",
      fix: "correct the stamp or remove the row"
    ).at(value: value)
  }

  static func changingOffset(_ text: String, first: String) -> DataError {
    let value = text.shortened()
    return DataError(
      .badTimestamp,
      "the time zone of '\(value)' differs from that of the first stamp, '\(first.shortened())'",
      fix: "write all stamps in one zone, best in UTC"
    ).at(value: value)
  }

  static func ambiguousStamp(_ text: String) -> DataError {
    let value = text.shortened()
    return DataError(
      .ambiguousTimestamp, "day and month cannot be told apart in stamps like '\(value)'",
      fix: "write dates as year-month-day, such as 2016-07-01"
    ).at(value: value)
  }
}
