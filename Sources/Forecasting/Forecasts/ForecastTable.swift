import Text
import TimeSeries

/// A forecast on its way into a file: the input's columns, in data units and in the input's form.
public struct ForecastTable: Sendable {
  /// The forecast of a series.
  public struct Part: Sendable {
    /// The name of the series; nil for the only one of a wide file.
    public let id: String?
    /// The stamp of each step.
    public let timestamps: [Timestamp]
    /// Shape `[channel, step]`, in data units.
    public let values: [Double]

    /// The values of a channel, one a step; channels are numbered as ``ForecastTable/channels``.
    public func values(ofChannel channel: Int) -> [Double] {
      Array(values[channel * timestamps.count..<(channel + 1) * timestamps.count])
    }
  }

  /// Intervals of one level around the forecast.
  public struct Band: Sendable {
    /// The share of what comes that they are made to hold, such as 0.95.
    public let level: Double
    /// For each series shape `[channel, step]`, in data units; NaN where there is none.
    public let lower: [[Double]], upper: [[Double]]

    /// - Parameter level: The share of what comes that they are made to hold.
    public init(level: Double, lower: [[Double]], upper: [[Double]]) {
      (self.level, self.lower, self.upper) = (level, lower, upper)
    }

    /// The level as names of columns have it: `95`, `97.5`.
    var name: String { TextFormatting.level(level) }
  }

  /// What values stay below with a probability.
  public struct Quantile: Sendable {
    /// Between 0 and 1.
    public let probability: Double
    /// For each series shape `[channel, step]`, in data units; NaN where there is none.
    public let values: [[Double]]

    /// - Parameter probability: Between 0 and 1.
    public init(probability: Double, values: [[Double]]) {
      (self.probability, self.values) = (probability, values)
    }
  }

  /// The quantiles, in the order in which they were added.
  public private(set) var quantiles: [Quantile] = []
  /// The intervals, in the order in which they were added.
  public private(set) var bands: [Band] = []
  /// The series in the order of the panel.
  public private(set) var parts: [Part]
  /// How the file was written that the forecast follows.
  public let form: FileForm
  /// The names of the columns.
  public let channels: [String]
  /// The columns of the series, of the time and of the forecast, in the order of the file.
  let order: [String]
  /// The columns that tell series apart, of a file that has them.
  let seriesColumns: [String]
  /// What messages call the data.
  let source: String

  /// The steps that follow the last row of a panel of one series.
  ///
  /// - Parameters:
  ///   - panel: The history; names, stamps and form come from it.
  ///   - channels: The indices of the forecast channels in the panel.
  ///   - values: Shape `[channel, step]`, in data units.
  /// - Precondition: The values make the same number of steps, at least one, for every channel.
  public init(after panel: Panel, channels: [Int], values: [Double]) {
    self.init(after: panel, channels: channels, series: [values])
  }

  /// The steps that follow the last known row of every series of a panel.
  ///
  /// - Parameters:
  ///   - panel: The histories; names, stamps and form come from it.
  ///   - channels: The indices of the forecast channels in the panel.
  ///   - series: For each series in the order of the panel shape `[channel, step]`, in data units.
  /// - Precondition: There is an entry for each series, and its values make the same number of steps, at least one, for every channel.
  public init(after panel: Panel, channels: [Int], series: [[Double]]) {
    precondition(
      !channels.isEmpty && series.count == panel.series.count
        && series.allSatisfy { !$0.isEmpty && $0.count.isMultiple(of: channels.count) },
      "ForecastTable: \(series.map(\.count).prefix(3)) values for \(channels.count) channels")
    form = panel.origin.form
    parts = zip(panel.series, series).map { history, values in
      Part(
        id: history.id, timestamps: history.stamps(afterLastCount: values.count / channels.count),
        values: values)
    }
    let names = channels.map { panel.columns[$0] }
    self.channels = names
    seriesColumns = panel.seriesColumns
    source = panel.source
    let known = Set(names + form.layout.timeColumns + seriesColumns)
    order = panel.origin.fileColumns.filter(known.contains)
  }

  /// The steps that follow the last row of series that were joined into one.
  ///
  /// - Parameters:
  ///   - joined: The series side by side; see `Panel.joiningSeries()`.
  ///   - panel: The series one below the other; names and form come from it.
  ///   - series: The series that are forecast, as columns of the joined panel.
  ///   - values: For each of them the values of every step, in data units.
  public init(after joined: Panel, asSeriesOf panel: Panel, series: [Int], values: [[Double]]) {
    precondition(
      values.count == series.count, "ForecastTable: \(values.count) forecasts of \(series.count) series")
    form = panel.origin.form
    parts = zip(series, values).map { column, values in
      Part(
        id: joined.columns[column], timestamps: joined.only.stamps(afterLastCount: values.count),
        values: values)
    }
    channels = [panel.columns[0]]
    seriesColumns = panel.seriesColumns
    source = panel.source
    let known = Set(channels + form.layout.timeColumns + seriesColumns)
    order = panel.origin.fileColumns.filter(known.contains)
  }

  /// The first steps alone.
  public func prefix(_ steps: Int) -> ForecastTable {
    guard steps < stepCount else { return self }
    let all = stepCount
    func shortened(_ values: [Double]) -> [Double] {
      stride(from: 0, to: values.count, by: all).flatMap { values[$0..<$0 + steps] }
    }
    var table = self
    table.parts = parts.map {
      Part(id: $0.id, timestamps: Array($0.timestamps.prefix(steps)), values: shortened($0.values))
    }
    table.bands = bands.map {
      Band(level: $0.level, lower: $0.lower.map(shortened), upper: $0.upper.map(shortened))
    }
    table.quantiles = quantiles.map {
      Quantile(probability: $0.probability, values: $0.values.map(shortened))
    }
    return table
  }

  /// Adds intervals: columns `NAME-lo-95` and `NAME-hi-95` behind those of the file.
  public mutating func add(_ band: Band) { bands.append(band) }

  /// Adds a quantile: a column `NAME-q-0.1` behind those of the file.
  public mutating func add(_ quantile: Quantile) { quantiles.append(quantile) }

  /// The stamps of the first series' steps.
  public var timestamps: [Timestamp] { parts[0].timestamps }
  /// The values of the first series, shape `[channel, step]`, in data units.
  public var values: [Double] { parts[0].values }
  /// Steps of the first series.
  public var stepCount: Int { parts[0].timestamps.count }

  /// The value of a channel at a step of a series.
  public func value(channel: Int, step: Int, ofSeries series: Int = 0) -> Double {
    parts[series].values[channel * parts[series].timestamps.count + step]
  }

  /// The interval around the value of a channel at a step of a series; nil where its level was not asked for, or the model has none there.
  public func bounds(
    level: Double, channel: Int, step: Int, ofSeries series: Int = 0
  ) -> (lower: Double, upper: Double)? {
    guard let band = bands.first(where: { $0.level == level }) else { return nil }
    let place = channel * parts[series].timestamps.count + step
    let (lower, upper) = (band.lower[series][place], band.upper[series][place])
    return lower.isNaN || upper.isNaN ? nil : (lower, upper)
  }
}
