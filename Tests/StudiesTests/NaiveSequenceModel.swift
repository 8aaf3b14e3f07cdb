import Layers
import Platform
import Studies
import Tensors

/// The formulas of FANformer's article in double precision, one number after another: the oracle of `SequenceModel`.
struct NaiveSequenceModel {
  private let parameters: [String: Tensor]
  private let kind: SequenceModel.Kind
  private let sizes: SequenceModel.Sizes

  init(_ model: SequenceModel, _ kind: SequenceModel.Kind, _ sizes: SequenceModel.Sizes) {
    parameters = Dictionary(uniqueKeysWithValues: model.namedParameters.map { ($0.name, $0.value) })
    (self.kind, self.sizes) = (kind, sizes)
  }

  /// Scores after each token.
  func scores(of sequence: [Int]) -> [[Double]] {
    let table = matrix("embedding.weight")
    var x = sequence.map { table[$0] }
    for layer in 0..<sizes.layerCount {
      let name = "layers.\(layer)."
      let attended = attention(x.map { normed($0, name + "norm1.weight") }, name + "attention.")
      x = zip(x, attended).map { zip($0, $1).map(+) }
      x = x.map { token in
        let inner = normed(token, name + "norm2.weight")
        let hidden = zip(map(inner, name + "ffn.gate"), map(inner, name + "ffn.up")).map { gate, up in
          gate / (1 + Mathematics.exponential(-gate)) * up
        }
        return zip(token, map(hidden, name + "ffn.down")).map(+)
      }
    }
    return x.map { token in
      let last = normed(token, "norm.weight")
      return sizes.classCount == nil ? product(table, last) : map(last, "head")
    }
  }

  private func attention(_ x: [[Double]], _ name: String) -> [[Double]] {
    let seen = x.map { before($0, name + "fan.") }
    let (q, k, v) = (
      seen.map { map($0, name + "query") }, seen.map { map($0, name + "key") },
      seen.map { map($0, name + "value") }
    )
    let width = sizes.size / sizes.headCount
    return x.indices.map { token in
      var mixed: [Double] = []
      for head in 0..<sizes.headCount {
        let columns = head * width..<(head + 1) * width
        let asking = turned(Array(q[token][columns]), token)
        // Those before it and itself only.
        let weights = (0...token).map { other in
          let asked = turned(Array(k[other][columns]), other)
          return Mathematics.exponential(
            zip(asking, asked).reduce(0) { $0 + $1.0 * $1.1 } / Double(width).squareRoot())
        }
        let sum = weights.reduce(0, +)
        mixed += columns.map { column in
          weights.indices.reduce(0) { $0 + weights[$1] * v[$1][column] } / sum
        }
      }
      return map(mixed, name + "out")
    }
  }

  private func before(_ x: [Double], _ name: String) -> [Double] {
    switch kind {
    case .transformer: return x
    case .fanformer:
      let periodic = map(x, name + "periodic")
      return periodic.map(Mathematics.cosine) + periodic.map(Mathematics.sine) + map(x, name + "general")
    case .atl: return map(x, String(name.dropLast()))
    case .atm:
      return map(x, String(name.dropLast())).map {
        $0 * 0.5 * Mathematics.complementaryErrorFunction(-$0 / 2.0.squareRoot())
      }
    }
  }

  /// Pairs of columns half a head apart, turned by an angle of the place.
  private func turned(_ x: [Double], _ place: Int) -> [Double] {
    let half = x.count / 2
    var y = x
    for i in 0..<half {
      let angle = Double(place) * Mathematics.power(10_000, -2 * Double(i) / Double(x.count))
      let (c, s) = (Mathematics.cosine(angle), Mathematics.sine(angle))
      (y[i], y[i + half]) = (x[i] * c - x[i + half] * s, x[i + half] * c + x[i] * s)
    }
    return y
  }

  private func normed(_ x: [Double], _ gain: String) -> [Double] {
    let square = x.reduce(0) { $0 + $1 * $1 } / Double(x.count)
    let gains = vector(gain) ?? []
    return zip(x, gains).map { $0 / (square + 1e-6).squareRoot() * $1 }
  }

  private func map(_ x: [Double], _ name: String) -> [Double] {
    let y = product(matrix(name + ".weight"), x)
    return vector(name + ".bias").map { zip(y, $0).map(+) } ?? y
  }

  private func product(_ rows: [[Double]], _ x: [Double]) -> [Double] {
    rows.map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  private func vector(_ name: String) -> [Double]? { parameters[name]?.values.map { Double($0) } }

  private func matrix(_ name: String) -> [[Double]] {
    guard let tensor = parameters[name], let values = vector(name) else { return [] }
    let width = tensor.shape[1]
    return (0..<tensor.shape[0]).map { Array(values[$0 * width..<($0 + 1) * width]) }
  }
}
