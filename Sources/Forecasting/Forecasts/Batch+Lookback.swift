import Tensors
import TimeSeries

extension Batch {
  /// The same windows with the last rows of their histories only.
  ///
  /// - Parameter frequency: The step between rows, by which origins move where the stamps of the data are not at hand.
  package func lookingBack(_ rows: Int, _ frequency: Frequency?) -> Batch {
    let lookback = history.size(ofAxis: -1)
    let dropped = lookback - rows
    guard dropped > 0 else { return self }
    let origins = origins.map { origin in
      let stamp =
        units.map { $0.timestamps(ofSeries: origin.series)[origin.row + dropped] }
        ?? frequency?.advance(origin.stamp, by: dropped) ?? origin.stamp
      return WindowOrigin(series: origin.series, row: origin.row + dropped, stamp: stamp)
    }
    return Batch(
      history: history.columns(dropped..<lookback), observed: observed?.columns(dropped..<lookback),
      future: future.map { $0.columns(dropped..<$0.size(ofAxis: -1)) }, fixed: fixed, origins: origins,
      units: units?.lookingBack(rows))
  }

  /// The same windows without the columns of some roles, `future` or `fixed`.
  ///
  /// - Precondition: `future` holds no features of the calendar.
  package func hiding(_ roles: Set<ColumnRole>) -> Batch {
    guard future != nil && roles.contains(.future) || fixed != nil && roles.contains(.fixed) else {
      return self
    }
    return Batch(
      history: history, observed: observed, future: roles.contains(.future) ? nil : future,
      fixed: roles.contains(.fixed) ? nil : fixed, origins: origins, units: units)
  }
}
