import Arima
import LocalModels

/// Which terms of the regressors a series shows: one after another, the one that explains most of what is left, as long as that is more than
/// chance does among so many (BIC, and the extended BIC of Chen and Chen 2008 for terms that nobody named).
///
/// The errors follow each other as a first-order autoregression, whose coefficient is estimated with the effects (Cochrane and Orcutt 1949); a constant,
/// a line and the season explain what they can. The orders of the errors are found afterwards, of the chosen terms.
struct TermSelection {
  /// The chosen terms, in the order of the choice.
  private(set) var terms: [RegressorTerm] = []
  /// −2 log-likelihood but for a constant, with the penalties: smaller is better, also between values and logarithms.
  private(set) var criterion = Double.infinity

  private let values: [Double]
  /// Rows that are present, and the row before them.
  private let rows: [Int]
  private let beside: [[Double]]
  private let candidates: [(term: RegressorTerm, column: [Double])]
  private var correlation = 0.0

  /// - Parameters:
  ///   - values: Some may be missing.
  ///   - columns: One a regressor, with the rows behind the last value that leads look at.
  init(_ values: [Double], columns: [[Double]], season: Int) {
    self.values = values
    rows = values.indices.dropFirst().filter { !values[$0].isNaN && !values[$0 - 1].isNaN }
    beside = Self.beside(count: values.count, present: rows.count, season: season)
    candidates = columns.enumerated().flatMap { index, column in
      // In rows that are missing a regressor is free, as they are.
      RegressorTerm.all(of: values.indices.filter { !values[$0].isNaN }.map { column[$0] }, regressor: index)
        .map { term in (term, values.indices.map { term.value(column, $0) }) }
    }
    run()
  }

  /// A constant, a line and as many waves of the season as the rows can tell apart.
  private static func beside(count: Int, present: Int, season: Int) -> [[Double]] {
    let middle = Double(count) / 2
    var columns = [
      [Double](repeating: 1, count: count), (0..<count).map { (Double($0) - middle) / Double(count) },
    ]
    guard season > 1 else { return columns }
    for wave in 1...max(1, min(season / 2, present / 12, mostWaves)) {
      let angle = { (row: Int) in 2 * Double.pi * Double(wave * row % season) / Double(season) }
      columns.append((0..<count).map { cosine(angle($0)) })
      if 2 * wave < season { columns.append((0..<count).map { sine(angle($0)) }) }
    }
    return columns
  }

  private mutating func run() {
    var chosen: [Int] = []
    guard estimate(chosen) else { return }
    let most = min(Self.mostTerms, rows.count / Self.rowsPerTerm)
    while chosen.count < most, let next = next(beside: chosen) { chosen.append(next) }
    while let place = idle(of: chosen) {
      chosen.remove(at: place)
      _ = estimate(chosen)
    }
    criterion = deviance(residual(chosen).square) + chosen.reduce(0) { $0 + penalty(candidates[$1].term) }
    // Who tells a column believes that it matters: the one that explains most has an effect, however small.
    if chosen.isEmpty, most > 0 {
      let plain = gains(beside: residual(chosen), chosen).filter { candidates[$0.index].term.isPlain }
      if let best = plain.first { chosen = [best.index] }
    }
    terms = chosen.map { candidates[$0].term }
  }

  /// The candidate that explains most beyond its penalty, and can be estimated beside the chosen ones; nil if none explains more than that.
  private mutating func next(beside chosen: [Int]) -> Int? {
    for best in gains(beside: residual(chosen), chosen) where best.worth > 0 {
      if estimate(chosen + [best.index]) { return best.index }
    }
    return nil
  }

  /// The place of the chosen term that explains least, if that is less than its penalty.
  private func idle(of chosen: [Int]) -> Int? {
    let all = deviance(residual(chosen).square)
    let worths = chosen.indices.map { place in
      var others = chosen
      let index = others.remove(at: place)
      return deviance(residual(others).square) - all - penalty(candidates[index].term)
    }
    guard let least = worths.indices.min(by: { worths[$0] < worths[$1] }), worths[least] < 0 else {
      return nil
    }
    return least
  }

  private func deviance(_ square: Double) -> Double {
    Double(rows.count) * logarithm(max(square, 1e-300) / Double(max(1, rows.count)))
  }

