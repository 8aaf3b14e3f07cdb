/// The bounds of central intervals as quantiles.
package enum LevelBounds {
  /// The probabilities of the lower and the upper bound of each level, in turn.
  package static func probabilities(_ levels: [Double]) -> [Double] {
    levels.flatMap { [(1 - $0) / 2, (1 + $0) / 2] }
  }
}
