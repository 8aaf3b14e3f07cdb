import Forecasting

/// How much wider the errors of local models are than their laws say, since what they were estimated from is few rows.
///
/// The mean squared error of a forecast with `p` numbers estimated from `n` rows is `(n + p) / (n − p)` times that of the rows
/// themselves (Akaike's final prediction error, 1969, https://doi.org/10.1007/BF02532251).
enum EstimatedLaw {
  /// What a local model estimates, about: coefficients, the first states, and which model it is.
  private static let estimatedCount = 10.0

  /// What distances from the forecast are multiplied by.
  ///
  /// - Parameter rows: Observed rows; of fewer than three times what is estimated usually, a third counts as estimated.
  static func widening(rows: Int) -> Double {
    guard rows > 0 else { return 1 }
    let estimated = min(estimatedCount, Double(rows) / 3)
    return ((Double(rows) + estimated) / (Double(rows) - estimated)).squareRoot()
  }

  /// The same for a channel of a window of a batch; 1 where its rows are not known.
  static func widening(of batch: Batch, window: Int, channel: Int) -> Double {
    batch.units?.withPast(channel, at: batch.origins[window]) { past in
      widening(rows: past.indices.count { !past[$0].isNaN })
    } ?? 1
  }
}
