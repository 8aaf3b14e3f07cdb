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
}
