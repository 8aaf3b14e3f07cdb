import LeastSquares
import Testing

/// Factors and solutions beside sums written out.
struct SymmetricFactorTests {
  /// Every edge of the tiles and blocks, with rows and columns stored either way.
  @Test(arguments: [(1, 1, 1), (5, 7, 3), (6, 8, 96), (13, 65, 97), (40, 130, 200)])
  func productsAreSums(_ rows: Int, _ columns: Int, _ depth: Int) {
    let (a, b) = (normalNumbers(rows * depth, seed: 1), normalNumbers(depth * columns, seed: 2))
    for isTransposed in [false, true] {
      let start = normalNumbers(rows * (columns + 3) + 2, seed: 3)
      var result = start
      let left = isTransposed ? MatrixPart(a, rowStride: rows).transposed : MatrixPart(a, rowStride: depth)
      let right =
        isTransposed ? MatrixPart(b, rowStride: depth).transposed : MatrixPart(b, rowStride: columns)
      result.addProduct(
        left, right, rows: rows, columns: columns, depth: depth, factor: -2, from: 2, stride: columns + 3)
      var expected = start
      for i in 0..<rows {
        for j in 0..<columns {
          for k in 0..<depth {
            let x = a[isTransposed ? k * rows + i : i * depth + k]
            let y = b[isTransposed ? j * depth + k : k * columns + j]
            expected[2 + i * (columns + 3) + j] -= 2 * x * y
          }
        }
      }
      #expect(zip(result, expected).allSatisfy { abs($0 - $1) < 1e-11 * Double(depth) })
    }
  }

  @Test(arguments: [1, 2, 15, 16, 17, 63, 64, 65, 130, 200])
  func solutionsSatisfyTheirEquations(_ size: Int) throws {
    let x = normalNumbers(size * (size + 5), seed: UInt64(size))
    var gram = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in 0..<size {
        for k in 0..<size + 5 { gram[i * size + j] += x[k * size + i] * x[k * size + j] }
      }
      gram[i * size + i] += 0.1
    }
    let right = normalNumbers(size * 3, seed: 9)
    let solution = try #require(SymmetricFactor(of: gram, size: size)).solving(right, columns: 3)
    for i in 0..<size {
      for column in 0..<3 {
        let product = (0..<size).reduce(0.0) { $0 + gram[i * size + $1] * solution[$1 * 3 + column] }
        #expect(abs(product - right[i * 3 + column]) < 1e-9 * Double(size))
      }
    }
  }

  @Test func aMatrixThatIsNotPositiveDefiniteHasNoFactor() {
    #expect(SymmetricFactor(of: [1, 2, 2, 4], size: 2) == nil)
    #expect(SymmetricFactor(of: [1, 2, 2, 3], size: 2) == nil)
    #expect(SymmetricFactor(of: [0], size: 1) == nil)
    let system = DisplacedSystem(firstRow: [1, 2, 1], size: 2, positive: [], negative: [])
    #expect(system.solution == nil)
  }

  /// Moments of sliding windows with a ridge: solved by their ends and as they are.
  @Test(arguments: [(3, 10), (40, 100), (300, 1000), (257, 300)])
  func momentsHaveTheSameSolutionByTheirEnds(_ size: Int, _ count: Int) throws {
    let (outputs, width) = (7, size + 7)
    let series = normalNumbers(count + width - 1, seed: 4)
    var moments = SlidingMoments(width: width, rows: width)
    moments.add(windowsOf: series)
    var gram = (0..<size * size).map { moments[$0 / size, $0 % size] }
    for i in 0..<size { gram[i * size + i] += 0.5 }
    let right = (0..<size * outputs).map { moments[$0 / outputs, size + $0 % outputs] }
    let dense = try #require(SymmetricFactor(of: gram, size: size)).solving(right, columns: outputs)
    let first = (0..<width).map { moments[0, $0] + ($0 == 0 ? 0.5 : 0) }
    let displaced = try #require(
      DisplacedSystem(
        firstRow: first, size: size, positive: [[0] + series[count..<count + width - 1]],
        negative: [[0] + series[..<(width - 1)]]
      ).solution)
    let scale = dense.map(abs).max() ?? 0
    #expect(zip(dense, displaced).allSatisfy { abs($0 - $1) < 1e-9 * scale })
  }
}
