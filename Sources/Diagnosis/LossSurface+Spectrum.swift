import Layers
import Persistence
import Tensors
import Training

/// The leading eigenvalues of the Hessian of a loss.
public struct HessianSpectrum: Sendable, Equatable {
  /// An eigenvalue that the Lanczos process has found, and by how much it may be off.
  public struct Value: Sendable, Equatable {
    /// The eigenvalue.
    public let value: Double
    /// The length of `H x − λ x` for its unit vector: an eigenvalue of H is at most that far away.
    public let residual: Double
  }

  /// In descending order.
  public let values: [Value]
  /// Products with the Hessian that were taken.
  public let stepCount: Int
  /// h of the differences of gradients.
  public let differenceStep: Double
  /// How much products with h and 2h differ, as a share of their length: what differences are off by.
  public let differenceError: Double

  /// The largest eigenvalue: the sharpness.
  public var largest: Double { values.first?.value ?? .nan }
  /// The smallest eigenvalue found; negative where the loss curves down in some direction.
  public var smallest: Double { values.last?.value ?? .nan }

  /// The spectrum by name.
  public var json: JSONValue {
    [
      "lambda_max": .number(largest), "lambda_min": .number(smallest),
      "eigenvalues": .array(values.map { .number($0.value) }),
      "residuals": .array(values.map { .number($0.residual) }), "steps": .integer(stepCount),
      "difference_step": .number(differenceStep), "difference_error": .number(differenceError),
    ]
  }
}

extension LossSurface {
  /// Steps of differences that are tried, the largest first: small ones drown in the rounding of single precision, large ones leave
  /// the neighbourhood that the second derivative describes.
  private static var differenceSteps: [Double] { [0.1, 0.03, 0.01, 0.003, 0.001] }

  /// The leading eigenvalues of the Hessian at the model's parameters, by Lanczos' process with full reorthogonalisation
  /// (Golub and Van Loan 2013, §10.1) over central differences of gradients.
  ///
  /// The step of the differences is the one at which doubling it changes least. Costs two gradients a step.
  ///
  /// - Parameter steps: Products with the Hessian; more bring more eigenvalues and smaller residuals.
  /// - Parameter seed: Of the first direction.
  /// - Parameter isInterrupted: Asked before each step, whether to end with what there is.
  public func spectrum(
    steps: Int, seed: UInt64 = 1, unless isInterrupted: () -> Bool = { false }
  ) -> HessianSpectrum {
    var generator = SeededGenerator(seed: seed)
    let start = model.parameters.map { parameter in
      Tensor(shape: parameter.shape, values: (0..<parameter.count).map { _ in generator.normal() })
    }
    var basis = [start.normalized]
    let (h, error) = differenceStep(along: basis[0])
    var (diagonal, offDiagonal): ([Double], [Double]) = ([], [])
    let most = min(steps, model.parameterCount)
    while diagonal.count < most, !isInterrupted() {
      var w = hessianProduct(basis[diagonal.count], step: h)
      diagonal.append(innerProduct(w, basis[diagonal.count]))
      // Twice: once leaves what rounding of the first subtraction was.
      for _ in 0..<2 { for q in basis { w = perturbed(w, along: q, times: Float(-innerProduct(w, q))) } }
      let beta = globalNorm(of: w)
      offDiagonal.append(beta)
      // What is left is the rounding of differences: the space is exhausted.
      guard beta > max(1e-7, error * 1e-2) * (diagonal.map(abs).max() ?? 0), diagonal.count < most else {
        break
      }
      basis.append(w.map { Float(1 / beta) * $0 })
    }
    return HessianSpectrum(diagonal, offDiagonal, step: h, error: error)
  }

  /// The step at which doubling it changes the product with the Hessian least, and by what share.
  private func differenceStep(along direction: [Tensor]) -> (step: Double, error: Double) {
    let steps = Self.differenceSteps.map { $0 * max(1, globalNorm(of: model.parameters) / 10) }
    var best = (step: steps[0], error: Double.infinity)
    for step in steps {
      let (single, double) = (
        hessianProduct(direction, step: step), hessianProduct(direction, step: 2 * step)
      )
      let length = globalNorm(of: single)
      guard length > 0 else { continue }
      let error = globalNorm(of: zip(single, double).map { $0 - $1 }) / length
      if error < best.error { best = (step, error) }
    }
    return best
  }
}

extension HessianSpectrum {
  /// - Parameter offDiagonal: As many as of the diagonal; the last one is what the process was left with.
  fileprivate init(_ diagonal: [Double], _ offDiagonal: [Double], step: Double, error: Double) {
    guard let last = offDiagonal.last else {
      self.init(values: [], stepCount: 0, differenceStep: step, differenceError: error)
      return
    }
    let ritz = TridiagonalEigenvalues(diagonal: diagonal, offDiagonal: Array(offDiagonal.dropLast()))
    self.init(
      values: zip(ritz.values, ritz.lastComponents).map {
        Value(value: $0, residual: last * abs($1))
      }, stepCount: diagonal.count, differenceStep: step, differenceError: error)
  }
}

extension [Tensor] {
  /// The same direction with the length 1.
  var normalized: [Tensor] {
    let length = globalNorm(of: self)
    return length > 0 ? map { Float(1 / length) * $0 } : self
  }
}
