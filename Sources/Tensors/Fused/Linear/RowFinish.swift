import CKernels

/// What is done to the rows `v` of a result in one pass over memory: periodic part, activation, dropout and residual.
///
/// `dropped([g cos v₁ ‖ g sin v₁ ‖ (1 − g) activation(v₂)]) + residual`, with the first `periodicSize` columns v₁, the
/// others v₂, and the gate `g = sigmoid(gate)`. Without a gate both parts count fully. The derivative keeps the rows v
/// only if there is a periodic part or an activation.
public struct RowFinish: Sendable {
  /// Applied to the columns that are not periodic.
  public var activation: Activation
  /// How many of the first columns become cosines and sines, which makes the result wider by as many.
  public var periodicSize: Int
  /// The logit of the share of the periodic part, shape `[1]`.
  public var gate: Tensor?
  /// What is dropped.
  public var dropout: DropoutMask?
  /// Added at last, of the shape of the result.
  public var residual: Tensor?

  /// Creates the description; nothing is done by default.
  public init(
    activation: Activation = .identity, periodicSize: Int = 0, gate: Tensor? = nil,
    dropout: DropoutMask? = nil, residual: Tensor? = nil
  ) {
    precondition(
      periodicSize >= 0 && (gate.map { $0.count == 1 && periodicSize > 0 } ?? true),
      "RowFinish: \(periodicSize) periodic columns, gate \(gate?.shape ?? [])")
    (self.activation, self.periodicSize, self.gate) = (activation, periodicSize, gate)
    (self.dropout, self.residual) = (dropout, residual)
  }

  /// Whether the derivative depends on the rows.
  var needsInput: Bool { activation != .identity || periodicSize > 0 || gate != nil }

  /// Whether the rows stay as they are, but for bias and residual.
  private var isNothing: Bool { !needsInput && dropout == nil }

  func requireResidual(of y: Tensor) {
    precondition(
      residual.map { $0.shape == y.shape } ?? true,
      "RowFinish: residual \(residual?.shape ?? []) for \(y.shape)")
  }

  /// The shape of the result for rows of the shape of `z`.
  func outputShape(of z: Tensor) -> [Int] {
    precondition(periodicSize <= z.columnCount, "RowFinish: \(periodicSize) periodic columns of \(z.shape)")
    return z.shape.dropLast() + [z.columnCount + periodicSize]
  }

  func detached() -> RowFinish {
    var copy = self
    copy.gate = gate?.detached()
    copy.residual = nil
    return copy
  }

  var attributes: [Operation.Attribute] {
    var attributes: [Operation.Attribute] = []
    if activation != .identity { attributes.append(("activation", .text(activation.rawValue))) }
    if periodicSize > 0 { attributes.append(("periodicSize", .count(periodicSize))) }
    return attributes + (dropout?.attributes ?? [])
  }

  private var openness: Float { gate.map { sigmoid($0.detached()).scalar } ?? 1 }

  func kernel(bias: Tensor?) -> fk_finish {
    let share = openness
    return unsafe fk_finish(
      bias: bias?.pointer, periodic: periodicSize, periodic_gain: share,
      general_gain: gate == nil ? 1 : 1 - share, activation: activation.kernel,
      threshold: dropout?.threshold ?? 0, kept_gain: dropout?.keptGain ?? 1, key: dropout?.key ?? 0)
  }
}

// The passes over memory.
extension RowFinish {
  /// Makes `rows` of `y` from those of `z`, which are left with the bias added; `y` may be `z` where widths are equal.
  func apply(to z: Tensor, bias: Tensor?, into y: Tensor, rows: Range<Int>) {
    let first = rows.lowerBound * y.columnCount
    if bias == nil && residual == nil && isNothing { return }
    unsafe withUnsafePointer(to: kernel(bias: bias)) { finish in
      unsafe fk_finish_rows(
        y.destination + first, z.destination + rows.lowerBound * z.columnCount,
        residual.map { unsafe $0.pointer + first }, finish, first, rows.count, z.columnCount)
    }
  }

