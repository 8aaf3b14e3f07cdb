import Tensors

/// Something with parameters: a layer, or a forecaster made of layers.
public protocol Module: Sendable {
  /// Shows every parameter to `visitor`, in a fixed order: gradients, optimizer, file names and counts all use this
  /// list.
  mutating func visitParameters(_ visitor: inout some ParameterVisitor)
}

/// Receives the parameters of a module one by one and may replace them.
public protocol ParameterVisitor {
  /// Called for each parameter with its name within the module being visited.
  mutating func visit(_ parameter: inout Tensor, named name: String)
  /// Called before the parameters of a part named `name`.
  mutating func enter(_ name: String)
  /// Called after the parameters of a part.
  mutating func leave()
  /// Called for each tensor that belongs to the module without being trained by gradients, such as running statistics.
  mutating func visitState(_ state: inout Tensor, named name: String)
  /// Called for state that follows the statistics of whole batches; other state unless told apart.
  mutating func visitRunningStatistics(_ statistics: inout Tensor, named name: String)
}

extension ParameterVisitor {
  /// Does nothing; names do not matter to most visitors.
  public mutating func enter(_ name: String) {}
  /// Does nothing; names do not matter to most visitors.
  public mutating func leave() {}
  /// Does nothing; state is not trained.
  public mutating func visitState(_ state: inout Tensor, named name: String) {}
  /// Visits them like other state.
  public mutating func visitRunningStatistics(_ statistics: inout Tensor, named name: String) {
    visitState(&statistics, named: name)
  }

  /// Visits the parameters of `part`, whose names are prefixed with `name` and a dot.
  public mutating func visit(_ part: inout some Module, named name: String) {
    enter(name)
    part.visitParameters(&self)
    leave()
  }

  /// Visits `parameter` if there is one.
  public mutating func visit(_ parameter: inout Tensor?, named name: String) {
    guard var present = parameter else { return }
    parameter = nil
    visit(&present, named: name)
    parameter = present
  }

  /// Visits the parameters of each of `parts`, whose names are prefixed with `name` and their position.
  public mutating func visit(_ parts: inout [some Module], named name: String) {
    enter(name)
    for index in parts.indices { visit(&parts[index], named: "\(index)") }
    leave()
  }

  /// Visits the parameters of `part` if there is one.
  public mutating func visit<Part: Module>(_ part: inout Part?, named name: String) {
    guard var present = part else { return }
    part = nil
    visit(&present, named: name)
    part = present
  }
}

extension Module {
  /// Every parameter in visiting order.
  public var parameters: [Tensor] {
    var collector = ParameterCollector()
    var copy = self
    copy.visitParameters(&collector)
    return collector.parameters
  }

  /// Every parameter with its full name, such as `linear_forecaster.weight`, in visiting order.
  public var namedParameters: [(name: String, value: Tensor)] {
    var collector = NamedParameterCollector()
    var copy = self
    copy.visitParameters(&collector)
    return collector.parameters
  }

  /// Number of trainable numbers.
  public var parameterCount: Int {
    parameters.reduce(0) { $0 + $1.count }
  }

  /// Replaces every parameter by `transform` of its position in visiting order and its value.
  public mutating func replaceParameters(_ transform: (_ index: Int, _ value: Tensor) -> Tensor) {
    withoutActuallyEscaping(transform) { transform in
      var replacer = ParameterReplacer(transform: transform)
      visitParameters(&replacer)
    }
  }

  /// Changes all parameters together, where they are: `update` holds the only references to them.
  public mutating func updateParameters(_ update: (_ values: inout [Tensor]) -> Void) {
    let placeholder = Tensor(0)
    var exchanger = ParameterExchanger(given: parameters.map { _ in placeholder })
    visitParameters(&exchanger)
    update(&exchanger.taken)
    exchanger = ParameterExchanger(given: exchanger.taken)
    visitParameters(&exchanger)
  }

