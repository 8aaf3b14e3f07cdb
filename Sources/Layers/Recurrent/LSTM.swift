import Tensors

/// One or more layers of long short-term memory, each reading the states of the one before.
///
/// Parameters have the names and the gate order (input, forget, candidate, output) of PyTorch's `LSTM`, its two biases
/// included. Weights are drawn as there; the forget gates start open, with a bias of 1 (Gers et al. 2000).
public struct LSTM: Module {
  private var layers: [Layer]

  /// - Parameter layerCount: At least 1.
  public init(inputSize: Int, hiddenSize: Int, layerCount: Int, using generator: inout SeededGenerator) {
    layers = []
    for index in 0..<layerCount {
      layers.append(
        Layer(inputSize: index == 0 ? inputSize : hiddenSize, hiddenSize: hiddenSize, using: &generator))
    }
  }

  /// - Parameter x: Shape `[time, batch, inputSize]`.
  /// - Parameter dropout: Drops from the states that a layer hands to the next one.
  /// - Returns: The states of the last layer after every step, shape `[time, batch, hiddenSize]`.
  public func callAsFunction(_ x: Tensor, _ dropout: Dropout, in pass: inout ForwardPass) -> Tensor {
    var states = layers[0](x)
    for layer in layers.dropFirst() { states = layer(dropout(states, in: &pass)) }
    return states
  }

  /// Shows every parameter in a fixed order; see ``Module``.
  public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
    for index in layers.indices {
      visitor.visit(&layers[index].input, named: "weight_ih_l\(index)")
      visitor.visit(&layers[index].recurrent, named: "weight_hh_l\(index)")
      visitor.visit(&layers[index].inputBias, named: "bias_ih_l\(index)")
      visitor.visit(&layers[index].recurrentBias, named: "bias_hh_l\(index)")
    }
  }
}

/// The parameters of one layer.
private struct Layer: Sendable {
  var input: Tensor
  var recurrent: Tensor
  var inputBias: Tensor
  var recurrentBias: Tensor

  init(inputSize: Int, hiddenSize: Int, using generator: inout SeededGenerator) {
    let (uniform, width) = (Initialization.uniformByFanIn(hiddenSize), 4 * hiddenSize)
    input = uniform.tensor(shape: [width, inputSize], using: &generator)
    recurrent = uniform.tensor(shape: [width, hiddenSize], using: &generator)
    let forget = hiddenSize..<2 * hiddenSize
    func bias(ofForgetGate value: Float) -> Tensor {
      let drawn = uniform.tensor(shape: [width], using: &generator).values
      return Tensor(shape: [width], values: drawn.indices.map { forget.contains($0) ? value : drawn[$0] })
    }
    inputBias = bias(ofForgetGate: 1)
    recurrentBias = bias(ofForgetGate: 0)
  }

  func callAsFunction(_ x: Tensor) -> Tensor {
    longShortTermMemory(
      x,
      LSTMWeights(
        input: input, recurrent: recurrent, inputBias: inputBias, recurrentBias: recurrentBias))
  }
}
