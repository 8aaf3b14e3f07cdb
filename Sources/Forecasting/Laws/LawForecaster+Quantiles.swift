import Layers
import LocalModels
import Tensors
import TimeSeries
import Training

/// A forecaster that states a law it was trained on.
public protocol LawStating: QuantilePredictor {
  /// What is stated about each target.
  var law: OutputLaw { get }

  /// The mean loss of the law over windows, standardised units.
  ///
  /// - Parameter isInterrupted: Asked several times a second, on the calling thread, whether to end without a result.
  /// - Throws: `TrainingError.interrupted`.
  func meanLoss(
    on windows: ValidationWindows, _ workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> Double
}

extension LawForecaster: LawStating {
  /// What is stated about each target of a batch, `[batch, channel, parameter × horizon]`.
  private func parameters(of batch: Batch) -> Tensor {
    var pass = ForwardPass.inference
    let stated = prepared(forExamples: batch.count).output(preprocessed(batch), in: &pass)
    return head.behindMissingRows(stated, of: batch)
  }

  /// The quantiles of the law; those between learnt ones in proportion to their probabilities, none beyond the outermost.
  public func quantiles(of batch: Batch, at probabilities: [Double]) -> Forecast {
    let parameters = parameters(of: batch)
    let (batchSize, channelCount) = (parameters.shape[0], parameters.shape[1])
    let (count, horizon) = (law.parameterCount, parameters.shape[2] / law.parameterCount)
    let (values, stated) = (parameters.values, LawQuantiles(law, at: probabilities))
    var quantiles = [Float](repeating: 0, count: batchSize * probabilities.count * channelCount * horizon)
    var own = [Double](repeating: 0, count: count)
    for row in 0..<batchSize * channelCount {
      let (window, channel) = (row / channelCount, row % channelCount)
      for step in 0..<horizon {
        for index in 0..<count { own[index] = Double(values[(row * count + index) * horizon + step]) }
        for output in probabilities.indices {
          let place = (window * probabilities.count + output) * channelCount + channel
          quantiles[place * horizon + step] = Float(stated.quantile(output, of: own))
        }
      }
    }
    let shape = [batchSize, probabilities.count, channelCount, horizon]
    return Forecast(
      quantiles: probabilities, .standardized(Tensor(shape: shape, values: quantiles)), batch: batchSize,
      channelCount: channelCount, horizon: horizon)
  }

  /// The mean loss of the law over windows, standardised units.
  public func meanLoss(
    on windows: ValidationWindows, _ workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> Double {
    guard let objective = law.objective else { return .nan }
    let blockSize = max(1, 256 / windows.channelCount)
    let blockCount = (windows.count + blockSize - 1) / blockSize
    let model = prepared(forExamples: windows.count)
    let empty = (loss: 0.0, count: 0)
    let sums = try workers.sums(over: blockCount, from: empty, unless: isInterrupted) { block, sum in
      let indices = block * blockSize..<min(windows.count, (block + 1) * blockSize)
      let (batch, target) = windows.batch(indices)
      var pass = ForwardPass.inference
      let output = selectingChannels(model.output(preprocessed(batch), in: &pass), windows.targetChannels)
      let observed = windows.observedTargets(indices)
      let known = observed.map { Int($0.values.reduce(0, +)) } ?? target.count
      sum.loss += Double(objective(output, target, observed: observed, dividingBy: 1).scalar)
      sum.count += known
    }
    let total = sums.reduce(empty) { ($0.loss + $1.loss, $0.count + $1.count) }
    return total.count == 0 ? .nan : total.loss / Double(total.count)
  }
}

extension OutputLaw {
  /// The loss that the law is trained on.
  fileprivate var objective: (any Objective)? {
    switch self {
    case .quantiles(let probabilities): QuantileLoss(probabilities)
    case .gaussian: GaussianLikelihood()
    case .studentT: StudentLikelihood()
    }
  }

  /// How quantiles are scored: at the tenths, or at those that are learnt where these do not reach so far.
  var score: RankedProbabilityScore {
    guard case .quantiles(let known) = self, !states(0.1) || !states(0.9) else { return .tenths }
    return RankedProbabilityScore(
      known.map { ($0 * 1e6).rounded() / 1e6 }.map { Double("\($0)") ?? Double($0) })
  }

  /// Whether quantiles of a probability are stated.
  package func states(_ probability: Double) -> Bool {
    guard case .quantiles(let known) = self, let first = known.first, let last = known.last else {
      return true
    }
    return probability >= Double(first) - 1e-6 && probability <= Double(last) + 1e-6
  }
}

extension OutputLaw? {
  /// Probabilities, those beyond what is learnt moved to its outermost ones.
  package func nearest(to probabilities: [Double]) -> [Double] {
    guard case .quantiles(let known) = self, let first = known.first, let last = known.last else {
      return probabilities
    }
    return probabilities.map { min(max($0, Double(first)), Double(last)) }
  }
}

/// The quantiles of a law at some probabilities.
private struct LawQuantiles {
  private let law: OutputLaw
  private let probabilities: [Double]
  /// Of a normal distribution with deviation 1.
  private let normal: [Double]

  init(_ law: OutputLaw, at probabilities: [Double]) {
    (self.law, self.probabilities) = (law, probabilities)
    normal = law == .gaussian ? probabilities.map { NormalDistribution.quantile($0) } : []
  }

  /// - Parameters:
  ///   - output: Which of the probabilities.
  ///   - parameters: Those of one target.
  func quantile(_ output: Int, of parameters: [Double]) -> Double {
    switch law {
    case .gaussian: return parameters[0] + parameters[1] * normal[output]
    case .studentT:
      let standard = StudentDistribution.quantile(probabilities[output], degrees: parameters[2])
      return parameters[0] + parameters[1] * standard
    case .quantiles(let known):
      guard law.states(probabilities[output]) else { return .nan }
      let probability = probabilities[output]
      guard let next = known.firstIndex(where: { Double($0) >= probability - 1e-6 }) else { return .nan }
      let (above, below) = (Double(known[next]), Double(known[max(0, next - 1)]))
      if next == 0 || (above - probability).magnitude < 1e-6 { return parameters[next] }
      let share = (probability - below) / (above - below)
      return parameters[next - 1] + share * (parameters[next] - parameters[next - 1])
    }
  }
}
