/// A table of equally long channels over time, immutable and cheap to copy.
public struct TimeSeriesFrame: Sendable {
  /// The file as the caller named it.
  public let source: String
  /// The name of the time column.
  public let timeColumn: String
  /// The names of the channels, in the order of the file or of the selection.
  public let channels: [String]
  /// The stamp of each row, never decreasing.
  public let timestamps: [Timestamp]
  /// How the stamps are written.
  public let timestampFormat: TimestampFormat
  /// The dominating step between rows.
  public let frequency: Frequency
  /// Where the stamps leave the frequency: warnings, in file order.
  public let irregularities: [TimeIrregularity]

  let storage: SeriesStorage
  /// The column of the storage behind each channel.
  let columns: [Int]
  let lines: LineMap

  /// Rows.
  public var rowCount: Int { timestamps.count }
  /// Channels.
  public var channelCount: Int { channels.count }
  /// The directory-free name of ``source``.
  public var sourceName: String {
    source.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? source
  }

  /// Creates a frame from columns in memory.
  ///
  /// - Parameters:
  ///   - source: A name for messages.
  ///   - timestamps: One per row, never decreasing.
  ///   - columns: Name and values of each channel; all as long as `timestamps`.
  /// - Throws: `DataError` below three rows, when time goes backwards or has no dominating step.
  public init(
    source: String, timestamps: [Timestamp], columns: [(name: String, values: [Float])]
  ) throws(DataError) {
    precondition(
      columns.allSatisfy { $0.values.count == timestamps.count }, "columns and stamps differ in length")
    let storage = try SeriesStorage(channelCount: columns.count, rowCount: timestamps.count) {
      channel, column in
      for row in 0..<column.count { column[row] = columns[channel].values[row] }
    }
    try self.init(
      storage, names: Names(source: source, timeColumn: "date", channels: columns.map(\.name)),
      time: TimeAxis(timestamps: timestamps, format: .iso(), lines: .plain))
  }

  /// The names of a frame.
  struct Names {
    let source: String
    let timeColumn: String
    let channels: [String]
  }

  /// The stamps of a frame as read.
  struct TimeAxis {
    let timestamps: [Timestamp]
    let format: TimestampFormat
    let lines: LineMap
  }

  init(_ storage: SeriesStorage, names: Names, time: TimeAxis) throws(DataError) {
    do throws(DataError) {
      let reading = try GridReading(time.timestamps, form: time.format, frequency: nil, lines: time.lines)
      guard !reading.isNewestFirst else {
        throw DataError(
          .timeGoesBackwards, "the rows run from the newest to the oldest", fix: "turn the rows round")
      }
      (frequency, irregularities) = (reading.grid.frequency, reading.irregularities)
    } catch {
      throw error.inFile(names.source).at(column: names.timeColumn)
    }
    source = names.source
    timeColumn = names.timeColumn
    channels = names.channels
    timestamps = time.timestamps
    timestampFormat = time.format
    lines = time.lines
    self.storage = storage
    columns = Array(names.channels.indices)
  }

  private init(_ frame: TimeSeriesFrame, selecting indices: [Int]) {
    source = frame.source
    timeColumn = frame.timeColumn
    channels = indices.map { frame.channels[$0] }
    timestamps = frame.timestamps
    timestampFormat = frame.timestampFormat
    frequency = frame.frequency
    irregularities = frame.irregularities
    storage = frame.storage
    columns = indices.map { frame.columns[$0] }
    lines = frame.lines
  }
}

extension TimeSeriesFrame {
  /// Lends the values of a channel, one per row, in data units.
  public func withChannel<Result, Failure: Error>(
    _ index: Int, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withColumn(columns[index], body)
  }

  /// A copy of the values of a channel.
  public func values(ofChannel index: Int) -> [Float] {
    withChannel(index) { column in
      column.indices.map { column[$0] }
    }
  }

  /// The 1-based line of the file on which a row stands.
  public func line(ofRow row: Int) -> Int { lines.line(ofRow: row) }

  /// The index of a channel by name.
  ///
  /// - Throws: `DataError.unknownColumn` that names the nearest channel.
  public func index(ofChannel name: String) throws(DataError) -> Int {
    if let index = channels.firstIndex(of: name) { return index }
    throw DataError.unknownColumn(name, among: channels).inFile(source)
  }

  /// The frame with only these channels, in this order; values are shared, not copied.
  ///
  /// - Throws: `DataError.unknownColumn` for a name that is not a channel.
  public func selecting(channels names: [String]) throws(DataError) -> TimeSeriesFrame {
    var indices: [Int] = []
    for name in names { indices.append(try index(ofChannel: name)) }
    return TimeSeriesFrame(self, selecting: indices)
  }
}
