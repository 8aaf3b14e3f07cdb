import Forecasting
import LocalModels

/// How much wider the errors of local models are than their laws say: what they were estimated from is few rows, and later rows may change
/// more than earlier ones.
///
/// The mean squared error of a forecast with `p` numbers estimated from `n` rows is `(n + p) / (n − p)` times that of the rows
/// themselves (Akaike's final prediction error, 1969, https://doi.org/10.1007/BF02532251). A law has one variance for all rows: where
/// the changes from row to row of the later half vary more than those of both, as where a level grows by some per cent a year, that of what comes is theirs.
package enum EstimatedLaw {
  /// What a local model estimates, about: coefficients, the first states, and which model it is.
  private static let estimatedCount = 10.0
  /// Changes from which a half of the rows tells how much they vary.
  private static let fewestChanges = 4

  /// What distances from the forecast are multiplied by.
  ///
  /// - Parameter rows: Observed rows; of fewer than three times what is estimated usually, a third counts as estimated.
  private static func widening(rows: Int) -> Double {
    guard rows > 0 else { return 1 }
    let estimated = min(estimatedCount, Double(rows) / 3)
    return ((Double(rows) + estimated) / (Double(rows) - estimated)).squareRoot()
  }

  /// The deviation of the later half of the changes from row to row in units of that of both halves, 1 at least and √2 at most.
  ///
  /// - Parameter past: The rows; missing ones are passed over.
  package static func growth(of past: Span<Double>) -> Double {
    var (changes, last) = ([Double](), Double.nan)
    for row in past.indices where !past[row].isNaN {
      if !last.isNaN { changes.append(past[row] - last) }
      last = past[row]
    }
    let half = changes.count / 2
    guard half >= fewestChanges else { return 1 }
    let earlier = SampleMoments(changes[..<half]).populationVariance
    let later = SampleMoments(changes[half...]).populationVariance
    return later > earlier ? (2 * later / (earlier + later)).squareRoot() : 1
  }

  /// What distances from the forecast of a channel are multiplied by in a window of a batch; 1 where its rows are not known.
  static func widening(of batch: Batch, window: Int, channel: Int) -> Double {
    batch.units?.withPast(channel, at: batch.origins[window]) { past in
      widening(rows: past.indices.count { !past[$0].isNaN }) * growth(of: past)
    } ?? 1
  }
}
