import Tensors

extension Batch {
  /// The covariates of `rows`, counted from the first row of the history: what is known ahead, then the fixed columns,
  /// the same in every row. Shape `[batch, feature + fixed column, row]`; nil for none.
  public func covariates(of rows: Range<Int>) -> Tensor? {
    let ahead = future(of: rows)
    guard let fixed else { return ahead }
    let repeated = repeatingLast(fixed.reshaped(to: [count, fixed.shape[1], 1]), count: rows.count)
    return ahead.map { joiningTokens($0, repeated) } ?? repeated
  }

  /// All covariates of a window as one row: what is known ahead of every row, then the fixed columns. Shape
  /// `[batch, feature · (lookback + horizon) + fixed column]`; nil for none.
  public var covariates: Tensor? {
    let ahead = future.map { $0.reshaped(to: [count, $0.count / max(1, count)]) }
    guard let ahead, let fixed else { return ahead ?? fixed }
    return concatenatedColumns([ahead, fixed])
  }
}
