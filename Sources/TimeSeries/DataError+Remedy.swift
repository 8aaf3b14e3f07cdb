/// A setting of the reader that would mend a problem.
///
/// Libraries do not know how an option is spelt on a command line or in a file of settings; whoever shows a ``DataError`` puts its
/// remedies into words. Each one given was checked to be worth trying on the file at hand.
public enum Remedy: Sendable, Equatable, Hashable {
  /// Name the decimal mark: ``ReadingOptions/decimalMark``.
  case decimalMark(NumberMark)
  /// Name the mark between groups of digits: ``ReadingOptions/thousandsMark``.
  case thousandsMark(NumberMark)
  /// Name the delimiter: ``ReadingOptions/delimiter``.
  case delimiter(Character)
  /// Name the encoding as iconv knows it: ``ReadingOptions/encoding``.
  case encoding(String)
  /// Leave out lines around the header: ``ReadingOptions/skippedLineCount``.
  case skipLines(Int)
  /// Say that there is no header: ``ReadingOptions/hasHeader``.
  case noHeader
  /// Name further spellings of a missing value: ``ReadingOptions/missingValues``.
  case missingValues([String])
  /// Name the column or columns that hold the time: ``ReadingOptions/timeColumns``.
  case timeColumns([String])
  /// Say that there is no time: ``ReadingOptions/countsRows``.
  case countRows
  /// Name the column that tells series apart: ``ReadingOptions/seriesColumn``.
  case seriesColumn(String)
  /// Leave columns out: ``ReadingOptions/ignoredColumns``.
  case ignoreColumns([String])
}
