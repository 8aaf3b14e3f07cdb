import ArgumentParser
import Text

extension ParsableArguments {
  /// Refuses a value of an option.
  ///
  /// - Parameter accepted: What is accepted, in words.
  func require<Value>(
    _ value: Value?, _ name: String, _ accepted: String, _ isAccepted: (Value) -> Bool
  ) throws {
    guard let value, !isAccepted(value) else { return }
    throw ValidationError("\(name) \(value) is not accepted; use \(accepted)")
  }

  /// Refuses seeds that a model file, whose integers have a sign, could not hold.
  func requireSeed(_ seed: UInt64, _ name: String) throws {
    try require(seed, name, "0 … \(Int.max)") { $0 <= Int.max }
  }

  /// Refuses numbers that no count of rows, windows or epochs can be; their sums would overflow.
  func requireCount(_ value: Int?, _ name: String, from lowest: Int = 1) throws {
    let highest = 1_000_000
    try require(value, name, "\(lowest) … \(TextFormatting.grouped(highest))") {
      (lowest...highest).contains($0)
    }
  }
}
