import Tensors

/// Ridge regression of windows less a mean of their last rows, with a constant that is not penalised.
///
/// All of it follows from the moments of longer windows: a shorter history is a trailing block, the mean an update of rank
/// two, the constant one of rank one.
struct CentredSystem: Sendable {
  private let lookback: Int
  private let centring: Int
  private let moments: LagMoments
  /// `Σ x μ` for the mean μ of the last rows, `[lookback]`, and `Σ μ²`.
  private let levels: [Double]
  private let levelSquare: Double
  /// `Σ (x − μ)`, `[lookback]`, and `Σ (y − μ)`, `[horizon]`.
  private let sums: [Double]
  private let targetSums: [Double]
  /// `Σ (x − μ)(y − μ)` less the product of the means, `[lookback, horizon]`.
  private let cross: [Double]
  private let meanDiagonal: Double

  /// - Parameter moments: Of at least one window.
  init(_ moments: LagMoments, lookback: Int, centring: Int) {
    (self.moments, self.lookback, self.centring) = (moments, lookback, centring)
    let (last, horizon, windows) = (moments.lookback, moments.horizon, moments.windows)
    let (first, scale) = (last - lookback, centring > 0 ? 1 / Double(centring) : 0)
    var (levels, targetLevels) = (
      [Double](repeating: 0, count: lookback), [Double](repeating: 0, count: horizon)
    )
    var level = 0.0
    for j in last - centring..<last {
      for i in 0..<lookback { levels[i] += scale * windows[first + i, j] }
      for step in 0..<horizon { targetLevels[step] += scale * windows[j, last + step] }
      level += scale * windows.sums[j]
    }
    let square = scale * levels[(lookback - centring)...].reduce(0, +)
    let sums = (first..<last).map { windows.sums[$0] - level }
    let targetSums = (last..<moments.width).map { windows.sums[$0] - level }
    let count = Double(windows.windowCount)
    var cross = [Double](repeating: 0, count: lookback * horizon)
    for i in 0..<lookback {
      let row = (first + i) * moments.width + last
      let (level, share) = (square - levels[i], sums[i] / count)
      for step in 0..<horizon {
        cross[i * horizon + step] =
          windows.products[row + step] + level - targetLevels[step] - share * targetSums[step]
      }
    }
    meanDiagonal =
      (0..<lookback).reduce(0) {
        $0 + windows.squares[first + $1] - 2 * levels[$1] + square - sums[$1] * sums[$1] / count
      } / Double(lookback)
    (self.levels, levelSquare, self.sums, self.targetSums, self.cross) = (
      levels, square, sums, targetSums, cross
    )
  }

  /// The map with the smallest squared error and penalty, folded so that it takes histories as they are.
  ///
  /// A penalty too small for the inputs is raised tenfold until there is a solution; without any, all inputs are the same, and
  /// the map forecasts their mean.
  func map(ridge: Double) -> LinearMap {
    let horizon = moments.horizon
    var solution = [Double](repeating: 0, count: lookback * horizon)
    var penalty = ridge
    for _ in 0..<12 {
      if let factor = factor(penalty * meanDiagonal) {
        solution = factor.solving(cross, columns: horizon)
        break
      }
      penalty = max(penalty, 1e-12) * 10
    }
    let count = Double(moments.windows.windowCount)
    var bias = targetSums
    for i in 0..<lookback {
      for step in 0..<horizon { bias[step] -= sums[i] * solution[i * horizon + step] }
    }
    var map = LinearMap(size: lookback, weights: solution, bias: bias.map { $0 / count })
    map.fold(centring: centring)
    return map
  }

  /// The smallest system that is worth more than Cholesky's method.
  private static let displacedSize = 192

  private func factor(_ penalty: Double) -> SymmetricFactor? {
    if lookback >= Self.displacedSize, let borders = moments.borders, !borders.isEmpty,
      let factor = displacedFactor(borders, penalty)
    {
      return factor
    }
    return SymmetricFactor(of: gram(penalty), size: lookback)
  }

  /// The centred Gram matrix on and above the diagonal.
  private func gram(_ penalty: Double) -> [Double] {
    var gram = [Double](repeating: 0, count: lookback * lookback)
    for i in 0..<lookback {
      fillRow(i, of: &gram, at: i * lookback)
      gram[i * lookback + i] += penalty
    }
    return gram
  }

  /// Writes row `i` from its diagonal on.
  private func fillRow(_ i: Int, of gram: inout [Double], at start: Int) {
    let (width, first) = (moments.width, moments.lookback - lookback)
    let products = moments.windows.products
    let from = (first + i) * width + first
    let (level, share) = (levelSquare - levels[i], sums[i] / Double(moments.windows.windowCount))
    for j in i..<lookback { gram[start + j] = products[from + j] + level - levels[j] - share * sums[j] }
  }

  /// The factor from what the Gram matrix differs by from itself one row on: the ends of stretches, the mean and the constant.
  private func displacedFactor(_ borders: [LagMoments.Border], _ penalty: Double) -> SymmetricFactor? {
    var row = [Double](repeating: 0, count: lookback)
    fillRow(0, of: &row, at: 0)
    row[0] += penalty
    let first = moments.lookback - lookback
    func shifted(_ values: [Double]) -> [Double] { [0] + values[first..<first + lookback - 1] }
    let scale = 1 / Double(moments.windows.windowCount).squareRoot()
    var positive = borders.map { shifted($0.entering) }
    var negative = borders.map { shifted($0.leaving) }
    positive.append([0] + sums.dropLast().map { $0 * scale })
    negative.append(sums.map { $0 * scale })
    if centring > 0 {
      let steps = [0] + zip(levels, levels.dropFirst()).map { $1 - $0 }
      let size = steps.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let balance = size > 0 ? (size / Double(lookback).squareRoot()).squareRoot() : 1
      let half = 0.5.squareRoot()
      positive.append(steps.map { (balance - $0 / balance) * half })
      negative.append(steps.map { (balance + $0 / balance) * half })
    }
    return SymmetricFactor(firstRow: row, positive: positive, negative: negative)
  }
}
