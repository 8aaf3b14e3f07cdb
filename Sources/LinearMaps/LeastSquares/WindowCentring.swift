import Forecasting
import Layers

/// What is taken out of each window before least squares, and put back into its forecast.
public enum WindowCentring: Sendable, Hashable {
  /// Nothing; a constant is added.
  case none
  /// The mean of the last rows of the history; a constant is added.
  case mean(rows: Int)
  /// The mean of the history; a multiple of its deviation is added.
  case instance

  /// The last value.
  public static let last = WindowCentring.mean(rows: 1)

  /// Rows of a history whose mean is taken out.
  ///
  /// - Parameter lookback: Rows of a history.
  public func rows(ofLookback lookback: Int) -> Int {
    switch self {
    case .none: 0
    case .mean(let rows): rows
    case .instance: lookback
    }
  }
}
