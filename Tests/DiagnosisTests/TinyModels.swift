import Layers
import Tensors
import Training

/// `A w` whatever the input: the mean of its squares is a quadratic of known curvature.
struct Quadratic: Trainable, PreparedModel {
  var w: Tensor
  let matrix: Tensor

  /// The Hessian of the mean square has the eigenvalues `2 s² / n`: A is the diagonal of s times a reflection.
  init(singularValues s: [Float], at w: [Float]) {
    let n = s.count
    let u = (0..<n).map { Float($0 + 1) }
    let square = u.reduce(0) { $0 + $1 * $1 }
    self.w = Tensor(shape: [n], values: w)
    matrix = Tensor(
      shape: [n, n],
      values: (0..<n * n).map { index in
        let (i, j) = (index / n, index % n)
        return s[i] * ((i == j ? 1 : 0) - 2 * u[i] * u[j] / square)
      })
  }

  func output(_ input: Tensor, in pass: inout ForwardPass) -> Tensor {
    linear(w.reshaped(to: [1, w.count]), weight: matrix, bias: nil)
  }

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&w, named: "w")
  }
}

/// `V tanh(W x + b) + c`
struct TinyNetwork: Trainable, PreparedModel {
  var hidden: Linear
  var head: Linear

  init() {
    var generator = SeededGenerator.idle
    hidden = Linear(inputSize: 2, outputSize: 3, using: &generator)
    head = Linear(inputSize: 3, outputSize: 1, using: &generator)
    self = withParameters([
      Tensor(shape: [3, 2], values: [0.9, -0.4, 0.3, 0.8, -0.6, 0.5]),
      Tensor(shape: [3], values: [0.1, -0.2, 0.05]), Tensor(shape: [1, 3], values: [0.7, -0.5, 0.4]),
      Tensor(shape: [1], values: [0.1]),
    ])
  }

  func output(_ input: Tensor, in pass: inout ForwardPass) -> Tensor {
    head(hidden(input, activation: .tanh))
  }

  mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    visitor.visit(&hidden, named: "hidden")
    visitor.visit(&head, named: "head")
  }
}

/// Rows of inputs with rows of outputs.
struct Table: Examples {
  let inputs: Tensor
  let targets: Tensor

  var count: Int { inputs.shape[0] }
  var targetElementsPerExample: Int { targets.shape[1] }

  func examples(at indices: some Collection<Int>) -> ExampleBatch<Tensor> {
    func rows(_ table: Tensor) -> Tensor { concatenated(indices.map { table.slices($0..<$0 + 1) }) }
    return ExampleBatch(input: rows(inputs), target: rows(targets))
  }
}
