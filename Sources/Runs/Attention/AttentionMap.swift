/// How much some tokens attend to others, averaged over heads and a fixed batch of test windows.
public struct AttentionMap: Sendable, Equatable {
  /// What is shown, such as "channels" or "encoder layer 1".
  public var name: String
  /// Names of the attending tokens, one per row.
  public var rows: [String]
  /// Names of the tokens attended to, one per column.
  public var columns: [String]
  /// Shape `[row, column]`; rows add up to 1.
  public var weights: [[Float]]

  /// - Parameter weights: Shape `[row, column]`.
  public init(name: String, rows: [String], columns: [String], weights: [[Float]]) {
    (self.name, self.rows, self.columns, self.weights) = (name, rows, columns, weights)
  }
}
