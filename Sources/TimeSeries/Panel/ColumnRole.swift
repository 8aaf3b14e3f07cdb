/// What a column is for.
public enum ColumnRole: String, Hashable, Sendable, CaseIterable {
  /// It is forecast; its past is known.
  case target
  /// Its past is known and helps to forecast the targets.
  case past
  /// Its past and its future are known: prices, holidays, promotions.
  case future
  /// It has one value for each series.
  case fixed
}

/// The role of every column of a panel; nil for columns that are not looked at.
public struct ColumnRoles: Hashable, Sendable {
  /// One entry a column, in the order of the panel.
  public let roles: [ColumnRole?]

  /// - Parameter roles: One entry a column, in the order of the panel.
  public init(_ roles: [ColumnRole?]) {
    self.roles = roles
  }

  /// The columns with one of `wanted` roles, in the order of the panel.
  public func columns(_ wanted: ColumnRole...) -> [Int] {
    roles.indices.filter { index in roles[index].map { wanted.contains($0) } ?? false }
  }

  /// The channels of a history: targets and columns whose past alone is known.
  public var inputs: [Int] { columns(.target, .past) }

  /// The targets as indices of ``inputs``.
  public var targets: [Int] {
    inputs.enumerated().filter { roles[$0.element] == .target }.map(\.offset)
  }
}