  /// A copy with the parameters `values`, in visiting order and of unchanged shapes.
  public func withParameters(_ values: [Tensor]) -> Self {
    var copy = self
    copy.replaceParameters { index, old in
      precondition(
        values[index].shape == old.shape, "withParameters: \(values[index].shape) for \(old.shape)")
      return values[index]
    }
    return copy
  }
}

extension Module {
  /// Everything that has been learnt: parameters, then running statistics and the like.
  public var learntValues: [Tensor] { parameters + namedState.map(\.value) }

  /// A copy with other learnt values, in the order of ``learntValues`` and of unchanged shapes.
  public func replacingLearntValues(_ values: [Tensor]) -> Self {
    let trained = parameters.count
    var copy = withParameters(Array(values.prefix(trained)))
    copy.replaceState { index, _ in values[trained + index] }
    return copy
  }

  /// Whether a part normalises the examples of a batch together, so that a batch must be computed as a whole.
  public var hasRunningStatistics: Bool {
    var finder = RunningStatisticsFinder()
    var copy = self
    copy.visitParameters(&finder)
    return finder.hasFound
  }

  /// Every tensor that is kept with the parameters but not trained, with its full name, in visiting order.
  public var namedState: [(name: String, value: Tensor)] {
    var collector = NamedStateCollector()
    var copy = self
    copy.visitParameters(&collector)
    return collector.state
  }

  /// Replaces every tensor that is not trained by `transform` of its position in visiting order and its value.
  public mutating func replaceState(_ transform: (_ index: Int, _ value: Tensor) -> Tensor) {
    withoutActuallyEscaping(transform) { transform in
      var replacer = StateReplacer(transform: transform)
      visitParameters(&replacer)
    }
  }
}

private struct ParameterCollector: ParameterVisitor {
  var parameters: [Tensor] = []
  mutating func visit(_ parameter: inout Tensor, named name: String) { parameters.append(parameter) }
}

private struct NamedParameterCollector: ParameterVisitor {
  var parameters: [(name: String, value: Tensor)] = []
  private var path: [String] = []
  mutating func enter(_ name: String) { path.append(name) }
  mutating func leave() { path.removeLast() }
  mutating func visit(_ parameter: inout Tensor, named name: String) {
    parameters.append(((path + [name]).joined(separator: "."), parameter))
  }
}

private struct ParameterReplacer: ParameterVisitor {
  let transform: (Int, Tensor) -> Tensor
  var index = 0
  mutating func visit(_ parameter: inout Tensor, named name: String) {
    parameter = transform(index, parameter)
    index += 1
  }
}

private struct ParameterExchanger: ParameterVisitor {
  let given: [Tensor]
  var taken: [Tensor] = []

  init(given: [Tensor]) {
    self.given = given
    taken.reserveCapacity(given.count)
  }

  mutating func visit(_ parameter: inout Tensor, named name: String) {
    let old = parameter
    parameter = given[taken.count]
    taken.append(old)
  }
}

private struct NamedStateCollector: ParameterVisitor {
  var state: [(name: String, value: Tensor)] = []
  private var path: [String] = []
  mutating func enter(_ name: String) { path.append(name) }
  mutating func leave() { path.removeLast() }
  mutating func visit(_ parameter: inout Tensor, named name: String) {}
  mutating func visitState(_ tensor: inout Tensor, named name: String) {
    state.append(((path + [name]).joined(separator: "."), tensor))
  }
}

private struct RunningStatisticsFinder: ParameterVisitor {
  var hasFound = false
  mutating func visit(_ parameter: inout Tensor, named name: String) {}
  mutating func visitRunningStatistics(_ statistics: inout Tensor, named name: String) { hasFound = true }
}

private struct StateReplacer: ParameterVisitor {
  let transform: (Int, Tensor) -> Tensor
  var index = 0
  mutating func visit(_ parameter: inout Tensor, named name: String) {}
  mutating func visitState(_ state: inout Tensor, named name: String) {
    let new = transform(index, state)
    precondition(new.shape == state.shape, "replaceState: \(new.shape) for \(state.shape) of \(name)")
    state = new
    index += 1
  }
}