  /// Makes some elements of `y` from those of `z` where neither bias nor periodic part tells columns apart.
  fileprivate func apply(to z: Tensor, into y: Tensor, elements: Range<Int>) {
    let first = elements.lowerBound
    unsafe withUnsafePointer(to: kernel(bias: nil)) { finish in
      unsafe fk_finish_rows(
        y.destination + first, z.destination + first, residual.map { unsafe $0.pointer + first }, finish,
        first, 1, elements.count)
    }
  }

  /// The gradient with respect to the elements where neither bias nor periodic part tells columns apart.
  fileprivate func gradient(_ dy: Tensor, at z: Tensor?) -> Tensor {
    if isNothing { return dy }
    let dz = Tensor(unfilled: dy.shape)
    let finish = unsafe kernel(bias: nil)
    inPieces(of: dy.count, grain: elementGrain) { part in
      var slope: Float = 0
      let first = part.lowerBound
      unsafe withUnsafePointer(to: finish) { finish in
        unsafe fk_finish_rows_derivative(
          dz.destination + first, nil, &slope, dy.pointer + first, z.map { unsafe $0.pointer + first },
          finish, first, 1, part.count)
      }
    }
    return dz
  }

  /// The gradients with respect to the rows, their bias and the gate.
  ///
  /// - Parameter z: The rows with bias; nil where the derivative does not depend on them.
  func gradients(
    _ dy: Tensor, at z: Tensor?, columnCount columns: Int, needsBias: Bool
  ) -> (input: Tensor, bias: Tensor?, gate: Tensor?) {
    if isNothing { return (dy, needsBias ? rowSum(dy) : nil, nil) }
    let blocks = FixedBlocks(columnSumsOver: dy.rowCount, columnCount: columns)
    let dz = Tensor(unfilled: dy.shape.dropLast() + [columns])
    let biases = needsBias ? Tensor(unfilled: [blocks.indices.count, columns]) : nil
    let slopes = Tensor(unfilled: [blocks.indices.count, 1])
    let finish = unsafe kernel(bias: nil)
    blocks.forEach { block, rows in
      let (element, first) = (rows.lowerBound * columns, rows.lowerBound * dy.columnCount)
      unsafe withUnsafePointer(to: finish) { finish in
        unsafe fk_finish_rows_derivative(
          dz.destination + element, biases.map { unsafe $0.destination + block * columns },
          slopes.destination + block, dy.pointer + first, z.map { unsafe $0.pointer + element }, finish,
          first, rows.count, columns)
      }
    }
    let share = openness
    return (dz, biases.map(blockSum), gate.map { _ in share * (1 - share) * blockSum(slopes) })
  }
}

/// The rows of `x` finished in one pass.
///
/// - Parameter x: Shape `[..., columns]`.
/// - Returns: Shape `[..., columns + finish.periodicSize]`.
public func finished(_ x: Tensor, by finish: RowFinish) -> Tensor {
  let y = Tensor(unfilled: finish.outputShape(of: x))
  finish.requireResidual(of: y)
  let z = x.detached()
  if finish.periodicSize == 0 {
    inPieces(of: z.count, grain: elementGrain) { finish.apply(to: z, into: y, elements: $0) }
  } else {
    inRowPieces(of: z.rowCount, columnCount: y.columnCount) {
      finish.apply(to: z, bias: nil, into: y, rows: $0)
    }
  }
  let (finish0, kept) = (finish.detached(), finish.needsInput ? z : nil)
  return y.recording(
    Operation("finished", finish0.attributes), [x, finish.residual ?? .nothing, finish.gate ?? .nothing]
  ) { gradient in
    if finish0.periodicSize == 0 { return [finish0.gradient(gradient, at: kept), gradient, nil] }
    let slopes = finish0.gradients(gradient, at: kept, columnCount: z.columnCount, needsBias: false)
    return [slopes.input, gradient, slopes.gate]
  }
}
