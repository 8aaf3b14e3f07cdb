import Tensors

/// TiDE in loops over doubles, written from the paper's description for comparison: one window and channel at a time.
struct NaiveTiDE {
  var parameters: [String: [Double]]
  let (lookback, horizon): (Int, Int)

  private static let revinEpsilon = 1e-5, normEpsilon = 1e-3

  /// - Parameter future: Each column known ahead, `[column][row]`.
  func forecast(channel: Int, history: [Double], future: [[Double]], fixed: [Double]) -> [Double] {
    let mean = history.reduce(0, +) / Double(lookback)
    let variance = history.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(lookback)
    let deviation = (variance + Self.revinEpsilon).squareRoot()
    let gain = parameters["revin.affine_weight"]?[channel] ?? 1
    let offset = parameters["revin.affine_bias"]?[channel] ?? 0
    let values = history.map { ($0 - mean) / deviation * gain + offset }
    let rows = (0..<lookback + horizon).map { row in
      future.isEmpty ? [] : block("features", future.map { $0[row] })
    }
    let encoded = stack("encoder", values + rows.flatMap { $0 } + fixed)
    let decoded = stack("decoder", encoded)
    let skipped = map("skip", values)
    return (0..<horizon).map { step in
      let own = stride(from: step, to: decoded.count, by: horizon).map { decoded[$0] }
      let made = block("step", own + rows[lookback + step])[0] + skipped[step]
      return (made - offset) / (gain + Self.revinEpsilon * Self.revinEpsilon) * deviation + mean
    }
  }

  /// Blocks of that name one after another, or the linear map in their place.
  private func stack(_ name: String, _ x: [Double]) -> [Double] {
    if parameters["\(name).map.weight"] != nil { return map("\(name).map", x) }
    var (y, index) = (x, 0)
    while parameters["\(name).\(index).first.weight"] != nil {
      y = block("\(name).\(index)", y)
      index += 1
    }
    return y
  }

  private func block(_ name: String, _ x: [Double]) -> [Double] {
    let inner = map("\(name).second", map("\(name).first", x).map { max($0, 0) })
    let sum = zip(inner, map("\(name).skip", x)).map { $0 + $1 }
    guard let weight = parameters["\(name).norm.weight"], let bias = parameters["\(name).norm.bias"] else {
      return sum
    }
    let mean = sum.reduce(0, +) / Double(sum.count)
    let variance = sum.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sum.count)
    let deviation = (variance + Self.normEpsilon).squareRoot()
    return sum.indices.map { (sum[$0] - mean) / deviation * weight[$0] + bias[$0] }
  }

  private func map(_ name: String, _ x: [Double]) -> [Double] {
    guard let weight = parameters["\(name).weight"], let bias = parameters["\(name).bias"] else {
      preconditionFailure("no parameter \(name)")
    }
    precondition(weight.count == bias.count * x.count, "\(name): \(weight.count), \(bias.count), \(x.count)")
    return bias.indices.map { output in
      x.indices.reduce(bias[output]) { $0 + weight[output * x.count + $1] * x[$1] }
    }
  }
}
