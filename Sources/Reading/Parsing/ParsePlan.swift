import CTableReader
import Calendar

/// Where the rows begin and what they are read as.
struct ParsePlan {
  var bodyOffset: Int
  var linesBeforeBody: Int
  /// Where the rows end; 0 at the end of the text.
  var bodyEnd = 0
  var delimiter: UInt8
  var decimalMark = NumberMark.point
  var thousandsMark: NumberMark?
  var missingValues: [String] = []
  var kinds: [TableColumnKind] = []
}
