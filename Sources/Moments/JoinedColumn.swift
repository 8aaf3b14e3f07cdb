import LinearMaps

/// One column of one series from all parts, standardised by mean and deviation of all its rows.
struct JoinedColumn {
  /// Of all rows.
  let moments: SeriesMoments
  /// Of the rows of single parts, by their number.
  let parts: [(part: Int, moments: SeriesMoments)]
  /// In data units.
  let mean: Double, deviation: Double

  /// - Parameters:
  ///   - pieces: In the order of time.
  ///   - name: Of the column, for messages.
  init(_ pieces: [MomentsPiece], series: Int, target: Int, name: String) throws(MomentsError) {
    guard let first = pieces.first else {
      (moments, parts) = (SeriesMoments(series: series, target: target), [])
      (mean, deviation) = (0, 1)
      return
    }
    let all = try first.joining(pieces.dropFirst(), column: name)
    let scale = RowScale(all)
    moments = scale.applied(to: all, shift: scale.mean, series: series)
    (mean, deviation) = (scale.mean + first.shift, scale.deviation)
    parts = pieces.map { [mean] piece in
      (piece.part, scale.applied(to: piece.moments, shift: mean - piece.shift, series: series))
    }
  }
}

/// Mean and deviation of the rows of a column.
private struct RowScale {
  let mean: Double
  /// 1 where the rows are constant.
  let deviation: Double

  init(_ moments: SeriesMoments) {
    let sums = moments.rowSums
    let count = Double(max(1, sums.count))
    mean = sums.sum / count
    let variance = max(0, sums.square / count - mean * mean)
    // Below the rounding of the sums there is no variance.
    let isConstant = variance <= 1e-14 * sums.square / count
    deviation = isConstant ? 1 : variance.squareRoot()
  }

  /// The moments of standardised rows, as those of a series.
  func applied(to moments: SeriesMoments, shift: Double, series: Int) -> SeriesMoments {
    var result = moments.mapped(shift: shift, scale: 1 / deviation)
    result.series = series
    return result
  }
}
