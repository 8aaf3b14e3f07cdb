import Tensors

/// Numbers of mean 0 and variance 1, the same for the same seed.
func normalNumbers(_ count: Int, seed: UInt64) -> [Double] {
  var generator = SeededGenerator(seed: seed)
  return (0..<count).map { _ in Double(generator.normal()) }
}
