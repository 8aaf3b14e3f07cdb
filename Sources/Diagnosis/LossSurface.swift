import Layers
import Tensors
import Training

/// The loss of a model over fixed examples as a function of its parameters: values, gradients, and products with the Hessian.
///
/// Examples are looked at as in a forecast, without dropout and with running statistics, in parts that are added in order: no bit
/// depends on the threads.
///
/// ```swift
/// let surface = LossSurface(
///   of: forecaster, on: windows.training, at: Array(0..<32), minimizing: SquaredError(), workers: workers)
/// let spectrum = surface.spectrum(steps: 4)
/// print("sharpest direction: \(spectrum.largest)")
/// ```
public struct LossSurface<Model: Trainable>: Sendable {
  /// Where differences are taken and directions begin.
  public let model: Model
  private let parts: [Part]
  private let objective: any Objective
  private let workers: Workers

  private struct Part: Sendable {
    let input: Model.Prepared.Input
    let count: Int
    /// The targets, and which of them were observed.
    let target: Tensor, observed: Tensor?
    /// Of an output, what belongs to targets.
    let targeted: @Sendable (Tensor) -> Tensor
  }

  /// Examples of a part: enough rows for full products.
  private static var rowsPerPart: Int { 512 }
  private var elementCount: Int

  /// - Parameter indices: Which examples.
  public init<Data: Examples>(
    of model: Model, on data: Data, at indices: [Int], minimizing objective: any Objective, workers: Workers
  ) where Data.Input == Model.Input {
    (self.model, self.objective, self.workers) = (model, objective, workers)
    elementCount = max(1, data.observedTargetElements(at: indices))
    let size =
      model.hasRunningStatistics ? max(1, indices.count) : max(1, Self.rowsPerPart / data.rowsPerExample)
    parts = stride(from: 0, to: indices.count, by: size).map { first in
      let batch = data.examples(at: indices[first..<min(indices.count, first + size)])
      return Part(
        input: model.preprocessed(batch.input), count: batch.target.shape[0], target: batch.target,
        observed: batch.observed, targeted: { data.targeted(in: $0) })
    }
  }

  /// The loss and its gradient at other parameters.
  ///
  /// - Parameter parameters: In visiting order.
  public func evaluate(at parameters: [Tensor]) -> LossGradient {
    let batch = PartedBatch(parts: parts.count, lanes: 8, workers: workers)
    return Workers.$current.withValue(workers) {
      valueAndGradient(
        at: model.withParameters(parameters), over: batch,
        preparing: { $0.prepared(forExamples: parts.reduce(0) { $0 + $1.count }) }
      ) { prepared, index in loss(of: prepared, parts[index]) }
    }
  }

  /// The loss at other parameters.
  public func loss(at parameters: [Tensor]) -> Double {
    Workers.$current.withValue(workers) {
      let prepared = model.withParameters(parameters).prepared(
        forExamples: parts.reduce(0) { $0 + $1.count })
      let losses = workers.map(count: parts.count) { Double(loss(of: prepared, parts[$0]).scalar) }
      return losses.reduce(0, +)
    }
  }

  private func loss(of prepared: Model.Prepared, _ part: Part) -> Tensor {
    var pass = ForwardPass.inference
    let output = part.targeted(prepared.output(part.input, in: &pass))
    return objective(output, part.target, observed: part.observed, dividingBy: elementCount)
  }

  /// `H v` by central differences of gradients, `(g(w + h v) − g(w − h v)) / 2h`.
  ///
  /// - Parameter direction: Of length 1 over all parameters together.
  /// - Parameter step: h.
  public func hessianProduct(_ direction: [Tensor], step: Double) -> [Tensor] {
    let weights = model.parameters
    let (ahead, behind) = (
      evaluate(at: perturbed(weights, along: direction, times: Float(step))).gradient,
      evaluate(at: perturbed(weights, along: direction, times: Float(-step))).gradient
    )
    return zip(ahead, behind).map { Float(0.5 / step) * ($0 - $1) }
  }
}
