import Forecasting
import Layers
import LeastSquares
import Tensors

/// Sums over consecutive windows from which the moments of a run follow.
public struct WindowSums: Sendable, Equatable {
  /// `Σ w[0] w[j]`, shape `[width]`.
  public private(set) var products: [Double]
  /// `Σ w[0]`.
  public private(set) var first = 0.0
  /// Those with the deviation of each history; nil where they are not taken.
  public private(set) var deviations: DeviationSums?

  /// Nothing.
  ///
  /// - Parameter lookback: Rows of a history whose deviation is summed; nil sums none.
  init(width: Int, lookback: Int?) {
    products = Array(repeating: 0, count: width)
    deviations = lookback.map { DeviationSums(width: width, lookback: $0) }
  }

  /// What was stored.
  init(products: [Double], first: Double, deviations: DeviationSums?) {
    (self.products, self.first, self.deviations) = (products, first, deviations)
  }

  /// Rows of a window.
  var width: Int { products.count }
  /// Rows of a history whose deviation is summed.
  var lookback: Int? { deviations?.lookback }

  /// Adds `sign` times the sums over the first windows of some rows.
  mutating func add(_ rows: ArraySlice<Double>, count: Int, sign: Double = 1) {
    guard count > 0 else { return }
    let rows = Array(rows.prefix(count + width - 1))
    let lagged = laggedProducts(rows, rows, count: count, lags: width)
    for lag in products.indices { products[lag] += sign * lagged[lag] }
    first += sign * rows[..<count].reduce(0, +)
    deviations?.add(rows, sign: sign)
  }

  mutating func add(_ other: WindowSums) {
    for lag in products.indices { products[lag] += other.products[lag] }
    first += other.first
    if let others = other.deviations { deviations?.add(others) }
  }

  /// The sums of `(x − shift) · scale`; see ``RunMoments/mapped(shift:scale:)``.
  ///
  /// - Parameters:
  ///   - count: Windows.
  ///   - leaving: The first rows of the run.
  ///   - entering: The last `width − 1` rows of the run.
  func mapped(
    shift: Double, scale: Double, count: Int, leaving: [Double], entering: [Double]
  ) -> WindowSums {
    precondition(deviations == nil, "WindowSums: deviations are of the units that they were taken in")
    guard count > 0 else { return self }
    var (copy, sum) = (self, first)
    let constant = Double(count) * shift * shift
    for lag in products.indices {
      copy.products[lag] = scale * scale * (products[lag] - shift * (first + sum) + constant)
      if lag + 1 < products.count { sum += entering[lag] - leaving[lag] }
    }
    copy.first = scale * (first - Double(count) * shift)
    return copy
  }
}

/// Sums that involve the deviation `σ = √(biased variance + ε)` of each history.
public struct DeviationSums: Sendable, Equatable {
  /// Rows of a history.
  let lookback: Int
  /// `Σ σ w[i]`
  private(set) var products: [Double]
  /// `Σ σ μ`
  private(set) var level = 0.0
  /// `Σ σ²`
  private(set) var square = 0.0

  init(width: Int, lookback: Int) {
    self.lookback = lookback
    products = Array(repeating: 0, count: width)
  }

  /// What was stored.
  init(lookback: Int, products: [Double], level: Double, square: Double) {
    (self.lookback, self.products, self.level, self.square) = (lookback, products, level, square)
  }

  /// Adds `sign` times the sums over all windows of some rows.
  mutating func add(_ series: [Double], sign: Double = 1) {
    let count = series.count - products.count + 1
    // Sums up to each row give those of every window as a difference.
    var (sums, squares) = ([0.0], [0.0])
    for value in series {
      sums.append(sums[sums.count - 1] + value)
      squares.append(squares[squares.count - 1] + value * value)
    }
    let scale = 1 / Double(lookback)
    var deviations = [Double](repeating: 0, count: count)
    for t in 0..<count {
      let mean = (sums[t + lookback] - sums[t]) * scale
      let variance =
        max(0, (squares[t + lookback] - squares[t]) * scale - mean * mean) + Double(RevIN.epsilon)
      deviations[t] = variance.squareRoot()
      level += sign * deviations[t] * mean
      square += sign * variance
    }
    let lagged = laggedProducts(deviations, series, count: count, lags: products.count)
    for index in products.indices { products[index] += sign * lagged[index] }
  }

  mutating func add(_ other: DeviationSums) {
    for index in products.indices { products[index] += other.products[index] }
    level += other.level
    square += other.square
  }
}

extension DeviationSums {
  /// The sums with every row of a window, with the mean, and of the squares.
  public var numbers: [Double] { products + [level, square] }
}
