import Forecasting
import LeastSquares
import Tensors

/// The second moments of all windows within one run of consecutive rows, in the few numbers that they follow from.
///
/// Windows one step apart share all but two values, so that the whole matrix `Σ w wᵀ` follows from its first row and the
/// `width − 1` rows at either end of the run. Runs grow and shrink at their ends, and runs that touch or overlap join, without the
/// rows between; the sums are those of all windows up to rounding.
///
/// ```swift
/// var run = RunMoments(width: 36)
/// run.append(Array(load[..<700]))
/// run.append(Array(load[700...]))
/// print(run.windowCount)
/// ```
public struct RunMoments: Sendable, Equatable {
  /// Rows of a window.
  public let width: Int
  /// Rows of the run.
  public private(set) var rowCount = 0
  /// The first rows: `width − 1` of them or more, all of a shorter run.
  public private(set) var head: [Double] = []
  /// The last `width − 1` rows; all of a shorter run.
  public private(set) var tail: [Double] = []
  /// What all windows add up to.
  public private(set) var sums: WindowSums

  /// No rows yet.
  ///
  /// - Parameter lookback: Rows of a window whose deviation is summed; nil sums none.
  public init(width: Int, lookback: Int? = nil) {
    precondition(width > 1 && (lookback ?? 1) < width, "RunMoments: windows of \(width)")
    self.width = width
    sums = WindowSums(width: width, lookback: lookback)
  }

  /// What was stored of a run.
  ///
  /// - Precondition: `head` and `tail` are as long as those of a run of that many rows.
  init(width: Int, rowCount: Int, head: [Double], tail: [Double], sums: WindowSums) {
    self.width = width
    (self.rowCount, self.head, self.tail, self.sums) = (rowCount, head, tail, sums)
    precondition(
      tail.count == min(rowCount, width - 1) && head.count >= tail.count && head.count <= rowCount
        && sums.width == width, "RunMoments: \(rowCount) rows, \(head.count) and \(tail.count) kept")
  }

  /// Windows within the run.
  public var windowCount: Int { Swift.max(0, rowCount - width + 1) }

  /// Whether every row is known.
  public var knowsAllRows: Bool { head.count == rowCount }

  /// Adds the rows behind the last one.
  ///
  /// - Parameter keepingAll: Whether the rows are kept, so that they may be dropped again.
  public mutating func append(_ rows: [Double], keepingAll: Bool = false) {
    let known = tail + rows
    let count = Swift.max(0, rowCount + rows.count - width + 1) - windowCount
    if count > 0 { sums.add(known[...], count: count) }
    if knowsAllRows {
      head += keepingAll ? rows[...] : rows.prefix(Swift.max(0, width - 1 - rowCount))
    }
    rowCount += rows.count
    tail = known.suffix(width - 1)
  }

  /// Takes the first rows out again.
  ///
  /// - Precondition: They and the `width − 1` rows behind them are known.
  public mutating func removeFirst(_ count: Int) {
    guard count < rowCount else {
      self = RunMoments(width: width, lookback: sums.lookback)
      return
    }
    precondition(canRemoveFirst(count), "RunMoments: \(count) rows leave, \(head.count) are known")
    let leaving = Swift.min(count, windowCount)
    if leaving == windowCount {
      sums = WindowSums(width: width, lookback: sums.lookback)
    } else {
      sums.add(head[...], count: leaving, sign: -1)
    }
    head.removeFirst(count)
    rowCount -= count
    tail = tail.suffix(rowCount)
  }

  /// Whether enough rows are known to take the first ones out.
  public func canRemoveFirst(_ count: Int) -> Bool {
    count >= rowCount || head.count >= Swift.min(rowCount, count + width - 1)
  }

  /// Learns more of the first rows; those that are known stay.
  ///
  /// - Parameter rows: The rows of the run from the first one on.
  public mutating func learn(firstRows rows: [Double]) {
    guard rows.count > head.count else { return }
    head += rows[head.count..<Swift.min(rows.count, rowCount)]
  }

  /// Forgets the rows that only dropping them would need.
  public mutating func forgetRows() { head = Array(head.prefix(Swift.min(rowCount, width - 1))) }

  /// Adds the rows of a run that begins within this one or right behind it.
  ///
  /// Windows that lie in neither are made of the rows at both ends.
  ///
  /// - Parameter overlap: Rows that both have, at most `width − 1`.
  public mutating func join(_ other: RunMoments, overlap: Int) {
    precondition(
      other.width == width && overlap >= 0 && overlap <= Swift.min(width - 1, rowCount, other.rowCount),
      "RunMoments: an overlap of \(overlap) rows")
    let known = tail + other.head.dropFirst(overlap)
    let (start, total) = (rowCount - overlap, rowCount + other.rowCount - overlap)
    let between = Swift.max(0, Swift.min(start, total - width + 1) - windowCount)
    if between > 0 { sums.add(known[...], count: between) }
    sums.add(other.sums)
    if knowsAllRows { head += other.head.dropFirst(overlap) }
    tail = (tail + other.tail.suffix(other.rowCount - overlap)).suffix(width - 1)
    rowCount = total
  }

  /// The same of the rows `(x − shift) · scale`.
  ///
  /// - Precondition: No deviations are summed: those are of the units that they were taken in.
  public func mapped(shift: Double, scale: Double) -> RunMoments {
    let map = { (value: Double) in (value - shift) * scale }
    return RunMoments(
      width: width, rowCount: rowCount, head: head.map(map), tail: tail.map(map),
      sums: sums.mapped(
        shift: shift, scale: scale, count: windowCount, leaving: head, entering: tail))
  }

  /// `Σ x` and `Σ x²` over all rows.
  public var rowSums: (sum: Double, square: Double) {
    (sums.first + tail.reduce(0, +), sums.products[0] + tail.reduce(0) { $0 + $1 * $1 })
  }
}

extension SlidingMoments {
  /// Adds the windows of a run.
  public mutating func add(_ run: RunMoments) {
    precondition(run.width == width, "SlidingMoments: windows of \(run.width) among those of \(width)")
    guard run.windowCount > 0 else { return }
    add(
      firstRow: run.sums.products, sum: run.sums.first, leaving: run.head[..<(width - 1)],
      entering: run.tail[...], count: run.windowCount)
  }
}
