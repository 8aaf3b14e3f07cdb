import Forecasting
import Layers
import Tensors
import TimeSeries

extension Conformance {
  /// A forecast in standardised units of windows that begin on consecutive hours.
  ///
  /// - Parameters:
  ///   - history: Shape `[batch, channel, lookback]`.
  ///   - firstHour: The hour on which the first window begins.
  ///   - firstRow: The number of that row.
  ///   - change: Added to the covariates of the task.
  func forecast(
    _ forecaster: F, _ history: Tensor, firstHour: Int = 0, firstRow: Int? = nil,
    for task: ForecastTask? = nil, changing change: CovariateChange = CovariateChange()
  ) throws -> Tensor {
    let batch = try batch(history, firstHour: firstHour, firstRow: firstRow, for: task, changing: change)
    guard case .standardized(let forecast) = forecaster.forecast(batch).values else {
      throw ForecastInUnits()
    }
    return forecast
  }

  /// Windows that begin on consecutive hours; parameters are those of a forecast.
  func batch(
    _ history: Tensor, firstHour: Int = 0, firstRow: Int? = nil, for task: ForecastTask? = nil,
    changing change: CovariateChange = CovariateChange()
  ) throws -> Batch {
    let task = task ?? self.task
    let hours = Array(firstHour..<firstHour + history.shape[0])
    let features = F.calendarFeatures(try configuration(), for: task)
    let calendar = features.map { features in
      concatenated(
        hours.map { hour in features.tensor(at: (hour..<hour + task.lookback + task.horizon).map(stamp)) })
    }
    return Batch(
      history: history, future: calendar,
      origins: hours.map { hour in
        WindowOrigin(series: 0, row: (firstRow ?? firstHour) + hour - firstHour, stamp: stamp(hour))
      }
    ).covered(for: task, from: hours, changing: change)
  }

  private func stamp(_ hour: Int) -> Timestamp { Frequency.hours(1).advance(Timestamp(year: 2020), by: hour) }

  /// Normal numbers, shape `[batch, channel, lookback]`.
  func history(batch: Int, seed: UInt64 = 1, for task: ForecastTask? = nil) -> Tensor {
    var generator = SeededGenerator(seed: seed)
    let shape = [batch, (task ?? self.task).channelCount, (task ?? self.task).lookback]
    return Tensor(shape: shape, values: (0..<shape.reduce(1, *)).map { _ in generator.normal() })
  }

  /// Windows over three sines, all values above zero.
  ///
  /// - Parameters:
  ///   - rowCount: How many hours.
  ///   - firstChanged: The row from which on the values are others; nil for none.
  ///   - filler: What stands in about half of the cells instead of their values; nil for none.
  func sineWindows(
    rows rowCount: Int = 500, changingRowsFrom firstChanged: Int? = nil, missing filler: Double? = nil
  ) throws -> WindowSet {
    let stamps = (0..<rowCount).map { stamp($0) }
    var generator = SeededGenerator(seed: 5)
    let columns = (0..<task.channelCount).map { channel in
      (
        name: "c\(channel)",
        values: (0..<rowCount).map { row in
          let value = 2 + Double(cosine(Float(row) * 0.26 + Float(channel)))
          if let filler, generator.uniform() < 0.5 { return filler }
          return row < firstChanged ?? rowCount ? value : 7 - 2 * value
        }
      )
    }
    let panel = try Panel(source: "sine", timestamps: stamps, columns: columns)
    let split = try SplitRule.usualRatios.resolve(for: panel)
    let data = try ScaledPanel(panel, scalers: [StandardScaler(fitting: panel, rows: split.train)])
    let windows = try WindowSet(
      data, splits: [split], shape: .init(lookback: task.lookback, horizon: task.horizon))
    return windows.withCalendar(F.calendarFeatures(try configuration(), for: task))
  }
}

/// A forecast in data units of a batch that has none.
private struct ForecastInUnits: Error, CustomStringConvertible {
  var description: String { "standardised values were forecast in data units" }
}
