import TimeSeries

extension ForecastTable {
  /// The table as text with the input's columns, stamps, delimiter and decimal mark.
  ///
  /// - Throws: `DataError` where a column of the data is called like one of an interval or quantile.
  public var csv: String {
    get throws(DataError) { try csv(hasHeader: true) }
  }

  /// The table as ``csv``, with its header line or without it.
  public func csv(hasHeader: Bool) throws(DataError) -> String {
    let times = form.layout.timeColumns
    let stamps = parts.flatMap { $0.timestamps.map(form.stamps.strings(for:)) }
    return try output(
      order.map { name in
        times.firstIndex(of: name).map { part in
          OutputTable.Column(name, .texts(stamps.map { $0[part] }))
        } ?? column(name)
      } + bandColumns
    ).csv(form.layout, hasHeader: hasHeader)
  }

  /// The table as JSON lines, an object a step: the stamp in ISO 8601, then the columns in the order of the file; the series comes first.
  ///
  /// A stamp that stands in several columns of the file is called `time` here.
  ///
  /// - Throws: As ``csv``, and where a column of the data is called `time` beside such a stamp.
  public var jsonLines: String {
    get throws(DataError) {
      let times = form.layout.timeColumns
      let name = times.count == 1 ? times[0] : "time"
      let stamps = OutputTable.Column(
        name, .texts(parts.flatMap { $0.timestamps.map(form.stamps.iso(for:)) }), meaning: "the stamp")
      let others = order.filter { !times.contains($0) && !seriesColumns.contains($0) }
      return try output(
        seriesColumns.map(column) + (times.isEmpty ? [] : [stamps]) + others.map(column)
          + bandColumns
      ).jsonLines
    }
  }

  private func output(_ columns: [OutputTable.Column]) throws(DataError) -> OutputTable {
    do { return try OutputTable(columns) } catch { throw error.inFile(source) }
  }

  /// The column of the series or of a channel, series by series.
  private func column(_ name: String) -> OutputTable.Column {
    if let place = seriesColumns.firstIndex(of: name) {
      let ids = parts.map { part in
        seriesColumns.count == 1 ? part.id ?? "" : SeriesColumns.ids(part.id ?? "")[place]
      }
      return OutputTable.Column(
        name, .texts(zip(parts, ids).flatMap { part, id in part.timestamps.map { _ in id } }))
    }
    let channel = channels.firstIndex(of: name) ?? 0
    return OutputTable.Column(name, .numbers(parts.flatMap { $0.values(ofChannel: channel) }))
  }

  /// The columns of all intervals, channel by channel, the widest outside, and of the quantiles.
  private var bandColumns: [OutputTable.Column] {
    let widest = bands.sorted { $0.level > $1.level }
    return channels.indices.flatMap { channel -> [OutputTable.Column] in
      widest.map { bounds("lo-\($0.name)", "a bound", $0.lower, channel) }
        + widest.reversed().map { bounds("hi-\($0.name)", "a bound", $0.upper, channel) }
        + quantiles.map { bounds("q-\($0.probability)", "a quantile", $0.values, channel) }
    }
  }

  private func bounds(
    _ ending: String, _ meaning: String, _ bounds: [[Double]], _ channel: Int
  ) -> OutputTable.Column {
    OutputTable.Column(
      "\(channels[channel])-\(ending)",
      .numbers(
        zip(parts, bounds).flatMap { part, values -> ArraySlice<Double> in
          values[channel * part.timestamps.count..<(channel + 1) * part.timestamps.count]
        }), meaning: "\(meaning) of \(channels[channel].quoted)")
  }
}
