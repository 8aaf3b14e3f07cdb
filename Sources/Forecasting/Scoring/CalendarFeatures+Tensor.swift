import Tensors
import TimeSeries

extension CalendarFeatures {
  /// What the calendar says about the rows of one window.
  ///
  /// - Parameter stamps: The stamp of each row of history and future.
  /// - Returns: Shape `[1, feature, row]`, as ``Batch/future`` wants it.
  public func tensor(at stamps: [Timestamp]) -> Tensor {
    CalendarTable(self, at: stamps).values.reshaped(to: [1, features.count, stamps.count])
  }
}
