import Forecasting
import LeastSquares
import Tensors

/// Second moments of windows of `lookback + horizon` rows, from which every map of a stack follows.
struct LagMoments: Sendable {
  let lookback: Int
  let horizon: Int
  /// Of the windows, or with ``GappedWindows/pairs`` of their observed values.
  private(set) var windows: SlidingMoments
  /// With ``GappedWindows/pairs``, how often both values were observed.
  private var pairs: SlidingMoments?
  /// The ends of each stretch; nil where there are more of them than pay.
  private(set) var borders: [Border]? = []

  /// The first and the last rows of a stretch, all that the moments change by from one row of windows to the next.
  struct Border: Sendable {
    /// The first rows and 0, `[lookback + horizon]`.
    let leaving: [Double]
    /// The rows from the start of the last window on, less the last, `[lookback + horizon]`: entry i is what comes into the moment of row i + 1.
    let entering: [Double]
  }

  /// More stretches than these make a factor by their ends no cheaper than one by Cholesky's method.
  static let mostBorders = 4

  init(lookback: Int, horizon: Int, _ gaps: GappedWindows) {
    (self.lookback, self.horizon) = (lookback, horizon)
    windows = SlidingMoments(width: lookback + horizon, rows: lookback)
    if gaps == .pairs { (pairs, borders) = (windows, nil) }
  }

  /// Rows of a window.
  var width: Int { lookback + horizon }

  /// Adds the windows that lie within some rows.
  mutating func add(_ column: ColumnRows, rows: Range<Int>, by standard: Standardization) {
    guard pairs != nil else {
      for run in column.completeRuns(in: rows, width: width) { add(column.values[run].map { standard($0) }) }
      return
    }
    for stretch in column.stretches(in: rows) where stretch.count >= width {
      let observed = stretch.map { Double(column.observed?[$0] ?? 1) }
      windows.add(windowsOf: zip(stretch, observed).map { $1 * standard(column.values[$0]) })
      pairs?.add(windowsOf: observed)
    }
  }

  private mutating func add(_ values: [Double]) {
    var run = RunMoments(width: width)
    run.append(values)
    add(run)
  }

  /// Adds the windows of a run.
  mutating func add(_ run: RunMoments) {
    guard run.windowCount > 0 else { return }
    windows.add(run)
    guard let known = borders, known.count < Self.mostBorders else {
      borders = nil
      return
    }
    borders = known + [Border(leaving: Array(run.head[..<(width - 1)]) + [0], entering: run.tail + [0])]
  }

  /// Adds the windows that `other` has seen.
  mutating func add(_ other: LagMoments) {
    windows.add(other.windows)
    if let others = other.pairs { pairs?.add(others) }
    guard let known = borders, let others = other.borders, known.count + others.count <= Self.mostBorders
    else {
      borders = nil
      return
    }
    borders = known + others
  }

  /// The moments as if every window counted wherever it was observed.
  var completed: LagMoments {
    guard let pairs else { return self }
    var copy = self
    (copy.windows, copy.pairs) = (windows.dividing(by: pairs), nil)
    return copy
  }
}
