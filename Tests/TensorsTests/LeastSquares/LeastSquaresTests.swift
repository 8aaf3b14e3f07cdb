import LeastSquares
import Tensors
import Testing

struct LeastSquaresTests {
  @Test(arguments: [1, 2, 7, 16, 33, 70])
  func slidingMomentsAreThoseOfTheWindows(_ width: Int) {
    let rows = max(1, width - 3)
    var moments = SlidingMoments(width: width, rows: rows)
    let series = [normalNumbers(width, seed: 1), normalNumbers(width + 200, seed: 2)]
    for x in series { moments.add(windowsOf: x) }
    let windows = series.flatMap { x in (0...x.count - width).map { Array(x[$0..<$0 + width]) } }
    #expect(moments.windowCount == windows.count)
    for i in 0..<width {
      #expect(abs(moments.sums[i] - windows.reduce(0) { $0 + $1[i] }) < 1e-9)
      #expect(abs(moments.squares[i] - windows.reduce(0) { $0 + $1[i] * $1[i] }) < 1e-9)
      for j in 0..<width where min(i, j) < rows {
        #expect(abs(moments[i, j] - windows.reduce(0) { $0 + $1[i] * $1[j] }) < 1e-9)
      }
    }
  }

  @Test func momentsOfTwoPartsAddUp() {
    let (a, b) = (normalNumbers(40, seed: 3), normalNumbers(60, seed: 4))
    var (first, second, both) = (
      SlidingMoments(width: 9, rows: 5), SlidingMoments(width: 9, rows: 5), SlidingMoments(width: 9, rows: 5)
    )
    first.add(windowsOf: a)
    second.add(windowsOf: b)
    both.add(windowsOf: a)
    both.add(windowsOf: b)
    first.add(second)
    #expect(first.windowCount == both.windowCount)
    #expect(abs(first[3, 8] - both[3, 8]) < 1e-12 && abs(first.squares[8] - both.squares[8]) < 1e-12)
  }

  /// Bit for bit: a window after another, each product rounded before it is subtracted.
  @Test(arguments: [1, 3, 8, 33, 70])
  func outerProductsAreSubtractedOneAfterAnother(_ width: Int) {
    let (x, starts) = (normalNumbers(width + 30, seed: 11), [4, 0, 30, 7, 7])
    var moments = normalNumbers(width * width, seed: 12)
    var expected = moments
    for start in starts {
      for i in 0..<width {
        for j in 0...i {
          let product = x[start + i] * x[start + j]
          expected[i * width + j] -= product
        }
      }
    }
    subtractOuterProducts(ofWindowsAt: starts, in: x, width: width, from: &moments)
    #expect(moments == expected)
  }

  /// Inputs with an exact linear relation to the outputs, which a tiny penalty finds again.
  @Test(arguments: [(1, 1), (3, 5), (17, 2), (63, 6), (64, 9), (65, 13), (70, 31), (131, 7)])
  func solvingFindsTheMap(_ inputSize: Int, _ outputSize: Int) throws {
    let map = normalNumbers(inputSize * outputSize, seed: 5)
    let equations = Self.equations(map, inputSize: inputSize, samples: 3 * inputSize + 5)
    let solution = try #require(equations.solution(ridge: 1e-12))
    #expect(zip(solution, map).allSatisfy { abs($0 - $1) < 1e-8 })
    #expect(abs(equations.squaredError(of: solution)) < 1e-8)
  }

  /// The gradient `2 (G + λ) B − 2 C` vanishes at the minimum, so moving any way raises the penalised error.
  @Test func aSolutionMinimisesThePenalisedError() throws {
    let (inputSize, ridge) = (12, 0.3)
    let equations = Self.equations(normalNumbers(36, seed: 6), inputSize: inputSize, samples: 20, noise: 1)
    let solution = try #require(equations.solution(ridge: ridge, freeInputs: 1))
    func penalised(_ b: [Double]) -> Double {
      let squares = b.indices.filter { $0 % inputSize < inputSize - 1 }.reduce(0) { $0 + b[$1] * b[$1] }
      return equations.squaredError(of: b) + ridge * equations.meanDiagonal * squares
    }
    for index in solution.indices {
      for change in [-1e-3, 1e-3] {
        var moved = solution
        moved[index] += change
        #expect(penalised(moved) > penalised(solution))
      }
    }
  }

  @Test func dependentInputsNeedAPenalty() {
    let row = [1.0, 2, 3]
    let gram = row.flatMap { a in row.map { a * $0 } }
    let equations = NormalEquations(inputSize: 3, gram: gram, cross: row, outputSquares: 1)
    #expect(equations.solution(ridge: 0) == nil)
    #expect(equations.solution(ridge: 1e-3) != nil)
  }

  /// Second moments of random inputs and the outputs of `map`, `[output, input]`, with `noise`.
  private static func equations(_ map: [Double], inputSize: Int, samples: Int, noise: Double = 0)
    -> NormalEquations
  {
    let outputSize = map.count / inputSize
    var gram = [Double](repeating: 0, count: inputSize * inputSize)
    var cross = [Double](repeating: 0, count: map.count)
    var squares = 0.0
    for sample in 0..<samples {
      let x = normalNumbers(inputSize, seed: UInt64(100 + sample))
      let errors = normalNumbers(outputSize, seed: UInt64(10_000 + sample))
      for i in 0..<inputSize {
        for j in 0..<inputSize { gram[i * inputSize + j] += x[i] * x[j] }
      }
      for o in 0..<outputSize {
        let y = (0..<inputSize).reduce(noise * errors[o]) { $0 + map[o * inputSize + $1] * x[$1] }
        squares += y * y
        for i in 0..<inputSize { cross[o * inputSize + i] += y * x[i] }
      }
    }
    return NormalEquations(inputSize: inputSize, gram: gram, cross: cross, outputSquares: squares)
  }
}

struct ExtrapolationTests {
  private let x = Tensor(shape: [1, 2, 4], values: [1, 2, 3, 7, 0, -1, 5, 2])

  @Test func theLastValueOfEachRowIsRepeated() {
    #expect(repeatingLast(x, count: 3).values == [7, 7, 7, 2, 2, 2])
  }
}
