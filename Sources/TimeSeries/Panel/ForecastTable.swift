/// A forecast on its way into a file: the input's columns, in data units and in the input's form.
public struct ForecastTable: Sendable {
  /// The stamp of each step.
  public let timestamps: [Timestamp]
  /// How the file was written that the forecast follows.
  public let form: FileForm
  /// The names of the columns.
  public let channels: [String]
  /// Shape `[channel, step]`, in data units.
  public let values: [Double]
  /// The columns of the time and of the forecast, in the order of the file.
  private let order: [String]

  /// The steps that follow the last row of a panel.
  ///
  /// - Parameters:
  ///   - panel: The history; names, stamps and form come from it.
  ///   - channels: The indices of the forecast channels in the panel.
  ///   - values: Shape `[channel, step]`, in data units.
  /// - Precondition: The values make the same number of steps, at least one, for every channel.
  public init(after panel: Panel, channels: [Int], values: [Double]) {
    precondition(
      !channels.isEmpty && !values.isEmpty && values.count.isMultiple(of: channels.count),
      "ForecastTable: \(values.count) values for \(channels.count) channels")
    form = panel.origin.form
    timestamps = panel.only.stamps(afterLastCount: values.count / channels.count)
    let names = channels.map { panel.columns[$0] }
    self.channels = names
    self.values = values
    let known = Set(names + form.layout.timeColumns)
    order = panel.origin.fileColumns.filter(known.contains)
  }

  /// Steps.
  public var stepCount: Int { timestamps.count }

  /// The value of a channel at a step.
  public func value(channel: Int, step: Int) -> Double { values[channel * stepCount + step] }

  /// The values of a channel, one a step.
  private func values(ofChannel channel: Int) -> [Double] {
    Array(values[channel * stepCount..<(channel + 1) * stepCount])
  }

  /// The table as text with the input's columns, stamps, delimiter and decimal mark.
  public var csv: String {
    let times = form.layout.timeColumns
    let stamps = timestamps.map(form.stamps.strings(for:))
    return OutputTable(
      order.map { name in
        if let part = times.firstIndex(of: name) {
          return OutputTable.Column(name, .texts(stamps.map { $0[part] }))
        }
        return OutputTable.Column(name, .numbers(values(ofChannel: channels.firstIndex(of: name) ?? 0)))
      }
    ).csv(form.layout)
  }

  /// The table as JSON lines, an object a step: the stamp in ISO 8601, then the columns in the order of the file.
  ///
  /// A stamp that stands in several columns of the file is called `time` here.
  public var jsonLines: String {
    let times = form.layout.timeColumns
    let name = times.count == 1 ? times[0] : "time"
    let stamps = OutputTable.Column(name, .texts(timestamps.map(form.stamps.iso(for:))))
    let columns = order.filter { !times.contains($0) }.map { name in
      OutputTable.Column(name, .numbers(values(ofChannel: channels.firstIndex(of: name) ?? 0)))
    }
    return OutputTable((times.isEmpty ? [] : [stamps]) + columns).jsonLines
  }
}
