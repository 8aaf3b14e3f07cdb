/// One pass of the exact filter over the rows of a series of which some are missing.
///
/// The first d + Dm rows start the filter; what is missing among them is unknown altogether (a flat prior) and has a column of its own, whose coefficient is free.
struct GappedPass {
  /// The innovations of each column: the given ones, after them those of the missing rows among the first.
  let innovations: [[Double]]
  /// Their variances, in units of the innovation variance.
  let variances: [Double]
  /// The state after the last row, with the same columns.
  private(set) var state: ArimaState
  /// How many of the last columns are of missing rows among the first.
  let unknownCount: Int

  /// Filters columns, all as long as the series; nil if the process is not stationary.
  ///
  /// - Parameter missingRows: In order of time; what the columns have there does not matter.
  init?(
    _ columns: [[Double]], missingRows: [Int], _ polynomials: ArmaPolynomials,
    _ differencing: Differencing
  ) {
    let (rowCount, lost) = (columns[0].count, differencing.lostRows)
    let unknown = missingRows.prefix { $0 < lost }
    unknownCount = unknown.count
    let starts = unknown.map { row in (0..<lost).map { $0 == row ? 1.0 : 0 } }
    guard
      var state = ArimaState(
        polynomials, levels: columns.map { Array($0[..<min(lost, rowCount)]) } + starts)
    else { return nil }
    var isMissing = [Bool](repeating: false, count: rowCount)
    for row in missingRows { isMissing[row] = true }
    var innovations = [[Double]](repeating: [], count: columns.count + starts.count)
    var variances: [Double] = []
    var values = [Double](repeating: 0, count: innovations.count)
    var found = values
    for row in Swift.stride(from: lost, to: rowCount, by: 1) {
      for index in columns.indices { values[index] = columns[index][row] }
      let variance = state.observe(
        isMissing[row] ? nil : values, polynomials, differencing, innovations: &found)
      guard !isMissing[row] else { continue }
      variances.append(variance)
      for index in found.indices { innovations[index].append(found[index]) }
    }
    (self.innovations, self.variances, self.state) = (innovations, variances, state)
  }

  /// The state of the given columns, what is not known of the first rows estimated from the others; nil where they do not tell.
  func solvedState() -> ArimaState? {
    var solved = state
    let unknown = state.columns.suffix(unknownCount)
    solved.columns.removeLast(unknownCount)
    guard unknownCount > 0 else { return solved }
    var regression = WeightedRegression(count: unknownCount)
    for index in solved.columns.indices {
      let isSolved = regression.solve(
        columns: Array(innovations.suffix(unknownCount)), response: innovations[index], variances: variances,
        rows: variances.indices, marked: unknownCount)
      guard isSolved else { return nil }
      for (strand, coefficient) in zip(unknown, regression.coefficients) {
        solved.columns[index].add(strand, times: -coefficient)
      }
    }
    let root = CholeskyRoot.lower(regression.inverse(marked: unknownCount), count: unknownCount)
    for column in 0..<unknownCount {
      var direction = state.columns[0]
      direction.scale(by: 0)
      for (index, strand) in unknown.enumerated() {
        direction.add(strand, times: root[index * unknownCount + column])
      }
      solved.uncertainties.append(direction)
    }
    solved.uncertainties.removeAll { $0.isNegligible }
    return solved
  }

  /// (X'V⁻¹X)⁻¹ of the given columns X, the unknown first rows beside them, row by row; nil where the columns depend on each other.
  func covariance() -> [Double]? {
    let explaining = Array(innovations.suffix(unknownCount) + innovations.dropLast(unknownCount))
    var regression = WeightedRegression(count: explaining.count)
    let isSolved = regression.solve(
      columns: explaining, response: innovations[0], variances: variances, rows: variances.indices,
      marked: unknownCount)
    return isSolved ? regression.inverse(of: unknownCount..<explaining.count) : nil
  }
}
