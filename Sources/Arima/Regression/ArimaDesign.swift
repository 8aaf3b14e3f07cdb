import LocalModels

/// What a series and its regressors become after differencing: the columns of the ARMA likelihood.
///
/// A missing row is filled by interpolation and given an indicator column whose coefficient is free: minimising over it, with the determinant of the indicator
/// columns in the likelihood, integrates the row out exactly, also through differences (Gómez, Maravall and Peña 1999). With more than ``columnLimit`` missing rows
/// the filter skips them instead (``GappedLikelihood``). Built once for all orders with equal differences.
package struct ArimaDesign: Sendable {
  package let differencing: Differencing
  /// The unit in which the values are measured here.
  package let scale: Double
  /// The values, filled, in units of `scale`, regressors not removed.
  package let filled: [Double]
  /// Rows whose value is missing.
  package private(set) var missingRows: [Int]
  /// Differences of the response less what `offset` of the constant explains.
  package let response: [Double]
  /// Differences of the indicators of the missing rows; none where the filter skips them.
  package private(set) var missing: [[Double]]
  /// Differences of the regressors, each in units of its own scale.
  package let regressors: [[Double]]
  package let regressorScales: [Double]
  /// The regressors themselves in the same units.
  package let regressorLevels: [[Double]]
  /// The constant's column in the differences: 1, or m where it is a drift of seasonal differences.
  package let constantStep: Double
  /// A first guess of the constant that has been taken out of `response`.
  package let offset: Double

  package init(
    values: [Double], regressors plain: [[Double]] = [], differencing: Differencing, scale: Double
  ) {
    self.differencing = differencing
    self.scale = scale
    missingRows = values.indices.filter { values[$0].isNaN }
    filled = Interpolation.filled(values).map { $0 / scale }
    let count = values.count
    missing = (missingRows.count > Self.columnLimit ? [] : missingRows).map { row in
      var indicator = [Double](repeating: 0, count: count)
      indicator[row] = 1
      return differencing.differences(of: indicator)
    }
    var differenced = plain.map { differencing.differences(of: $0) }
    var scales: [Double] = []
    for index in differenced.indices {
      let largest = differenced[index].reduce(0) { max($0, $1.magnitude) }
      let unit = largest > 0 ? largest : 1
      scales.append(unit)
      differenced[index] = differenced[index].map { $0 / unit }
    }
    regressors = differenced
    regressorScales = scales
    regressorLevels = zip(plain, scales).map { column, unit in column.map { $0 / unit } }
    let differences = differencing.differences(of: filled)
    let isSeasonalDrift = differencing.first == 0 && differencing.seasonal == 1
    constantStep = isSeasonalDrift ? Double(differencing.period) : 1
    let mean = differences.isEmpty ? 0 : differences.reduce(0, +) / Double(differences.count)
    let admits = differencing.first + differencing.seasonal <= 1
    offset = admits ? mean / constantStep : 0
    response = differences
  }

  /// The number of rows that count: present rows less those lost by differencing.
  package var observedCount: Int { response.count - missingRows.count }

  /// Missing rows that have columns; with more of them the filter skips them.
  package static let columnLimit = 12

  /// Whether the filter must skip missing rows.
  package var isGapped: Bool { missingRows.count > missing.count }

  /// The same with missing rows as they were interpolated.
  package var completed: ArimaDesign {
    var design = self
    (design.missingRows, design.missing) = ([], [])
    return design
  }

  /// The response of a model with or without a constant.
  package func response(hasConstant: Bool) -> [Double] {
    guard hasConstant else { return response }
    let shift = offset * constantStep
    return response.map { $0 - shift }
  }

  /// Whether the differences are all equal within rounding of the values, so that no ARMA part can be estimated.
  package var isConstant: Bool {
    guard let first = response.first else { return true }
    let largest = filled.reduce(0) { max($0, $1.magnitude) }
    return response.allSatisfy { ($0 - first).magnitude <= 1e-14 * largest }
  }
}