  private func penalty(_ term: RegressorTerm) -> Double {
    let chance = logarithm(Double(max(2, rows.count)))
    return term.isPlain ? chance : chance + 2 * logarithm(Double(candidates.count))
  }

  /// What is left of the values, an orthonormal basis of what explains the rest, and the sum of squares of what is left.
  private struct Residual {
    var values: [Double]
    var basis: [[Double]]
    var square: Double { TermSelection.product(values, values) }
  }

  private func residual(_ chosen: [Int]) -> Residual {
    var result = Residual(values: differenced(values), basis: [])
    for column in beside + chosen.map({ candidates[$0].column }) {
      var rest = differenced(column)
      let size = Self.product(rest, rest)
      Self.remove(result.basis, from: &rest)
      let left = Self.product(rest, rest)
      guard left > 1e-10 * size, left > 0 else { continue }
      result.basis.append(rest.map { $0 / left.squareRoot() })
    }
    Self.remove(result.basis, from: &result.values)
    return result
  }

  /// What each candidate explains of what is left, as a fall of the deviance beyond its penalty, the most first.
  private func gains(beside found: Residual, _ chosen: [Int]) -> [(index: Int, worth: Double)] {
    let square = max(found.square, 1e-300)
    let gains = candidates.indices.compactMap { index -> (index: Int, worth: Double)? in
      if chosen.contains(index) { return nil }
      let column = differenced(candidates[index].column)
      let size = Self.product(column, column)
      let left = found.basis.reduce(size) { left, other in
        let share = Self.product(column, other)
        return left - share * share
      }
      guard left > 1e-6 * size, left > 0 else { return nil }
      let share = Self.product(column, found.values)
      let explained = min(1 - 1e-12, share * share / left / square)
      return (index, Double(rows.count) * -logarithm(1 - explained) - penalty(candidates[index].term))
    }
    return gains.sorted { $0.worth > $1.worth }
  }

  /// Estimates the autocorrelation of the errors with the effects of the chosen terms; false, and nothing else, if those depend on each other.
  private mutating func estimate(_ chosen: [Int]) -> Bool {
    let before = correlation
    if reestimate(chosen) { return true }
    correlation = before
    return false
  }

  private mutating func reestimate(_ chosen: [Int]) -> Bool {
    let columns = beside + chosen.map { candidates[$0].column }
    guard rows.count > columns.count + 2 else { return false }
    let ones = [Double](repeating: 1, count: rows.count)
    for _ in 0..<Self.rounds {
      var regression = WeightedRegression(count: columns.count)
      let isSolved = regression.solve(
        columns: columns.map(differenced), response: differenced(values), variances: ones,
        rows: 0..<rows.count, marked: 0)
      guard isSolved else { return false }
      let errors = values.indices.map { row in
        zip(columns, regression.coefficients).reduce(values[row]) { $0 - $1.1 * $1.0[row] }
      }
      let (both, before) = rows.reduce((0.0, 0.0)) { sums, row in
        (sums.0 + errors[row] * errors[row - 1], sums.1 + errors[row - 1] * errors[row - 1])
      }
      correlation = before > 0 ? min(0.98, max(-0.9, both / before)) : 0
    }
    return true
  }

  private func differenced(_ column: [Double]) -> [Double] {
    rows.map { column[$0] - correlation * column[$0 - 1] }
  }

  private static func remove(_ basis: [[Double]], from values: inout [Double]) {
    for _ in 0..<2 {
      for other in basis {
        let share = product(values, other)
        for row in values.indices { values[row] -= share * other[row] }
      }
    }
  }

  /// The product of two columns in four sums, which wait for each other less.
  private static func product(_ a: [Double], _ b: [Double]) -> Double {
    let (a, b, count) = (a.span, b.span, min(a.count, b.count))
    var sums = (0.0, 0.0, 0.0, 0.0)
    var row = 0
    while row + 4 <= count {
      sums.0 += a[row] * b[row]
      sums.1 += a[row + 1] * b[row + 1]
      sums.2 += a[row + 2] * b[row + 2]
      sums.3 += a[row + 3] * b[row + 3]
      row += 4
    }
    while row < count {
      sums.0 += a[row] * b[row]
      row += 1
    }
    return (sums.0 + sums.1) + (sums.2 + sums.3)
  }

  private static let mostTerms = 16, rowsPerTerm = 8, mostWaves = 12, rounds = 3
}
