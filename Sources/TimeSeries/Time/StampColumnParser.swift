/// The former name of ``StampForm``.
public typealias TimestampFormat = StampForm

/// Turns the text of a time column into stamps and learns its format on the way.
struct StampColumnParser {
  let format: StampForm
  let stamps: [Timestamp]

  typealias Failure = StampColumn.Failure

  /// Parses every stamp.
  ///
  /// - Parameters:
  ///   - bytes: The text of all stamps, end to end.
  ///   - ends: Where each stamp ends.
  /// - Throws: `Failure` with `.badTimestamp` or `.ambiguousTimestamp`.
  init(_ bytes: Span<UInt8>, ends: Span<UInt64>) throws(Failure) {
    let column = try StampColumn(bytes, ends: ends)
    (format, stamps) = (column.form, column.stamps)
  }
}
