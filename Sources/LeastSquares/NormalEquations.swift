import CKernels

/// Linear least squares with several outputs, reduced to second moments: `min Σ ‖y − B x‖²` over all `(x, y)`.
///
/// Once the moments are there, neither solving for any ridge nor the error of any solution needs the data again.
/// Everything is in double precision.
public struct NormalEquations: Sendable {
  /// Number of inputs.
  public let inputSize: Int
  /// Number of outputs.
  public let outputSize: Int
  /// `Σ x xᵀ`, shape `[inputSize, inputSize]`.
  private let gram: [Double]
  /// `Σ y xᵀ`, shape `[outputSize, inputSize]`.
  private let cross: [Double]
  /// `Σ ‖y‖²`
  private let outputSquares: Double

  /// - Parameters:
  ///   - gram: `Σ x xᵀ`, shape `[inputSize, inputSize]`.
  ///   - cross: `Σ y xᵀ`, shape `[outputSize, inputSize]`.
  ///   - outputSquares: `Σ ‖y‖²`.
  public init(inputSize: Int, gram: [Double], cross: [Double], outputSquares: Double) {
    precondition(
      inputSize > 0 && gram.count == inputSize * inputSize && cross.count.isMultiple(of: inputSize),
      "NormalEquations: \(inputSize) inputs, \(gram.count) and \(cross.count) moments")
    self.inputSize = inputSize
    outputSize = cross.count / inputSize
    (self.gram, self.cross, self.outputSquares) = (gram, cross, outputSquares)
  }

  /// The mean of the diagonal of `Σ x xᵀ`.
  public var meanDiagonal: Double {
    (0..<inputSize).reduce(0) { $0 + gram[$1 * inputSize + $1] } / Double(inputSize)
  }

  /// The `B` that minimises `Σ ‖y − B x‖² + λ ‖B‖² + κ ‖B − P‖²`, with `λ = ridge` and `κ = shrinkage` times ``meanDiagonal``.
  ///
  /// - Parameters:
  ///   - shrinkage: How strongly the solution is drawn to `prior`.
  ///   - prior: `P`, shape `[outputSize, inputSize]`; nil for 0.
  ///   - freeInputs: So many inputs at the end have no part in the penalties, such as a constant.
  /// - Returns: Shape `[outputSize, inputSize]`; nil if the inputs depend on each other and the ridge is too small.
  public func solution(
    ridge: Double, shrinkage: Double = 0, towards prior: [Double]? = nil, freeInputs: Int = 0
  ) -> [Double]? {
    let (n, scale) = (inputSize, meanDiagonal)
    precondition(prior.map { $0.count == cross.count } ?? true, "solution: \(prior?.count ?? 0) prior values")
    var system = gram
    for i in 0..<n - freeInputs { system[i * n + i] += (ridge + shrinkage) * scale }
    system += cross
    if let prior {
      for output in 0..<outputSize {
        for i in 0..<n - freeInputs {
          system[n * n + output * n + i] += shrinkage * scale * prior[output * n + i]
        }
      }
    }
    let (rows, outputs) = (n + outputSize, outputSize)
    let isSolved = unsafe system.withUnsafeMutableBufferPointer { system in
      let base = unsafe system.baseAddress.unsafelyUnwrapped
      guard unsafe fk_cholesky(base, n, rows) == 0 else { return false }
      unsafe fk_solve_lower(base + n * n, base, n, outputs)
      return true
    }
    return isSolved ? Array(system[(n * n)...]) : nil
  }

  /// The factor of `Σ x xᵀ` with `λ = ridge` times ``meanDiagonal`` on its diagonal, the last `freeInputs` places left out; nil if the
  /// inputs depend on each other and the ridge is too small.
  public func factor(ridge: Double, freeInputs: Int = 0) -> SymmetricFactor? {
    var system = gram
    let penalty = ridge * meanDiagonal
    for i in 0..<inputSize - freeInputs { system[i * inputSize + i] += penalty }
    return SymmetricFactor(of: system, size: inputSize)
  }

  /// `Σ ‖y − B x‖²`.
  ///
  /// - Parameter b: Shape `[outputSize, inputSize]`.
  public func squaredError(of b: [Double]) -> Double {
    precondition(b.count == cross.count, "squaredError: \(b.count) coefficients for \(cross.count)")
    let product = matrixProduct(b, gram, rows: outputSize, columns: inputSize, depth: inputSize)
    return outputSquares + b.indices.reduce(0) { $0 + b[$1] * (product[$1] - 2 * cross[$1]) }
  }
}
