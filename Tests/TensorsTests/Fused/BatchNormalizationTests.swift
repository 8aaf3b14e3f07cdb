import Tensors
import Testing

struct BatchNormalizationTests {
  private let gain = Tensor(shape: [3], values: [1.5, -0.7, 1])
  private let offset = Tensor(shape: [3], values: [0.3, 0.1, 0])

  @Test func columnsGetMeanZeroAndVarianceOne() {
    let x = 5 * sample([7, 4, 3]) + Tensor(shape: [7, 4, 3], filledWith: 2)
    let (y, statistics) = batchNormalized(
      x, by: nil, epsilon: 0, gain: Tensor(shape: [3], filledWith: 1),
      offset: Tensor(shape: [3], filledWith: 0))
    for column in 0..<3 {
      let values = stride(from: column, to: y.count, by: 3).map { y.values[$0] }
      let mean = values.reduce(0, +) / 28
      #expect(abs(mean) < 1e-5)
      #expect(abs(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 28 - 1) < 1e-4)
    }
    let known = batchNormalized(x, by: statistics, epsilon: 0, gain: gain, offset: offset).normalized
    expectEqual(known, batchNormalized(x, by: nil, epsilon: 0, gain: gain, offset: offset).normalized)
  }

  @Test func itHasItsDerivativesThroughTheStatisticsAndWithout() {
    let points = [sample([5, 3]), gain, offset]
    func normalized(_ points: [Tensor], by known: ColumnStatistics?) -> Tensor {
      batchNormalized(points[0], by: known, epsilon: 1e-3, gain: points[1], offset: points[2]).normalized
    }
    expectGradients(of: { normalized($0, by: nil) }, at: points)
    let known = ColumnStatistics(of: sample([9, 3], seed: 5))
    expectGradients(of: { normalized($0, by: known) }, at: points)
  }

  @Test func threadsDoNotChangeABit() {
    let x = sample([301, 130])
    let (gain, offset) = (sample([130], seed: 2), sample([130], seed: 3))
    func evaluate(threads: Int) -> [[Float]] {
      Workers.$current.withValue(Workers(threadCount: threads)) {
        let watched = [x, gain, offset].map { $0.watched() }
        let y = batchNormalized(watched[0], by: nil, epsilon: 1e-3, gain: watched[1], offset: watched[2])
        let result = y.normalized
        return [result.values] + gradient(of: sum(result * result * result), at: watched).map(\.values)
      }
    }
    let reference = evaluate(threads: 1)
    #expect([2, 3].allSatisfy { evaluate(threads: $0) == reference })
  }
}
