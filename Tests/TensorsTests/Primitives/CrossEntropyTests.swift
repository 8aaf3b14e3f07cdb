import Tensors
import Testing

struct CrossEntropyTests {
  /// By hand: scores 0 and ln 3 are shares of a quarter and three quarters.
  @Test func valuesAreThoseByHand() {
    let scores = Tensor(shape: [2, 2], values: [0, 1.0986123, 0, 1.0986123])
    let both = crossEntropy(scores, Tensor(shape: [2], values: [0, 1]), dividingBy: 2)
    #expect(abs(both.scalar - 0.8369882) < 1e-6)  // (ln 4 + ln 4/3) / 2
    let second = crossEntropy(scores, Tensor(shape: [2], values: [-1, 1]), dividingBy: 1)
    #expect(abs(second.scalar - 0.2876821) < 1e-6)
    #expect(crossEntropy(scores, Tensor(shape: [2], values: [-1, -1]), dividingBy: 1).scalar == 0)
  }

  /// A share of e^−1000 is 0 in any precision; its logarithm is not.
  @Test func improbableClassesHaveTheirLoss() {
    let scores = Tensor(shape: [1, 3], values: [1000, 0, 1000])
    let loss = crossEntropy(scores, Tensor(shape: [1], values: [1]), dividingBy: 1)
    #expect(abs(loss.scalar - 1000.6931) < 1e-3)
  }

  @Test func gradientsAreThoseOfDifferences() {
    let classes = Tensor(shape: [2, 3], values: [4, 0, -1, 1, 1, 3])
    expectGradients(of: { 3 * crossEntropy($0[0], classes, dividingBy: 5) }, at: [sample([2, 3, 5])])
  }

  /// Parts divide by the rows of the whole; and no bit depends on the threads.
  @Test func partsAddUpOnAnyNumberOfThreads() {
    let (scores, classes) = (sample([64, 700]), (0..<64).map { Float($0 * 11 % 700) })
    let results = [1, 3].map { threads in
      Workers.$current.withValue(Workers(threadCount: threads)) {
        let point = scores.watched()
        let loss = crossEntropy(point, Tensor(shape: [64], values: classes), dividingBy: 64)
        return (loss: loss.scalar, slope: gradient(of: loss, at: [point])[0].values)
      }
    }
    #expect(results[0].loss == results[1].loss && results[0].slope == results[1].slope)
    let parts = [0..<20, 20..<64].map { part in
      crossEntropy(
        scores.slices(part), Tensor(shape: [part.count], values: Array(classes[part])), dividingBy: 64
      ).scalar
    }
    #expect(abs(parts[0] + parts[1] - results[0].loss) < 1e-5)
  }
}
