import Forecasting
import Layers
import LeastSquares
import Tensors
import TimeSeries
import Training

/// All that linear least squares needs to know of some windows, over channels which share one map.
///
/// With `w` the history and target of a window, `μ` and `σ` what a ``WindowCentring`` takes out of it (σ is 1 where only a mean is),
/// the inputs of the least squares problem are `[w_history − μ, σ]` and the outputs `w_target − μ`: the map of centred windows that has
/// the smallest error in the units of the windows, its offset being the coefficient of `σ`.
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
    precondition(windows.isComplete, "WindowMoments: values are missing")
    let runs = try windows.runs(workers: workers, unless: isInterrupted).flatMap(\.self)
    try self.init(
      of: runs, lookback: windows.lookback, horizon: windows.horizon, workers: workers, unless: isInterrupted)
  }

  /// - Parameter runs: With sums of deviations where windows are to be centred by `instance`.
  /// - Throws: `TrainingError.interrupted`.
  public init(
    of runs: [RunMoments], lookback: Int, horizon: Int, workers: Workers,
    unless isInterrupted: () -> Bool = { false }
  ) throws(TrainingError) {
    let empty = WindowMoments(lookback: lookback, horizon: horizon)
    if runs.count <= Self.fewRuns {
      self = empty
      for run in runs {
        if isInterrupted() { throw .interrupted }
        add(run)
      }
      return
    }
    let sums = try workers.sums(over: runs.count, from: empty, unless: isInterrupted) { $1.add(runs[$0]) }
    self = sums.dropFirst().reduce(into: sums[0]) { sum, lane in
      sum.windows.add(lane.windows)
      sum.deviations.add(lane.deviations)
    }
  }

  /// So few take longer to be added up from a sum of each than one after another to one sum, with the same bits.
  private static let fewRuns = 8

  private init(lookback: Int, horizon: Int) {
    (self.lookback, self.horizon) = (lookback, horizon)
    windows = SlidingMoments(width: lookback + horizon, rows: lookback)
    deviations = DeviationSums(width: lookback + horizon, lookback: lookback)
  }

  private mutating func add(_ run: RunMoments) {
    windows.add(run)
    if let sums = run.sums.deviations { deviations.add(sums) }
  }

  /// Windows, each of one channel.
  public var windowCount: Int { windows.windowCount }

  /// Errors in the sums of squares are one for each window, channel and step.
  public var errorCount: Int { windowCount * horizon }

  /// The least squares problem of centred windows.
  public func normalEquations(_ centring: WindowCentring) -> NormalEquations {
    let level = LevelMoments(windows, lookback: lookback, rows: centring.rows(ofLookback: lookback))
    let offset = centring == .instance ? deviations.asOffset : level.constant
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
}

extension Windows {
  /// The moments of every target column in double precision: a run for every stretch of rows within a segment in which no
  /// value is missing, so that windows with missing values are left out.
  public func runs(
    workers: Workers, unless isInterrupted: () -> Bool = { false }
  ) throws(TrainingError) -> [[RunMoments]] {
    let columns = targetColumns
    // Lanes take columns in turn; what each found goes back to its place.
    let lanes = try workers.sums(over: columns.count, from: [[RunMoments]](), unless: isInterrupted) {
      place, lane in
      lane.append(segments.flatMap { runs(ofColumn: columns[place], in: $0) })
    }
    return columns.indices.map { lanes[$0 % lanes.count][$0 / lanes.count] }
  }

  private func runs(ofColumn column: Int, in segment: WindowSegment) -> [RunMoments] {
    let (rows, values) = (rows(of: segment), values(ofColumn: column, in: segment))
    let observed = data.observed(column, ofSeries: segment.series)
    let stretches = observed.map { observed in
      observed[rows].split { $0 == 0 }.map { $0.startIndex - rows.lowerBound..<$0.endIndex - rows.lowerBound }
    }
    return (stretches ?? [values.indices]).filter { $0.count >= lookback + horizon }.map { stretch in
      var run = RunMoments(width: lookback + horizon, lookback: lookback)
      run.append(Array(values[stretch]))
      return run
    }
  }

  /// The standardised values of the rows that the windows of a segment lie in; missing ones are filled.
  func values(ofColumn column: Int, in segment: WindowSegment) -> [Double] {
    data.standardized(column, ofSeries: segment.series, rows: rows(of: segment))
  }
}

extension ScaledPanel {
  /// Standardised values in double precision; missing ones are filled.
  package func standardized(_ column: Int, ofSeries series: Int, rows: Range<Int>) -> [Double] {
    let (mean, deviation) = (scalers[series].means[column], scalers[series].deviations[column])
    return withUnits(column, ofSeries: series, rows: rows) { values in
      values.indices.map { (values[$0] - mean) / deviation }
    }
  }
}

/// Moments of the level `μ` of each window, the mean of the last rows of its history.
private struct LevelMoments {
  /// `Σ μ w[i]`
  private let products: [Double]
  /// `Σ μ²`
  private let square: Double
  /// Moments of a constant of 1 with what is centred.
  let constant: OffsetMoments

  init(_ windows: SlidingMoments, lookback: Int, rows: Int) {
    let (weight, last) = (rows > 0 ? 1 / Double(rows) : 0, lookback - rows..<lookback)
    let products = (0..<windows.width).map { i in
      weight * last.reduce(0) { $0 + windows[$1, i] }
    }
    self.products = products
    square = weight * products[last].reduce(0, +)
    let level = weight * windows.sums[last].reduce(0, +)
    constant = OffsetMoments(
      products: windows.sums.map { $0 - level }, square: Double(windows.windowCount))
  }

  /// `Σ (w[i] − μ)(w[j] − μ)` from `Σ w[i] w[j]`.
  func centred(_ moment: Double, _ i: Int, _ j: Int) -> Double { moment - products[i] - products[j] + square }
}

/// Moments of the offset's input with the other inputs and outputs, `[lookback + horizon]`, and with itself.
private struct OffsetMoments {
  let products: [Double]
  let square: Double
}

extension DeviationSums {
  /// The offset's input is the deviation.
  fileprivate var asOffset: OffsetMoments {
    OffsetMoments(products: products.map { $0 - level }, square: square)
  }
}
