/// Where the rows of a panel come from, and how they were written there.
public struct PanelOrigin: Sendable {
  /// The file as the caller named it.
  public let source: String
  /// How text and stamps are written.
  public internal(set) var form = FileForm()
  /// The columns of the file that are used, those of the time among them, in the order of the file.
  public internal(set) var fileColumns: [String] = []
  /// The SHA-256 of the bytes that were read; `nil` when it was not wanted, or for rows made in memory.
  public internal(set) var sha256: String?
  /// What was odd about the file and how it was understood.
  public internal(set) var notes: [PanelNote] = []

  init(source: String) { self.source = source }
}

/// Something that a reader of a file decided, or found odd, and that its user should know.
public enum PanelNote: Sendable, Equatable, CustomStringConvertible {
  /// About the text and its columns.
  case table(TableNote)
  /// About the stamps; with the line where it shows first, if it shows on one.
  case stamps(StampNote, line: Int?)
  /// The rows ran from the newest to the oldest and were turned round.
  case newestFirst
  /// So many stamps are off the steps of the frequency, at most by so much: clocks were not exact.
  case inexactClocks(stampCount: Int, largest: TimeStep, frequency: Frequency)

  /// One line for a message.
  public var description: String {
    switch self {
    case .table(let note): note.description
    case .stamps(let note, let line): (line.map { "line \($0): " } ?? "") + note.description
    case .newestFirst: "the rows run from the newest to the oldest; they are turned round"
    case .inexactClocks(let count, let largest, let frequency):
      "\(count) \(count == 1 ? "stamp is" : "stamps are") off the steps of \(frequency), by \(Frequency.span(largest)) at most; "
        + "the rows count as those of the steps"
    }
  }

  /// What to ask for if it was understood wrongly.
  public var remedy: Remedy? {
    switch self {
    case .table(.notUTF8(_, let encoding)): .encoding(encoding)
    case .stamps(.mixedOffsets, _): .nameTimeZone
    case .stamps(.dayMonthOrder(let isDayFirst), _): isDayFirst ? .monthFirst : .dayFirst
    case .table, .stamps, .newestFirst, .inexactClocks: nil
    }
  }

  /// Whether it is only what a reader of such files would take for granted, and no reason to look again.
  public var isOrdinary: Bool {
    switch self {
    case .table(.encoding), .table(.comments), .table(.headerInComment), .table(.delimiterLine),
      .table(.skippedLines), .table(.numberMarks), .table(.emptyRows), .table(.joinedStamp),
      .table(.longForm), .table(.turned),
      .stamps(.hourEnding, _), .stamps(.spans, _),
      .stamps(.counter, _), .inexactClocks:
      true
    case .table, .stamps, .newestFirst: false
    }
  }
}
