import Calendar

/// What is known beforehand about a column of stamps.
public struct StampOptions: Sendable {
  /// The form, when a model has stored one: nothing is guessed then.
  public var form: StampForm?
  /// A format in the letters of strptime, when it is told.
  public var format: String?
  /// Whether days come before months in dates like `01/02/2016`; `nil` lets the column tell.
  public var isDayFirst: Bool?
  /// The zone whose local time stamps without an offset show; offsets that are those of the zone follow its clocks.
  public var timeZone: String?
  /// The names of the columns that make one stamp.
  public var columnNames: [String]
  /// Whether local time is left to ``StampColumn/instants(ofLocal:)``: of several series in one column each has its own order.
  package var leavesLocal = false

  /// Nothing is known unless said.
  public init(
    form: StampForm? = nil, format: String? = nil, isDayFirst: Bool? = nil, timeZone: String? = nil,
    columnNames: [String] = []
  ) {
    self.form = form
    self.format = format
    self.isDayFirst = isDayFirst
    self.timeZone = timeZone
    self.columnNames = columnNames
  }
}

/// What a reader of stamps should know, although it is no error.
public enum StampNote: Hashable, Sendable, CustomStringConvertible {
  /// Numbers were taken for days since 1900, as spreadsheets count them.
  case excelDays
  /// Numbers were taken for a counter, not for dates.
  case counter
  /// Numbers were taken for years with decimals: 1980.25 for the second quarter of 1980.
  case decimalYears
  /// Numbers of two digits beside one and the same month were taken for years, and may be its days.
  case yearsBesideMonth
  /// Day and month could be told apart by the regular steps alone.
  case dayMonthOrder(isDayFirst: Bool)
  /// Offsets from UTC change, first at this row: the stamps are instants.
  case mixedOffsets(row: Int)
  /// Hours run from 1 to 24.
  case hourEnding
  /// Texts name the end of a span behind the stamp.
  case spans
  /// Whether days or months come first was told and changes nothing, for a reason.
  case orderNotApplied(isDayFirst: Bool)
  /// The zone of this name was told and changes nothing.
  case zoneNotApplied(String, ZoneObstacle)

  /// The row where it shows first, if it shows in one.
  public var row: Int? {
    if case .mixedOffsets(let row) = self { row } else { nil }
  }

  /// One line.
  public var description: String {
    switch self {
    case .excelDays: "the stamps are read as a spreadsheet's days since 1900"
    case .counter: "the stamps are a counter of steps, without a calendar"
    case .decimalYears: "the stamps are read as years with decimals: 1980.25 is April 1980"
    case .yearsBesideMonth: "the numbers beside the month are read as years; days of a month need a year"
    case .dayMonthOrder(let isDayFirst):
      "dates are read with the \(isDayFirst ? "day" : "month") first, because only then are the steps regular"
    case .orderNotApplied(let isDayFirst):
      "that the \(isDayFirst ? "day" : "month") comes first was told and changes nothing: the stamps leave no choice"
    case .mixedOffsets: "the offset from UTC changes; stamps are taken as instants"
    case .hourEnding: "hours run from 1 to 24; 24 is the next midnight"
    case .spans: "each stamp names the start and the end of a span of time; the start counts"
    case .zoneNotApplied(let zone, let obstacle): "the time zone \(zone) is not applied: \(obstacle)"
    }
  }
}

/// Why a zone that was told changes nothing.
public enum ZoneObstacle: Hashable, Sendable, CustomStringConvertible {
  /// The stamps have offsets from UTC such as this one, which the zone's clocks do not have then.
  case offset(String)
  /// A name such as `AEDT`, or the `Z` of UTC, stands behind the times.
  case name(String)
  /// The stamps are numbers that count from UTC.
  case numbers

  /// Half a line.
  public var description: String {
    switch self {
    case .offset(let offset):
      "its clocks do not have the offsets of the stamps, which stay, such as \(offset)"
    case .name(let name): "'\(name)' behind the times is one offset from UTC, which stays"
    case .numbers: "the stamps are numbers, which have no zone"
    }
  }
}
