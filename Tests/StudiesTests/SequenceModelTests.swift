import Layers
import Studies
import Tensors
import TestSupport
import Testing
import Training

struct SequenceModelTests {
  private let nextToken = SequenceModel.Sizes(tokenCount: 7, size: 16, layerCount: 2, headCount: 2)
  private let oneClass = SequenceModel.Sizes(
    tokenCount: 7, classCount: 5, size: 8, layerCount: 1, headCount: 2)

  private func model(_ kind: SequenceModel.Kind, _ sizes: SequenceModel.Sizes) throws -> SequenceModel {
    var generator = SeededGenerator(seed: 6)
    let model = try SequenceModel(kind, sizes, using: &generator)
    // Gains of 1 would hide which norm is which.
    return model.withParameters(
      model.parameters.map { value in
        guard value.shape.count == 1 else { return value }
        return Tensor(shape: value.shape, values: value.values.map { $0 + generator.uniform(in: -0.3..<0.3) })
      })
  }

  private func scores(_ model: SequenceModel, _ sequences: [[Int]]) -> Tensor {
    var pass = ForwardPass.inference
    return model.output(sequences, in: &pass)
  }

  @Test(arguments: SequenceModel.Kind.allCases)
  func scoresAreThoseOfTheFormulas(_ kind: SequenceModel.Kind) throws {
    let sequence = [3, 0, 6, 6, 1, 2, 5, 3, 4]
    for sizes in [nextToken, oneClass] {
      let model = try model(kind, sizes)
      let ours = scores(model, [[1, 1, 2, 1, 1, 2, 0, 0, 0], sequence])
      let all = NaiveSequenceModel(model, kind, sizes).scores(of: sequence)
      let expected = sizes.classCount == nil ? all.flatMap(\.self) : all[8]
      #expect(ours.shape == [2, sizes.classCount == nil ? 9 : 1, sizes.classCount ?? 7])
      let miss = largestDistance(ours.values.suffix(expected.count).map(Double.init), expected)
      #expect(miss < 1e-5, "off by \(miss)")
    }
  }

  /// Nothing is known of later tokens, and everything of earlier ones.
  @Test(arguments: SequenceModel.Kind.allCases)
  func laterTokensDoNotCount(_ kind: SequenceModel.Kind) throws {
    let model = try model(kind, nextToken)
    let base = scores(model, [[0, 1, 2, 3, 4, 5]]).values
    let later = scores(model, [[0, 1, 2, 6, 4, 5]]).values
    #expect(base[0..<21] == later[0..<21])
    let miss = zip(base[21...], later[21...]).map { abs($0 - $1) }
    #expect((0..<3).allSatisfy { token in miss[token * 7..<(token + 1) * 7].contains { $0 > 1e-5 } })
  }

  /// A unit of the feed-forward part has three rows or columns: nothing can be nearer.
  @Test(arguments: [16, 32, 64, 96])
  func allKindsHaveAsManyParameters(size: Int) throws {
    let sizes = SequenceModel.Sizes(tokenCount: 256, size: size, layerCount: 2, headCount: 4)
    let counts = try SequenceModel.Kind.allCases.map { try model($0, sizes).parameterCount }
    // Embedding, norms, and of each layer four maps and a gated part four times as wide.
    #expect(counts[0] == 256 * size + 5 * size + 2 * (4 * size * size + 3 * size * 4 * size))
    #expect(counts.allSatisfy { abs($0 - counts[0]) <= 2 * (3 * size / 2) }, "\(counts)")
  }

  @Test(arguments: SequenceModel.Kind.allCases)
  func gradientsAreThoseOfDifferences(_ kind: SequenceModel.Kind) throws {
    let model = try model(kind, oneClass)
    let (sequences, classes) = (
      [[0, 3, 6], [2, 2, 6], [5, 0, 6]], Tensor(shape: [3, 1], values: [4, 0, 2])
    )
    expectGradient(at: model, every: 5, step: 1e-2, within: { _, largest in 1e-2 * largest + 1e-4 }) {
      CrossEntropy()(scores($0, sequences), classes, dividingBy: 3)
    }
  }

  @Test func sizesThatDoNotFitAreRefused() {
    var sizes = nextToken
    sizes.headCount = 3
    #expect(throws: ConfigurationError.self) { try model(.transformer, sizes) }
  }

  /// The gradient of a step is that of the whole batch, however it is cut.
  @Test func sequencesAreGatheredWithTheirClasses() {
    let data = TokenSequences([[0, 1], [2, 3], [4, 5]], classes: [[1, 2], [3, 4], [5, 6]])
    let batch = data.examples(at: [2, 0])
    #expect(batch.input == [[4, 5], [0, 1]] && batch.target.values == [5, 6, 1, 2])
    #expect(data.rowsPerExample == 2 && data.observedTargetElements(at: [0, 1]) == 4)
  }
}
