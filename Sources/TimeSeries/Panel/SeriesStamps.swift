/// The stamps of the rows of a series: computed where every row is a step of the grid, listed elsewhere.
public struct SeriesStamps: RandomAccessCollection, Sendable {
  private enum Source: Sendable {
    case grid(TimeGrid)
    case listed([Timestamp])
  }

  private let source: Source

  /// Stamps that are those of a grid.
  public init(_ grid: TimeGrid) { source = .grid(grid) }

  /// Stamps one by one, never decreasing.
  public init(_ stamps: [Timestamp]) { source = .listed(stamps) }

  /// The stamps of a grid where `stamps` are just these, which takes no memory.
  ///
  /// - Parameter isExact: Whether every one is known to be on a position of its own, in order.
  init(_ stamps: [Timestamp], on grid: TimeGrid, isExact: Bool = false) {
    var isGrid = stamps.count == grid.count
    if isGrid, !(isExact && grid.hasWholeSteps) {
      isGrid = stamps.indices.allSatisfy { stamps[$0] == grid.stamp(at: $0) }
    }
    source = isGrid ? .grid(grid) : .listed(stamps)
  }

  /// 0.
  public var startIndex: Int { 0 }
  /// The number of rows.
  public var endIndex: Int {
    switch source {
    case .grid(let grid): grid.count
    case .listed(let stamps): stamps.count
    }
  }

  /// The stamp of a row.
  public subscript(row: Int) -> Timestamp {
    precondition(row >= 0 && row < endIndex, "stamp \(row) of \(endIndex)")
    switch source {
    case .grid(let grid): return grid.stamp(at: row)
    case .listed(let stamps): return stamps[row]
    }
  }
}

extension SeriesStamps: Equatable {
  /// Whether the stamps are the same, however they are kept.
  public static func == (left: SeriesStamps, right: SeriesStamps) -> Bool {
    if case .grid(let one) = left.source, case .grid(let other) = right.source, one == other { return true }
    return left.elementsEqual(right)
  }
}

extension TimeGrid {
  /// Whether a stamp on a position is just the position's: steps are whole nanoseconds, and nothing is rounded.
  fileprivate var hasWholeSteps: Bool {
    guard case .span(let step) = frequency else { return false }
    return step.divisor == 1 && tolerance == 0
  }
}
