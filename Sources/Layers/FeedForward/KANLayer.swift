import LeastSquares
import Tensors

/// A layer of learnt functions, one for each pair of input and output:
/// `y_j = Σᵢ (w_ji silu(x_i) + Σₘ c_jim B_m(x_i))` with cubic B-splines `B` on a grid of each input's own.
///
/// Source: Liu et al. 2024, https://arxiv.org/abs/2404.19756, equation 2.10; the scale of the splines is part of their
/// coefficients, as in https://github.com/Blealtan/efficient-kan. The grid is no parameter: it is laid anew over the
/// quantiles of the data by `refreshGrid`, and the coefficients then follow by least squares.
public struct KANLayer: Module {
  /// Shape `[outputSize, inputSize]`.
  private var base: Tensor
  /// Shape `[outputSize, inputSize, intervalCount + 3]`.
  private var coefficient: Tensor
  /// Shape `[inputSize, intervalCount + 7]`.
  private var grid: Tensor

  /// Degree of the splines.
  private static let order = 3

  /// - Parameter intervalCount: Intervals of the grid over `range`; three more lie on either side.
  public init(
    inputSize: Int, outputSize: Int, intervalCount: Int, range: ClosedRange<Float>,
    using generator: inout SeededGenerator
  ) {
    base = Initialization.uniformByFanIn(inputSize).tensor(shape: [outputSize, inputSize], using: &generator)
    // The bases add up to 1 everywhere: coefficients of this size make splines of this size.
    let noise = 0.05 / Float(intervalCount)
    let shape = [outputSize, inputSize, intervalCount + Self.order]
    coefficient = ParameterBudget.tensor(shape: shape) {
      Tensor(
        shape: shape, values: (0..<shape.reduce(1, *)).map { _ in generator.uniform(in: -noise..<noise) })
    }
    let step = (range.upperBound - range.lowerBound) / Float(intervalCount)
    let knots = (-Self.order...intervalCount + Self.order).map { range.lowerBound + Float($0) * step }
    let gridShape = [inputSize, knots.count]
    grid = ParameterBudget.tensor(shape: gridShape) {
      Tensor(shape: gridShape, values: Array(repeating: knots, count: inputSize).flatMap(\.self))
    }
  }

  /// - Parameter x: Shape `[..., inputSize]`.
  /// - Returns: Shape `[..., outputSize]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let (outputSize, inputSize) = (base.shape[0], base.shape[1])
    let bases = cubicSplineBases(x, knots: grid)  // [..., inputSize, basisCount]
    let width = inputSize * coefficient.shape[2]
    let splines = linear(
      bases.reshaped(to: x.shape.dropLast() + [width]),
      weight: coefficient.reshaped(to: [outputSize, width]),
      bias: nil)
    return linear(silu(x), weight: base, bias: nil) + splines
  }

  /// Lays the grid over the quantiles of `x` and refits the coefficients, so that the layer stays what it was there.
  ///
  /// - Parameter x: Shape `[row, inputSize]`.
  public mutating func refreshGrid(over x: Tensor) {
    let (rows, inputs) = (x.shape[0], x.shape[1])
    let intervals = coefficient.shape[2] - Self.order
    let columns = x.detached().transposed().values
    let knots = (0..<inputs).flatMap { input in
      Self.knots(over: columns[input * rows..<(input + 1) * rows].sorted(), intervals)
    }
    let refreshed = Tensor(shape: grid.shape, values: knots)
    let refit = SplineRefit(
      old: cubicSplineBases(x.detached(), knots: grid), new: cubicSplineBases(x.detached(), knots: refreshed))
    coefficient = refit.coefficients(from: coefficient)
    grid = refreshed
  }

  /// A grid that follows the data with a small even share, extended evenly on both sides.
  private static func knots(over sorted: [Float], _ intervals: Int) -> [Float] {
    let (evenShare, margin): (Float, Float) = (0.02, 0.01)
    let (low, high) = (sorted[0] - margin, sorted[sorted.count - 1] + margin)
    let step = (high - low) / Float(intervals)
    let inner = (0...intervals).map { index in
      evenShare * (low + Float(index) * step)
        + (1 - evenShare) * sorted[index * (sorted.count - 1) / intervals]
    }
    let before = (1...order).reversed().map { inner[0] - Float($0) * step }
    return before + inner + (1...order).map { inner[intervals] + Float($0) * step }
  }

  /// Shows every parameter and the grid in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&base, named: "base")
    visitor.visit(&coefficient, named: "coefficient")
    visitor.visitState(&grid, named: "grid")
  }
}

/// The coefficients on a new grid whose splines come closest, at some points, to those on the old grid.
private struct SplineRefit {
  private let old: [Float]
  private let new: [Float]
  private let rows: Int
  private let inputs: Int
  private let bases: Int

  /// - Parameter old: The old bases at the points, shape `[row, inputSize, basisCount]`.
  /// - Parameter new: The new bases there, same shape.
  init(old: Tensor, new: Tensor) {
    (self.old, self.new) = (old.values, new.values)
    (rows, inputs, bases) = (old.shape[0], old.shape[1], old.shape[2])
  }

  /// - Parameter coefficients: Shape `[outputSize, inputSize, basisCount]`.
  func coefficients(from coefficients: Tensor) -> Tensor {
    let before = coefficients.values
    var after = before
    for input in 0..<inputs {
      // Points that are no numbers lead nowhere: the coefficients stay.
      guard let map = transfer(input) else { continue }
      for output in 0..<coefficients.shape[0] {
        let first = (output * inputs + input) * bases
        for basis in 0..<bases {
          after[first + basis] = Float(
            (0..<bases).reduce(0) { $0 + map[$1 * bases + basis] * Double(before[first + $1]) })
        }
      }
    }
    return Tensor(shape: coefficients.shape, values: after)
  }

  /// `(Nᵀ N + tiny)⁻¹ Nᵀ O`, transposed, for the old bases O and the new ones N of one input: shape `[old, new]`.
  private func transfer(_ input: Int) -> [Double]? {
    var gram = [Double](repeating: 0, count: bases * bases)
    var cross = gram
    var squares = 0.0
    for row in 0..<rows {
      let first = (row * inputs + input) * bases
      for a in 0..<bases {
        squares += Double(old[first + a]) * Double(old[first + a])
        for b in 0..<bases where new[first + b] != 0 {
          gram[a * bases + b] += Double(new[first + a]) * Double(new[first + b])
          cross[a * bases + b] += Double(old[first + a]) * Double(new[first + b])
        }
      }
    }
    let equations = NormalEquations(inputSize: bases, gram: gram, cross: cross, outputSquares: squares)
    // Bases that no point touches keep a coefficient of zero.
    return equations.solution(ridge: 1e-6 * Double(rows) / equations.meanDiagonal)
  }
}
