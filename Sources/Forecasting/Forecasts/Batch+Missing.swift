import LocalModels

extension Batch {
  /// Rows without a value at the end of the history of a channel of a window, beyond those that are usual, as `MissingValues` counts them.
  package func staleRowCount(ofChannel channel: Int, window: Int) -> Int {
    units?.withPast(channel, at: origins[window]) { MissingValues.staleRowCount($0) } ?? 0
  }
}
