import Layers
import Tensors
import TimeSeries
import Training

/// All that linear least squares needs to know of some windows, over all target channels, which share one map.
///
/// With `w` the history and target of a window, `μ` and `σ` what normalisation takes out of it, the inputs of the least
/// squares problem are `[w_history − μ, σ]` and the outputs `w_target − μ`: the map of normalised windows that has the
/// smallest error in the units of the windows, its offset being the coefficient of `σ`.
public struct WindowMoments: Sendable {
  private let lookback: Int
  private let horizon: Int
  private var windows: SlidingMoments
  private var deviations: DeviationSums

  /// - Parameter isInterrupted: Asked between columns, on the calling thread, whether to end without a result.
  /// - Throws: `TrainingError.interrupted`.
  /// - Precondition: There are windows.
  public init<Role>(
    of windows: Windows<Role>, workers: Workers, unless isInterrupted: () -> Bool = { false }
  ) throws(TrainingError) {
    let columns = windows.targetColumns
    let sums = try workers.sums(
      over: columns.count, from: WindowMoments(lookback: windows.lookback, horizon: windows.horizon),
      unless: isInterrupted
    ) { position, moments in
      moments.add(columns[position], of: windows)
    }
    self = sums.dropFirst().reduce(into: sums[0]) { sum, lane in
      sum.windows.add(lane.windows)
      sum.deviations.add(lane.deviations)
    }
  }

  private mutating func add<Role>(_ column: Int, of windows: Windows<Role>) {
    for segment in windows.segments {
      let rows =
        segment.firstTargets.lowerBound - windows.lookback..<segment.firstTargets.upperBound
        + windows.horizon - 1
      let values = windows.data.withColumn(column, ofSeries: segment.series) { column in
        rows.map { Double(column[$0]) }
      }
      add(values)
    }
  }

  private init(lookback: Int, horizon: Int) {
    (self.lookback, self.horizon) = (lookback, horizon)
    windows = SlidingMoments(width: lookback + horizon, rows: lookback)
    deviations = DeviationSums(width: lookback + horizon)
  }

  private mutating func add(_ series: [Double]) {
    windows.add(windowsOf: series)
    deviations.add(series, lookback: lookback)
  }

  /// Errors in the sums of squares are one for each window, channel and step.
  public var errorCount: Int { windows.windowCount * horizon }

  /// The least squares problem of windows normalised by `instance` or `last`.
  public func normalEquations(_ normalization: WindowNormalization) -> NormalEquations {
    let level = LevelMoments(windows, lookback: lookback, normalization)
    let offset = normalization == .last ? sumsAsOffset(level) : deviations.asOffset
    let (width, size) = (lookback + horizon, lookback + 1)
    var gram = [Double](repeating: 0, count: size * size)
    var cross = [Double](repeating: 0, count: horizon * size)
    for i in 0..<lookback {
      for j in 0..<lookback { gram[i * size + j] = level.centred(windows[i, j], i, j) }
      gram[i * size + lookback] = offset.products[i]
      gram[lookback * size + i] = offset.products[i]
      for j in lookback..<width { cross[(j - lookback) * size + i] = level.centred(windows[i, j], i, j) }
    }
    gram[size * size - 1] = offset.square
    for step in 0..<horizon { cross[step * size + lookback] = offset.products[lookback + step] }
    return NormalEquations(
      inputSize: size, gram: gram, cross: cross,
      outputSquares: (lookback..<width).reduce(0) { $0 + level.centred(windows.squares[$1], $1, $1) })
  }

  /// The offset's input is 1.
  private func sumsAsOffset(_ level: LevelMoments) -> OffsetMoments {
    OffsetMoments(
      products: windows.sums.map { $0 - windows.sums[lookback - 1] }, square: Double(windows.windowCount))
  }
}

/// Moments of the level `μ` of each window, a fixed linear function of its history.
private struct LevelMoments {
  /// `Σ μ w[i]`
  private let products: [Double]
  /// `Σ μ²`
  private let square: Double

  init(_ windows: SlidingMoments, lookback: Int, _ normalization: WindowNormalization) {
    precondition(normalization == .last || normalization == .instance, "LevelMoments: \(normalization)")
    let weight = 1 / Double(lookback)
    let usesLast = normalization == .last
    let products = (0..<windows.width).map { i in
      usesLast ? windows[lookback - 1, i] : weight * (0..<lookback).reduce(0) { $0 + windows[$1, i] }
    }
    self.products = products
    square = usesLast ? products[lookback - 1] : weight * products[..<lookback].reduce(0, +)
  }

  /// `Σ (w[i] − μ)(w[j] − μ)` from `Σ w[i] w[j]`.
  func centred(_ moment: Double, _ i: Int, _ j: Int) -> Double { moment - products[i] - products[j] + square }
}

/// Moments of the offset's input with the other inputs and outputs, `[lookback + horizon]`, and with itself.
private struct OffsetMoments {
  let products: [Double]
  let square: Double
}

/// Sums that involve the deviation `σ = √(biased variance + ε)` of each history.
private struct DeviationSums {
  /// `Σ σ w[i]`
  private var products: [Double]
  /// `Σ σ μ`
  private var level = 0.0
  /// `Σ σ²`
  private var square = 0.0

  init(width: Int) {
    products = Array(repeating: 0, count: width)
  }

  mutating func add(_ series: [Double], lookback: Int) {
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
      level += deviations[t] * mean
      square += variance
    }
    let lagged = laggedProducts(deviations, series, count: count, lags: products.count)
    for index in products.indices { products[index] += lagged[index] }
  }

  mutating func add(_ other: DeviationSums) {
    for index in products.indices { products[index] += other.products[index] }
    level += other.level
    square += other.square
  }

  var asOffset: OffsetMoments { OffsetMoments(products: products.map { $0 - level }, square: square) }
}
