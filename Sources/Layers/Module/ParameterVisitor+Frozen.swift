import Tensors

extension ParameterVisitor {
  /// Visits what `body` visits, with parameters as state: they are stored and not trained.
  public mutating func visitFrozen(_ body: (inout FrozenVisitor<Self>) -> Void) {
    var frozen = FrozenVisitor(base: self)
    body(&frozen)
    self = frozen.base
  }
}

/// Shows parameters to another visitor as state; see ``ParameterVisitor/visitFrozen(_:)``.
public struct FrozenVisitor<Base: ParameterVisitor>: ParameterVisitor {
  fileprivate var base: Base

  /// Shows `parameter` as state.
  public mutating func visit(_ parameter: inout Tensor, named name: String) {
    base.visitState(&parameter, named: name)
  }
  /// Enters the part.
  public mutating func enter(_ name: String) { base.enter(name) }
  /// Leaves the part.
  public mutating func leave() { base.leave() }
  /// Shows the state.
  public mutating func visitState(_ state: inout Tensor, named name: String) {
    base.visitState(&state, named: name)
  }
  /// Shows the statistics.
  public mutating func visitRunningStatistics(_ statistics: inout Tensor, named name: String) {
    base.visitRunningStatistics(&statistics, named: name)
  }
}
