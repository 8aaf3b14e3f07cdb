import Tensors

/// The attention weights that the layers of a model leave behind in one pass, for people to look at.
///
/// Only a pass that explains records: weights are then computed once more beside the attention, which stores none.
public struct AttentionRecorder: Sendable {
  /// What a layer attended to.
  public struct Record: Sendable {
    /// A name for readers, such as "encoder layer 1".
    public var name: String
    /// Shape `[batch, head, attending, attended]`; the last axis adds up to 1.
    public let weights: Tensor
  }

  /// The weights so far, in the order of the layers.
  public private(set) var records: [Record] = []
  private var namedCount = 0

  mutating func record(_ suffix: String = "", _ weights: Tensor) {
    records.append(Record(name: suffix, weights: weights))
  }

  /// Names what has been recorded since the last call: `name`, and what its layer added.
  mutating func name(_ name: String) {
    for index in namedCount..<records.count { records[index].name = name + records[index].name }
    namedCount = records.count
  }
}

extension ForwardPass {
  /// A pass that forecasts and records what attention layers attend to.
  public static var explaining: ForwardPass {
    var pass = ForwardPass.inference
    pass.attention = AttentionRecorder()
    return pass
  }

  /// Records the weights of an attention layer, if this pass explains.
  public mutating func recordAttention(_ weights: @autoclosure () -> Tensor, suffix: String = "") {
    guard attention != nil else { return }
    let weights = weights().detached()
    attention?.record(suffix, weights)
  }

  /// Names the attention that has been recorded since the last name, if this pass explains.
  public mutating func nameAttention(_ name: @autoclosure () -> String) {
    guard attention != nil else { return }
    attention?.name(name())
  }
}

/// `softmax(Q Kᵀ / √headSize)` of several heads, computed plainly: the fused attention stores no weights.
///
/// - Parameter queries: Shape `[batch, token, size]`; a head is a block of columns.
/// - Parameter keys: Shape `[batch, other token, size]`.
/// - Parameter turns: Whether queries and keys carry rotary positions.
/// - Returns: Shape `[batch, head, token, other token]`.
func attentionWeights(
  queries: Tensor, keys: Tensor, headCount: Int, isCausal: Bool, turns: Bool
) -> Tensor {
  let (batch, size) = (queries.shape[0], queries.shape[2])
  let (asking, asked, headSize) = (queries.shape[1], keys.shape[1], size / headCount)
  let q = turns ? turned(queries, headSize: headSize) : queries.values
  let k = turns ? turned(keys, headSize: headSize) : keys.values
  let scale = 1 / Float(headSize).squareRoot()
  var scores: [Float] = []
  scores.reserveCapacity(batch * headCount * asking * asked)
  for window in 0..<batch {
    for head in 0..<headCount {
      for token in 0..<asking {
        let row = (window * asking + token) * size + head * headSize
        for other in 0..<asked {
          let column = (window * asked + other) * size + head * headSize
          var dot: Float = 0
          for index in 0..<headSize { dot += q[row + index] * k[column + index] }
          scores.append(isCausal && other > token ? -.infinity : scale * dot)
        }
      }
    }
  }
  return softmax(Tensor(shape: [batch, headCount, asking, asked], values: scores))
}

/// Each pair `(x[i], x[i + headSize / 2])` of token t turned by `t · 10000^(−2i / headSize)`; see `RotaryPositions`.
private func turned(_ x: Tensor, headSize: Int) -> [Float] {
  let (tokens, size, half) = (x.shape[1], x.shape[2], headSize / 2)
  var values = x.values
  for row in 0..<x.shape[0] * tokens {
    for head in 0..<size / headSize {
      for index in 0..<half {
        let angle = Double(row % tokens) * power(10_000, -2 * Double(index) / Double(headSize))
        let (sine, cosine) = sineAndCosine(angle)
        let (first, second) = (
          row * size + head * headSize + index, row * size + head * headSize + index + half
        )
        let (a, b) = (values[first], values[second])
        values[first] = a * Float(cosine) - b * Float(sine)
        values[second] = a * Float(sine) + b * Float(cosine)
      }
    }
  }
  return values
}
