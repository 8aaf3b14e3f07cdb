import Forecasting
import LeastSquares
import Tensors

/// The sums of one step's least squares problem while they are taken; see ``StepMoments``.
struct StepSystem {
  private let lookback: Int
  /// Inputs beside the history, the offset's last.
  private let extraCount: Int
  /// `Σ y w[i]`, `Σ μ w[i]` and, for each extra input, `Σ e w[i]`.
  private var outputHistory: [Double]
  private var levelHistory: [Double]
  private var extraHistory: [[Double]]
  /// `Σ μ²`, `Σ μ y`, `Σ y²`.
  private var levelSquare = 0.0, levelOutput = 0.0, outputSquare = 0.0
  /// `Σ e μ`, `Σ e y`, `Σ e e'`.
  private var extraLevel: [Double]
  private var extraOutput: [Double]
  private var extraSquares: [Double]

  init(lookback: Int, extraCount: Int) {
    (self.lookback, self.extraCount) = (lookback, extraCount)
    outputHistory = Array(repeating: 0, count: lookback)
    levelHistory = outputHistory
    extraHistory = Array(repeating: outputHistory, count: extraCount)
    extraLevel = Array(repeating: 0, count: extraCount)
    extraOutput = extraLevel
    extraSquares = Array(repeating: 0, count: extraCount * extraCount)
  }

  /// Adds the windows of a stretch whose target was observed at a step.
  mutating func add(_ stretch: WindowStretch, step: Int, _ centring: WindowCentring) {
    let first = lookback + step
    let weights = (0..<stretch.count).map { window in stretch.observed.map { Double($0[first + window]) } ?? 1
    }
    let outputs = Array(stretch.values[first..<first + stretch.count])
    let (levels, scales) = stretch.levels(centring)
    let extras = stretch.inputs(atStep: step, centring, scales: scales)
    func weighted(_ factors: [Double]) -> [Double] { zip(weights, factors).map { $0 * $1 } }
    func addHistories(_ factors: [Double], to sums: inout [Double]) {
      let products = laggedProducts(factors, stretch.values, count: stretch.count, lags: lookback)
      for index in sums.indices { sums[index] += products[index] }
    }
    let (weightedOutputs, weightedLevels) = (weighted(outputs), weighted(levels))
    addHistories(weightedOutputs, to: &outputHistory)
    addHistories(weightedLevels, to: &levelHistory)
    levelSquare += dot(weightedLevels, levels)
    levelOutput += dot(weightedLevels, outputs)
    outputSquare += dot(weightedOutputs, outputs)
    for (index, extra) in extras.enumerated() {
      let weightedExtra = weighted(extra)
      addHistories(weightedExtra, to: &extraHistory[index])
      extraLevel[index] += dot(weightedExtra, levels)
      extraOutput[index] += dot(weightedExtra, outputs)
      for (other, factors) in extras.enumerated() {
        extraSquares[index * extraCount + other] += dot(weightedExtra, factors)
      }
    }
  }

  /// The equations of centred inputs and output.
  ///
  /// - Parameter histories: `Σ w[i] w[j]` on and below the diagonal.
  func equations(histories: [Double]) -> NormalEquations {
    let size = lookback + extraCount
    var gram = [Double](repeating: 0, count: size * size)
    var cross = [Double](repeating: 0, count: size)
    for i in 0..<lookback {
      for j in 0...i {
        let value = histories[i * lookback + j] - levelHistory[i] - levelHistory[j] + levelSquare
        gram[i * size + j] = value
        gram[j * size + i] = value
      }
      cross[i] = outputHistory[i] - levelHistory[i] - levelOutput + levelSquare
    }
    for extra in 0..<extraCount {
      let row = lookback + extra
      for i in 0..<lookback {
        gram[row * size + i] = extraHistory[extra][i] - extraLevel[extra]
        gram[i * size + row] = gram[row * size + i]
      }
      for other in 0..<extraCount {
        gram[row * size + lookback + other] = extraSquares[extra * extraCount + other]
      }
      cross[row] = extraOutput[extra] - extraLevel[extra]
    }
    return NormalEquations(
      inputSize: size, gram: gram, cross: cross,
      outputSquares: outputSquare - 2 * levelOutput + levelSquare)
  }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for index in a.indices { sum += a[index] * b[index] }
  return sum
}
