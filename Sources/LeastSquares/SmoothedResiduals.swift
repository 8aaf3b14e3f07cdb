import CKernels

/// Residuals of several problems whose absolute values are summed, rounded off at zero: `Σ √(r² + ε²)`, in double precision.
///
/// ```swift
/// var residuals = SmoothedResiduals([3, -4], columns: 1)
/// let error = residuals.move(along: [1, 1], by: [1], smoothing: [0.1])  // of 2 and −5: close to 7
/// ```
public struct SmoothedResiduals: Sendable {
  /// Problems.
  public let columns: Int
  /// `r`, shape `[row, problem]`.
  public private(set) var values: [Double]
  /// `r / √(r² + ε²)`, the same shape, as of the last move.
  public private(set) var signs: [Double]

  /// - Parameter values: Shape `[row, problem]`.
  public init(_ values: [Double], columns: Int) {
    precondition(columns > 0 && values.count.isMultiple(of: columns), "SmoothedResiduals: \(values.count)")
    (self.columns, self.values) = (columns, values)
    signs = Array(repeating: 0, count: values.count)
  }

  /// The derivative of the sum of each problem along a direction: `−Σ m r' / √(r'² + ε²)` at `r' = r − t m`.
  ///
  /// - Parameters:
  ///   - moves: `m`, the shape of the residuals.
  ///   - lengths: `t` of each problem.
  ///   - smoothing: ε of each problem, above 0.
  ///   - isWanted: Of each problem; what is said of others means nothing. nil for all.
  public func slopes(
    along moves: [Double], by lengths: [Double], smoothing: [Double], isWanted: [Bool]? = nil
  ) -> [Double] {
    require(moves, lengths, smoothing)
    precondition(isWanted.map { $0.count == columns } ?? true, "slopes: \(columns) problems")
    let squares = smoothing.map { $0 * $0 }
    var slopes = [Double](repeating: 0, count: columns)
    let wanted = (0..<columns).map { isWanted?[$0] ?? true ? UInt8(1) : 0 }
    unsafe fk_absolute_slopes(
      &slopes, values, moves, lengths, squares, wanted, values.count / columns, columns)
    return slopes.map { -$0 }
  }

  /// Takes multiples of a direction off the residuals.
  ///
  /// - Returns: `Σ √(r² + ε²)` of each problem after that.
  public mutating func move(along moves: [Double], by lengths: [Double], smoothing: [Double]) -> [Double] {
    require(moves, lengths, smoothing)
    let squares = smoothing.map { $0 * $0 }
    var errors = [Double](repeating: 0, count: columns)
    let rows = values.count / columns
    unsafe fk_absolute_move(&values, &signs, &errors, moves, lengths, squares, rows, columns)
    return errors
  }

  private func require(_ moves: [Double], _ lengths: [Double], _ smoothing: [Double]) {
    precondition(
      moves.count == values.count && lengths.count == columns && smoothing.count == columns,
      "SmoothedResiduals: \(moves.count) moves of \(values.count), \(lengths.count) lengths of \(columns)")
  }
}
