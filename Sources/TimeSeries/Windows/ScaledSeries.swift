/// A frame in standardised units, shared by all windows over it.
public struct ScaledSeries: Sendable {
  /// The file, for messages.
  public let source: String
  /// The names of the channels.
  public let channels: [String]
  /// The stamp of each row.
  public let timestamps: [Timestamp]
  /// The step between rows.
  public let frequency: Frequency

  let storage: SeriesStorage

  init(_ storage: SeriesStorage, frame: TimeSeriesFrame) {
    self.storage = storage
    source = frame.source
    channels = frame.channels
    timestamps = frame.timestamps
    frequency = frame.frequency
  }

  /// Rows.
  public var rowCount: Int { storage.rowCount }
  /// Channels.
  public var channelCount: Int { storage.channelCount }

  /// Lends the standardised values of a channel, one per row.
  public func withChannel<Result, Failure: Error>(
    _ index: Int, _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withColumn(index, body)
  }

  /// Copies the last rows of the given channels: the history of a prediction.
  ///
  /// - Parameters:
  ///   - rows: How many rows.
  ///   - channels: Which channels, in which order; `nil` for all.
  ///   - destination: Room for `[channel, rows]` floats.
  /// - Throws: `DataError.tooFewRows` when the series is shorter.
  public func copyLast(
    rows: Int, channels selection: [Int]? = nil, into destination: UnsafeMutablePointer<Float>
  ) throws(DataError) {
    guard rows <= rowCount else {
      throw DataError(
        .tooFewRows, "need lookback \(rows) rows, have \(rowCount)",
        fix: "add rows, or fit a model with --lookback \(rowCount) or less"
      ).inFile(source)
    }
    for (index, channel) in (selection ?? Array(0..<channelCount)).enumerated() {
      unsafe storage.copy(rowCount - rows..<rowCount, of: channel, to: destination + index * rows)
    }
  }
}
