/// Mean and variance of a few numbers.
package struct SampleMoments: Sendable {
  /// How many they are.
  package let count: Int
  /// NaN of no numbers.
  package let mean: Double
  /// Σ(x − x̄)².
  package let squares: Double

  /// The moments of numbers, added up in their order.
  @inlinable package init(_ values: some Collection<Double>) {
    let mean = values.reduce(0, +) / Double(values.count)
    (count, self.mean) = (values.count, mean)
    squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  /// The squares over the count: of a whole population.
  @inlinable package var populationVariance: Double { squares / Double(count) }
  /// The squares over one less than the count: unbiased for a sample. Zero of a single number.
  @inlinable package var sampleVariance: Double { squares / Double(max(1, count - 1)) }
}
