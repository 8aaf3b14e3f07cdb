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
}
