/// What many series tell beside as many whose errors are alike.
package enum EvenShare {
  /// `(Σe)² / nΣe²` of the squared errors `e` of `n` series (the effective sample size of Kish, 1965, as a share): 1 where all are the same, `1/n`
  /// where one has them all; 1 without errors, or of numbers that are none.
  package static func of(_ errors: [Double]) -> Double {
    // Of the largest error, so that no square is too large.
    guard let largest = errors.max(), largest > 0, largest.isFinite else { return 1 }
    let (sum, squares) = errors.reduce((0.0, 0.0)) { sums, error in
      (sums.0 + error / largest, sums.1 + error / largest * (error / largest))
    }
    return sum.isFinite ? sum * sum / (Double(errors.count) * squares) : 1
  }
}
