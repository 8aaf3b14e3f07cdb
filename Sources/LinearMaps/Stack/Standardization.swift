/// Mean and deviation that values are brought to 0 and 1 by.
struct Standardization: Sendable {
  let mean: Double
  let deviation: Double

  /// Leaves values as they are.
  static let identity = Standardization(mean: 0, deviation: 1)

  func callAsFunction(_ value: Double) -> Double { (value - mean) / deviation }
}
