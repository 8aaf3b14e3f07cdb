/// Least squares over windows that are really copied, step by step, by Gaussian elimination; nothing in common with the product.
struct ExplicitRegression {
  /// One example of one step: inputs, the offset's last, and the output.
  typealias Example = (inputs: [Double], output: Double)

  /// Standardised values `[column][row]`, filled; which were observed; columns known ahead; sines and cosines.
  var values: [[Double]]
  var observed: [[Bool]]
  var future: [[Double]] = []
  var phases: [[Double]] = []
  let lookback: Int
  let horizon: Int
  /// Whether windows with any missing value are left out, and not only steps without a target.
  var leavesWindowsOut = false

  /// What is taken out: rows of the mean; nil for mean and deviation of the whole history.
  var centring: Int?

  /// The examples of a step of windows whose targets begin in some rows.
  func examples(_ columns: [Int], step: Int, firstTargets: Range<Int>) -> [Example] {
    columns.flatMap { column in
      firstTargets.compactMap { first -> Example? in
        let rows = first - lookback..<first + horizon
        if leavesWindowsOut, observed[column][rows].contains(false) { return nil }
        guard observed[column][first + step] else { return nil }
        let history = Array(values[column][first - lookback..<first])
        var (level, offset) = (0.0, 1.0)
        if let centring {
          level = centring == 0 ? 0 : history.suffix(centring).reduce(0, +) / Double(centring)
        } else {
          let known = zip(history, observed[column][first - lookback..<first]).filter(\.1).map(\.0)
          level = known.reduce(0, +) / Double(known.count)
          let variance = known.reduce(0) { $0 + ($1 - level) * ($1 - level) } / Double(known.count)
          offset = (variance + 1e-5).squareRoot()
        }
        var inputs = history.map { $0 - level }
        for known in future {
          let count = centring ?? lookback
          let own = count == 0 ? 0 : known[first - count..<first].reduce(0, +) / Double(count)
          inputs.append(known[first + step] - own)
        }
        inputs += phases.map { $0[first + step] } + [offset]
        return (inputs, values[column][first + step] - level)
      }
    }
  }

  /// `b` with the smallest squared error and penalties, the offset's free; λ and κ are in units of the mean diagonal.
  static func solution(
    _ examples: [Example], ridge: Double, shrinkage: Double = 0, towards prior: [Double]? = nil
  ) -> [Double] {
    let size = examples[0].inputs.count
    var system = [[Double]](repeating: Array(repeating: 0, count: size + 1), count: size)
    for example in examples {
      for i in 0..<size {
        for j in 0..<size { system[i][j] += example.inputs[i] * example.inputs[j] }
        system[i][size] += example.inputs[i] * example.output
      }
    }
    let diagonal = (0..<size).reduce(0) { $0 + system[$1][$1] } / Double(size)
    for i in 0..<size - 1 {
      system[i][i] += (ridge + shrinkage) * diagonal
      if let prior { system[i][size] += shrinkage * diagonal * prior[i] }
    }
    for i in 0..<size {
      let pivot = (i..<size).max { abs(system[$0][i]) < abs(system[$1][i]) } ?? i
      system.swapAt(i, pivot)
      for row in 0..<size where row != i {
        let factor = system[row][i] / system[i][i]
        for j in i...size { system[row][j] -= factor * system[i][j] }
      }
    }
    return (0..<size).map { system[$0][size] / system[$0][$0] }
  }

  static func squaredError(_ b: [Double], _ examples: [Example]) -> Double {
    examples.reduce(0) { sum, example in
      let error = residual(b, example)
      return sum + error * error
    }
  }

  static func residual(_ b: [Double], _ example: Example) -> Double {
    example.output - zip(b, example.inputs).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
