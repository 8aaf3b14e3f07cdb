import Diagnosis
import Tensors
import Testing

struct AttentionMeasuresTests {
  private func measures(_ rows: [[Float]], copies: Int = 1) -> AttentionMeasures {
    let values = rows.flatMap(\.self)
    return AttentionMeasures(
      of: Tensor(
        shape: [copies, rows.count, rows[0].count], values: (0..<copies).flatMap { _ in values }))
  }

  private func expect(_ measures: AttentionMeasures, _ expected: (Double, Double, Double, Double)) {
    let found = (measures.entropy, measures.diagonalMass, measures.nuclearNorm, measures.stableRank)
    #expect(abs(found.0 - expected.0) < 1e-6 && abs(found.1 - expected.1) < 1e-6, "\(found)")
    #expect(abs(found.2 - expected.2) < 1e-5 && abs(found.3 - expected.3) < 1e-5, "\(found)")
  }

  @Test func theIdentityHasNoEntropyAndFullRank() {
    let identity = (0..<5).map { row in (0..<5).map { Float(row == $0 ? 1 : 0) } }
    expect(measures(identity, copies: 3), (0, 1, 5, 5))
  }

  /// ln 7 = 1.945910149.
  @Test func uniformAttentionHasTheLargestEntropyAndRankOne() {
    let uniform = measures(Array(repeating: Array(repeating: 1 / 7, count: 7), count: 7))
    expect(uniform, (1.945910149, 1.0 / 7, 1, 1))
    #expect(abs(uniform.largestEntropy - 1.945910149) < 1e-9)
  }

  /// `[[¾, ¼], [½, ½]]` by hand: entropies 0.562335145 and ln 2; AᵀA = [[13, 7], [7, 5]]/16 has the trace 9/8 and the determinant 1/16,
  /// so that the singular values are the roots of (9 ± √65)/16, their sum √(9/8 + 2 · ¼).
  @Test func aMatrixByHand() {
    let largest = (9 + 65.0.squareRoot()) / 16
    expect(
      measures([[0.75, 0.25], [0.5, 0.5]]),
      ((0.562335145 + 0.693147181) / 2, 0.625, (1.125 + 0.5).squareRoot(), 1.125 / largest))
  }

  /// Rows that are all alike have rank one, whatever they are.
  @Test func collapsedRowsHaveRankOne() {
    let row: [Float] = [0.7, 0.2, 0.1]
    let found = measures([row, row, row])
    let nuclear = (3 * (0.49 + 0.04 + 0.01)).squareRoot()
    #expect(abs(found.stableRank - 1) < 1e-6 && abs(found.nuclearNorm - nuclear) < 1e-6)
  }

  /// A reflection turns a diagonal matrix into a full one with the same singular values.
  @Test(arguments: [1, 2, 3, 8, 33])
  func singularValuesAreThoseOfTheDiagonal(count: Int) {
    let expected = (0..<count).map { Double(count - $0) * 0.5 }
    let u = (0..<count).map { Double($0 % 5 + 1) }
    let square = u.reduce(0) { $0 + $1 * $1 }
    let matrix = (0..<count * count).map { index -> Double in
      let (i, j) = (index / count, index % count)
      return expected[i] * ((i == j ? 1 : 0) - 2 * u[i] * u[j] / square)
    }
    let found = singularValues(matrix, rows: count, columns: count)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-8 }, "\(found)")
  }

  @Test func widthAndHeightMayDiffer() {
    let found = singularValues([3, 0, 0, 0, 4, 0], rows: 2, columns: 3)
    #expect(abs(found[0] - 4) < 1e-12 && abs(found[1] - 3) < 1e-12)
    #expect(singularValues([3, 0, 0, 4, 0, 0], rows: 3, columns: 2).count == 2)
  }
}
