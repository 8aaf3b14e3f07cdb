/// Filling of missing rows for models that need a complete series.
public enum MissingValues {
  /// The values with their missing rows (not a number) filled.
  ///
  /// Without a season, or with fewer than 2m + 1 present rows: linear interpolation. With one: linear interpolation first; then twice robust STL of the filled
  /// series, its season removed, the gaps interpolated linearly, the season added. Rows before the first and after the last value get that value (and the season).
  public static func filled(_ series: LocalSeries) -> [Double] {
    let values = series.values
    let gaps = values.indices.filter { values[$0].isNaN }
    var result = Interpolation.filled(values)
    let present = values.count - gaps.count
    guard !gaps.isEmpty, present > 0, series.season > 1, present > 2 * series.season else {
      return result
    }
    for _ in 0..<2 {
      guard
        let parts = STLDecomposition(
          result, season: series.season, options: STLOptions(isRobust: true))
      else { return result }
      var adjusted = values.indices.map { values[$0] - parts.seasonal[$0] }
      adjusted = Interpolation.filled(adjusted)
      for row in gaps { result[row] = adjusted[row] + parts.seasonal[row] }
    }
    return result
  }

  /// The rows between the first and the last present one, and how many missing rows were before and after.
  public static func trimmed(_ values: [Double]) -> (values: [Double], leading: Int, trailing: Int) {
    guard let first = values.firstIndex(where: { !$0.isNaN }),
      let last = values.lastIndex(where: { !$0.isNaN })
    else { return ([], values.count, 0) }
    return (Array(values[first...last]), first, values.count - 1 - last)
  }

  /// The missing rows after the last value, beyond those that are usual; 0 where no value is known.
  ///
  /// To whoever repeats or continues the last value they are steps of the forecast. Runs of missing rows that stand behind a tenth of the
  /// rows before, such as weekends among days, are usual: residuals of earlier windows know them.
  public static func staleRowCount(_ values: Span<Double>) -> Int {
    guard let last = values.indices.last(where: { !values[$0].isNaN }), last + 1 < values.count,
      let first = values.indices.first(where: { !values[$0].isNaN })
    else { return 0 }
    let count = values.count - 1 - last
    // How many rows have so many missing ones up to them, as far as those are not more than there are now.
    var rows = [Int](repeating: 0, count: count + 1)
    var run = 0
    for row in first...last {
      run = values[row].isNaN ? run + 1 : 0
      rows[min(run, count)] += 1
    }
    var usual = count
    var known = rows[count]
    while usual > 0, 10 * known < last + 1 - first {
      usual -= 1
      known += rows[usual]
    }
    return count - usual
  }
}
