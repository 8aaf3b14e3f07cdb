import Tensors

extension Stored {
  /// The same with learnt values by name; every name must be there, with the right shape, and no other.
  ///
  /// - Throws: `ModelFileError` naming the tensor that is missing, unexpected or of another shape.
  public func replacingTensors(named values: [(name: String, value: Tensor)]) throws(ModelFileError) -> Self {
    let byName = Dictionary(values.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let expected = namedTensors
    if let extra = values.first(where: { value in !expected.contains { $0.name == value.name } }) {
      throw .unexpectedTensor(extra.name)
    }
    var replacements: [Tensor] = []
    for (name, old) in expected {
      guard let new = byName[name] else { throw .missingTensor(name) }
      guard new.shape == old.shape else { throw .wrongShape(name, found: new.shape, expected: old.shape) }
      guard new.isFinite else { throw .nonFiniteTensor(name) }
      replacements.append(new)
    }
    return replacingTensors(replacements)
  }
}
