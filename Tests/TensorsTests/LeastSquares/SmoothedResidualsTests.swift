import LeastSquares
import Tensors
import Testing

/// Sums of absolute values that are rounded off at zero, beside plain loops, whatever the vectors of the processor.
@Suite struct SmoothedResidualsTests {
  private static func numbers(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    (0..<count).map { _ in Double(generator.normal()) }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 24]) func sumsAreThoseOfPlainLoops(_ columns: Int) {
    var generator = SeededGenerator(seed: 5)
    let rows = 11
    let (values, moves) = (
      Self.numbers(rows * columns, &generator), Self.numbers(rows * columns, &generator)
    )
    let lengths = Self.numbers(columns, &generator)
    let smoothing = (0..<columns).map { 0.01 * Double($0 + 1) }
    var residuals = SmoothedResiduals(values, columns: columns)
    let slopes = residuals.slopes(along: moves, by: lengths, smoothing: smoothing)
    let errors = residuals.move(along: moves, by: lengths, smoothing: smoothing)
    for column in 0..<columns {
      var (slope, error) = (0.0, 0.0)
      for index in stride(from: column, to: rows * columns, by: columns) {
        let value = values[index] - lengths[column] * moves[index]
        let root = (value * value + smoothing[column] * smoothing[column]).squareRoot()
        slope -= moves[index] * value / root
        error += root
        #expect(abs(residuals.values[index] - value) < 1e-12)
        #expect(abs(residuals.signs[index] - value / root) < 1e-12)
      }
      #expect(abs(slopes[column] - slope) < 1e-12 * Double(rows))
      #expect(abs(errors[column] - error) < 1e-12 * Double(rows))
    }
  }

  /// What is said of the others is the same, whichever stay away.
  @Test(arguments: [1, 3, 8, 10, 16, 24]) func problemsThatAreNotWantedLeaveOthersAsTheyAre(_ columns: Int) {
    var generator = SeededGenerator(seed: 6)
    let (values, moves) = (
      Self.numbers(7 * columns, &generator), Self.numbers(7 * columns, &generator)
    )
    let (lengths, smoothing) = (
      Self.numbers(columns, &generator), [Double](repeating: 0.1, count: columns)
    )
    let residuals = SmoothedResiduals(values, columns: columns)
    let all = residuals.slopes(along: moves, by: lengths, smoothing: smoothing)
    for kept in [[0], [columns - 1], [columns / 2, columns - 1], Array(0..<columns / 2)] {
      let isWanted = (0..<columns).map { kept.contains($0) }
      let slopes = residuals.slopes(along: moves, by: lengths, smoothing: smoothing, isWanted: isWanted)
      for column in kept { #expect(slopes[column] == all[column], "\(column) of \(kept)") }
    }
  }

  @Test func noRowsHaveNoError() {
    var residuals = SmoothedResiduals([], columns: 3)
    #expect(residuals.move(along: [], by: [0, 0, 0], smoothing: [1, 1, 1]) == [0, 0, 0])
  }
}
