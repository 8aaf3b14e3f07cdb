import CKernels

/// A function applied to each number on its own.
public enum Activation: String, Sendable, CaseIterable {
  /// `x`
  case identity
  /// `max(x, 0)`
  case relu
  /// `x Φ(x)` with the normal distribution function Φ, exact rather than the tanh form (Hendrycks and Gimpel 2016,
  /// https://arxiv.org/abs/1606.08415).
  case gelu
  /// `x / (1 + e⁻ˣ)`, also called swish.
  case silu
  /// `1 / (1 + e⁻ˣ)`
  case sigmoid
  /// `tanh x`
  case tanh
  /// `sin x`
  case sine
  /// `cos x`
  case cosine
  /// `x + sin² x` (Ziyin et al. 2020, https://arxiv.org/abs/2006.08195).
  case snake

  /// Applies the function to each element.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    self == .identity ? x : finished(x, by: RowFinish(activation: self))
  }

  var kernel: fk_activation {
    switch self {
    case .identity: FK_IDENTITY
    case .relu: FK_RELU
    case .gelu: FK_GELU
    case .silu: FK_SILU
    case .sigmoid: FK_SIGMOID
    case .tanh: FK_TANH
    case .sine: FK_SINE
    case .cosine: FK_COSINE
    case .snake: FK_SNAKE
    }
  }
}

/// `max(x, 0)`, element by element.
public func relu(_ x: Tensor) -> Tensor { Activation.relu(x) }

/// `x Φ(x)`, element by element; see `Activation.gelu`.
public func gelu(_ x: Tensor) -> Tensor { Activation.gelu(x) }

/// `x / (1 + e⁻ˣ)`, element by element.
public func silu(_ x: Tensor) -> Tensor { Activation.silu(x) }

/// `1 / (1 + e⁻ˣ)`, element by element.
public func sigmoid(_ x: Tensor) -> Tensor { Activation.sigmoid(x) }

/// `tanh x`, element by element.
public func tanh(_ x: Tensor) -> Tensor { Activation.tanh(x) }

/// `sin x`, element by element.
public func sin(_ x: Tensor) -> Tensor { Activation.sine(x) }

/// `cos x`, element by element.
public func cos(_ x: Tensor) -> Tensor { Activation.cosine(x) }

/// Swish gating, `silu(a) · b`, of two halves that lie side by side (Shazeer 2020, https://arxiv.org/abs/2002.05202).
///
/// - Parameter x: Shape `[..., 2 · size]`: a ‖ b.
/// - Returns: Shape `[..., size]`.
public func swishGated(_ x: Tensor) -> Tensor {
  precondition(x.columnCount.isMultiple(of: 2), "swishGated: \(x.shape) has no halves")
  let columns = x.columnCount / 2
  let y = Tensor(unfilled: x.shape.dropLast() + [columns])
  inRowPieces(of: y.rowCount, columnCount: 2 * columns) { rows in
    let first = rows.lowerBound * columns
    unsafe fk_gated_rows(y.destination + first, x.pointer + 2 * first, rows.count, columns)
  }
  let x0 = x.detached()
  return y.recording("swishGated", [x]) { gradient in
    let dx = Tensor(unfilled: x0.shape)
    inRowPieces(of: gradient.rowCount, columnCount: 2 * columns) { rows in
      let first = rows.lowerBound * columns
      unsafe fk_gated_rows_derivative(
        dx.destination + 2 * first, gradient.pointer + first, x0.pointer + 2 * first, rows.count, columns)
    }
    return [dx]
  }
}
