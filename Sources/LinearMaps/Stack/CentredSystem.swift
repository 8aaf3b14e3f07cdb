import LeastSquares
import Tensors

/// Ridge regression of windows less a mean of their last rows, with a constant that is not penalised.
///
/// All of it follows from the moments of longer windows: a shorter history is a trailing block, the mean an update of rank
/// two, the constant one of rank one. Rows of a window are counted from the first of its history to the last of its targets.
struct CentredSystem: Sendable {
  private let lookback: Int
  private let horizon: Int
  private let centring: Int
  private let moments: LagMoments
  /// `Σ w μ` for each row of the windows and the mean μ of their last rows of history, and `Σ μ²`.
  private let levels: [Double]
  private let levelSquare: Double
  /// `Σ (w − μ)` for each row of the windows.
  private let sums: [Double]
  private let count: Double
  private let meanDiagonal: Double

  /// - Parameter moments: Of at least one window.
  init(_ moments: LagMoments, lookback: Int, centring: Int) {
    (self.moments, self.lookback, self.centring) = (moments, lookback, centring)
    (horizon, count) = (moments.horizon, Double(moments.windows.windowCount))
    let (last, width) = (moments.lookback, moments.width)
    let (products, sums) = (moments.windows.products, moments.windows.sums)
    let (first, scale) = (last - lookback, centring > 0 ? 1 / Double(centring) : 0)
    var levels = [Double](repeating: 0, count: width - first)
    var level = 0.0
    for j in last - centring..<last {
      for i in first..<j { levels[i - first] += scale * products[i * width + j] }
      for i in j..<width { levels[i - first] += scale * products[j * width + i] }
      level += scale * sums[j]
    }
    let square = scale * levels[lookback - centring..<lookback].reduce(0, +)
    self.sums = sums[first...].map { $0 - level }
    (self.levels, levelSquare) = (levels, square)
    let (squares, centred, count) = (moments.windows.squares, self.sums, count)
    meanDiagonal =
      (0..<lookback).reduce(0) {
        $0 + squares[first + $1] - 2 * levels[$1] + square - centred[$1] * centred[$1] / count
      } / Double(lookback)
  }

  /// The map with the smallest squared error and penalty, folded so that it takes histories as they are.
  ///
  /// A penalty too small for the inputs is raised tenfold until there is a solution; without any, all inputs are the same, and
  /// the map forecasts their mean.
  func map(ridge: Double) -> LinearMap {
    var solution = [Double](repeating: 0, count: lookback * horizon)
    var penalty = ridge
    for _ in 0..<12 {
      if let found = self.solution(penalty * meanDiagonal) {
        solution = found
        break
      }
      penalty = max(penalty, 1e-12) * 10
    }
    var bias = Array(sums[lookback...])
    for i in 0..<lookback {
      for step in 0..<horizon { bias[step] -= sums[i] * solution[i * horizon + step] }
    }
    var map = LinearMap(size: lookback, weights: solution, bias: bias.map { $0 / count })
    map.fold(centring: centring)
    map.raisedRidge = penalty > ridge ? penalty : 0
    return map
  }

  /// The smallest system that is worth more than Cholesky's method.
  private static let displacedSize = 192

  /// The coefficients, `[lookback, horizon]`; nil where there are none.
  private func solution(_ penalty: Double) -> [Double]? {
    if lookback >= Self.displacedSize, let borders = moments.borders, !borders.isEmpty,
      let solution = displaced(borders, penalty).solution
    {
      return solution
    }
    var gram: [Double] = []
    gram.reserveCapacity(lookback * lookback)
    var cross: [Double] = []
    cross.reserveCapacity(lookback * horizon)
    for i in 0..<lookback {
      gram += repeatElement(0, count: i)
      appendProducts(ofRow: i, with: i..<lookback, to: &gram)
      gram[i * lookback + i] += penalty
      appendProducts(ofRow: i, with: lookback..<lookback + horizon, to: &cross)
    }
    return SymmetricFactor(of: gram, size: lookback)?.solving(cross, columns: horizon)
  }

  /// `Σ (w_i − μ)(w_j − μ)` less the product of the means, for later rows j.
  private func appendProducts(ofRow i: Int, with others: Range<Int>, to result: inout [Double]) {
    let first = moments.lookback - lookback
    let products = moments.windows.products
    let from = (first + i) * moments.width + first
    let (level, share) = (levelSquare - levels[i], sums[i] / count)
    for j in others { result.append(products[from + j] + level - levels[j] - share * sums[j]) }
  }

  /// What the moments differ by from themselves one row on: the ends of stretches, the mean and the constant.
  private func displaced(_ borders: [LagMoments.Border], _ penalty: Double) -> DisplacedSystem {
    let width = lookback + horizon
    var row: [Double] = []
    appendProducts(ofRow: 0, with: 0..<width, to: &row)
    row[0] += penalty
    let first = moments.lookback - lookback
    func shifted(_ values: [Double]) -> [Double] { [0] + values[first..<first + width - 1] }
    let scale = 1 / count.squareRoot()
    var positive = borders.map { shifted($0.entering) }
    var negative = borders.map { shifted($0.leaving) }
    positive.append([0] + sums.dropLast().map { $0 * scale })
    negative.append(sums.map { $0 * scale })
    if centring > 0 {
      let steps = [0] + zip(levels, levels.dropFirst()).map { $1 - $0 }
      let size = steps.reduce(0) { $0 + $1 * $1 }.squareRoot()
      // Both terms of a row are of one size.
      let balance = size > 0 ? (size / Double(width).squareRoot()).squareRoot() : 1
      let half = 0.5.squareRoot()
      positive.append(steps.map { (balance - $0 / balance) * half })
      negative.append(steps.map { (balance + $0 / balance) * half })
    }
    return DisplacedSystem(firstRow: row, size: lookback, positive: positive, negative: negative)
  }
}
