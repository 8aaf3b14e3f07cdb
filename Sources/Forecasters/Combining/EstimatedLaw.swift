import Forecasting
import LocalModels

/// How much wider the errors of local models are than their laws say: what they were estimated from is few rows, nobody knows which model is
/// right, and later rows may change more than earlier ones.
///
/// The mean squared error of a forecast with `p` numbers estimated from `n` rows is `(n + p) / (n − p)` times that of the rows
/// themselves (Akaike's final prediction error, 1969, https://doi.org/10.1007/BF02532251). It grows with the steps: the mean change of the next
/// `k` rows differs from that of `n` rows by `σ²(1/k + 1/n)`, so that the variance of step `k` is `1 + k/n` times that of known changes, the first `1/n` of which is in the error above. A variance that is
/// estimated itself makes tails Student's, with `n − p` degrees of freedom. A law has one variance for all rows: where
/// the changes from row to row of the later half vary more than those of both, as where a level grows by some per cent a year, that of what comes is theirs.
/// The variance of what one of several models may be right about is the mean of theirs and the variance of their forecasts (the law of total variance).
///
/// Rows that are never below zero grow and shrink by shares: their law is that of square roots, `y + d + d²/4y` for a distance `d` from the forecast `y`, and so
/// longer above. It is for distances up to `y`; farther out it goes on as it stands, below zero too: what was never there may come to be.
package struct EstimatedLaw {
  /// Observed rows; 0 where they are not known.
  private let rows: Double
  /// Missing rows between the last value and the forecast.
  private let missingCount: Int
  /// What distances from the forecast are multiplied by at each step and probability.
  private let factor: Double
  /// Whether no row is below zero.
  private let staysAboveZero: Bool

  /// What a local model estimates, about: coefficients and the first states.
  private static let usualCount = 8.0
  /// Fewer rows for each number than that tell nothing of the others.
  private static let fewestRowsEach = 3.75
  /// Changes from which a half of the rows tells how much they vary.
  private static let fewestChanges = 4

  /// The law of a channel in a window of a batch; as it is stated where its rows are not known.
  init(of batch: Batch, window: Int, channel: Int) {
    self =
      batch.units?.withPast(channel, at: batch.origins[window]) { past in EstimatedLaw(of: past) }
      ?? EstimatedLaw(of: [Double]().span)
  }

  /// - Parameter past: The rows that models were estimated from, those that are missing too.
  package init(of past: Span<Double>) {
    rows = Double(past.indices.count { !past[$0].isNaN })
    missingCount = past.indices.last { !past[$0].isNaN }.map { past.count - 1 - $0 } ?? 0
    staysAboveZero = past.indices.allSatisfy { !(past[$0] < 0) }
    let estimated = Self.estimatedCount(rows)
    factor = rows == 0 ? 1 : ((rows + estimated) / (rows - estimated)).squareRoot() * Self.growth(of: past)
  }

  /// Numbers estimated from some rows.
  private static func estimatedCount(_ rows: Double) -> Double { min(usualCount, rows / fewestRowsEach) }

  /// What the members of a combination say of a step.
  package struct Spread {
    /// The mean deviation of their laws.
    let deviation: Double
    /// The mean squared distance of their forecasts from the combined one.
    let disagreement: Double

    package init(deviation: Double, disagreement: Double) {
      (self.deviation, self.disagreement) = (deviation, disagreement)
    }
  }

  /// A quantile of the combined forecast.
  ///
  /// - Parameters:
  ///   - stated: Its distance from the forecast by the laws of the members.
  ///   - step: Counted from 0.
  ///   - normal: The quantile of a normal law of the same probability.
  package func quantile(
    _ stated: Double, around forecast: Double, _ spread: Spread, step: Int, normal: Double
  ) -> Double {
    guard rows > 0 else { return forecast + stated }
    let distance = distance(stated, spread, step: step, normal: normal)
    guard staysAboveZero, forecast > 0 else { return forecast + distance }
    let near = min(distance.magnitude, forecast)
    return forecast + distance + near * near / (4 * forecast)
  }

  /// The distance of a quantile from the forecast where rows may be of any sign.
  private func distance(_ stated: Double, _ spread: Spread, step: Int, normal: Double) -> Double {
    let own = factor * factor * (1 + Double(step + missingCount) / rows)
    // A quantile on the other side of the forecast is none of its tail.
    let ratio =
      spread.deviation > 0 ? spread.disagreement / (spread.deviation * spread.deviation) : 0
    return stated * (own + ratio).squareRoot() * (stated * normal > 0 ? tail(normal) : 1)
  }

  /// A quantile of Student's law in units of that of a normal one (Abramowitz and Stegun 1964, 26.7.5).
  private func tail(_ normal: Double) -> Double {
    let (degrees, square) = (rows - Self.estimatedCount(rows), normal * normal)
    let second = (5 * square + 16) * square + 3
    let third = ((3 * square + 19) * square + 17) * square - 15
    return 1 + (square + 1) / (4 * degrees) + second / (96 * degrees * degrees)
      + third / (384 * degrees * degrees * degrees)
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
}
