import TimeSeries

extension Batch {
  /// Rows without a value at the end of the history of a channel of a window, beyond those that are usual; 0 where no value is known.
  ///
  /// To whoever repeats or continues the last value they are steps of the forecast. Runs of missing rows that stand behind a tenth of the
  /// rows before, such as weekends among days, are usual: residuals of earlier windows know them.
  package func staleRowCount(ofChannel channel: Int, window: Int) -> Int {
    units?.withPast(channel, at: origins[window]) { past in
      guard let last = past.indices.last(where: { !past[$0].isNaN }), last + 1 < past.count,
        let first = past.indices.first(where: { !past[$0].isNaN })
      else { return 0 }
      let count = past.count - 1 - last
      // How many rows have so many missing ones up to them, as far as those are not more than there are now.
      var rows = [Int](repeating: 0, count: count + 1)
      var run = 0
      for row in first...last {
        run = past[row].isNaN ? run + 1 : 0
        rows[min(run, count)] += 1
      }
      var usual = count
      var known = rows[count]
      while usual > 0, 10 * known < last + 1 - first {
        usual -= 1
        known += rows[usual]
      }
      return count - usual
    } ?? 0
  }
}
