import Forecasting
import Tensors

extension Auto {
  private static func prefix(_ member: Int) -> String { "member\(member)." }
  private static let weightsName = "weights"

  /// What the members have learnt in single precision, each under its number.
  public var namedTensors: [(name: String, value: Tensor)] {
    members.enumerated().flatMap { index, member in
      member.forecaster.namedTensors.map { (Self.prefix(index) + $0.name, $0.value) }
    }
  }

  /// The weights, and what the members have learnt in double precision, each under its number.
  public var namedNumbers: [(name: String, values: [Double])] {
    [(Self.weightsName, weights.values)]
      + members.enumerated().flatMap { index, member in
        member.forecaster.namedNumbers.map { (Self.prefix(index) + $0.name, $0.values) }
      }
  }

  /// The same with other learnt values, in the order of `namedTensors`.
  public func replacingTensors(_ values: [Tensor]) -> Auto {
    var (copy, rest) = (self, values[...])
    for index in members.indices {
      let count = members[index].forecaster.namedTensors.count
      copy.members[index].forecaster = members[index].forecaster.replacingTensors(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return copy
  }

  /// The same with the weights and the members' values of a model file.
  public func restored(from learnt: LearntValues) throws(ModelFileError) -> Auto {
    var copy = self
    copy.weights = try restoredWeights(learnt)
    for index in members.indices {
      let prefix = Self.prefix(index)
      copy.members[index].forecaster = try members[index].forecaster.restored(from: learnt.under(prefix))
    }
    let known = members.indices.map(Self.prefix)
    if let other = learnt.tensors.first(where: { tensor in
      tensor.name != Self.weightsName && !known.contains { tensor.name.hasPrefix($0) }
    }) {
      throw .unexpectedTensor(other.name)
    }
    return copy
  }

  private func restoredWeights(_ learnt: LearntValues) throws(ModelFileError) -> MemberWeights {
    guard let values = learnt.numbers.first(where: { $0.name == Self.weightsName })?.values else {
      throw .missingTensor(Self.weightsName)
    }
    guard values.count == weights.values.count else {
      throw .wrongShape(Self.weightsName, found: [values.count], expected: [weights.values.count])
    }
    guard values.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { throw .nonFiniteTensor(Self.weightsName) }
    return MemberWeights(
      values: values, memberCount: members.count, channelCount: weights.channelCount, horizon: task.horizon)
  }

  /// Values that the members have learnt.
  public var parameterCount: Int { members.reduce(0) { $0 + $1.forecaster.parameterCount } }
}

extension LearntValues {
  /// Those whose names begin with `prefix`, without it.
  fileprivate func under(_ prefix: String) -> LearntValues {
    LearntValues(
      tensors: tensors.filter { $0.name.hasPrefix(prefix) }.map {
        (String($0.name.dropFirst(prefix.count)), $0.value)
      },
      numbers: numbers.filter { $0.name.hasPrefix(prefix) }.map {
        (String($0.name.dropFirst(prefix.count)), $0.values)
      })
  }
}
