import Text

extension RequestError {
  /// Refuses numbers that no count of rows or windows can be; their sums would overflow.
  package static func requireCount(_ value: Int?, _ name: String) throws(RequestError) {
    let highest = 1_000_000
    guard let value, !(1...highest).contains(value) else { return }
    throw .invalidValue(name: name, value: "\(value)", accepted: "1 … \(TextFormatting.grouped(highest))")
  }

  /// Refuses levels and probabilities that are not between 0 and 1, both excluded.
  package static func requireShares(_ values: [Double], _ name: String) throws(RequestError) {
    guard let value = values.first(where: { !($0 > 0 && $0 < 1) }) else { return }
    throw .invalidValue(name: name, value: "\(value)", accepted: "a number between 0 and 1, such as 0.9")
  }

  /// Refuses seeds that a model file, whose integers have a sign, could not hold.
  package static func requireSeed(_ seed: UInt64) throws(RequestError) {
    guard seed > Int.max else { return }
    throw .invalidValue(name: "seed", value: "\(seed)", accepted: "0 … \(Int.max)")
  }
}

extension FitRequest {
  /// - Throws: `RequestError.invalidValue` for sizes and a seed that cannot be.
  func requireBounds() throws(RequestError) {
    try RequestError.requireCount(horizon, "horizon")
    try RequestError.requireCount(lookback, "lookback")
    try RequestError.requireSeed(seed)
  }
}
