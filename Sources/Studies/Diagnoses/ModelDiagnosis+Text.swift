import Diagnosis
import Persistence
import Text
import TimeSeries

extension ModelDiagnosis {
  /// One object for programs.
  public var json: JSONValue {
    [
      "model": .string(model.description.model), "lookback": .integer(model.description.shape.lookback),
      "horizon": .integer(model.description.shape.horizon), "windows": .integer(windowCount),
      "loss": loss.map { .number($0.loss) } ?? .null,
      "gradient_norm": loss.map { .number($0.gradientNorm) } ?? .null,
      "hessian": loss?.spectrum?.json ?? .null,
      "slices": .array((loss?.slices ?? []).map(\.json)),
      "attention": .array(attention.map(\.json)), "channels": .array(channels.map(\.json)),
    ]
  }

  /// For a terminal.
  public var text: String {
    [lossText, attentionText, channelText].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var lossText: String {
    guard let loss else { return "" }
    var rows = [
      ["training loss over \(TextFormatting.count(windowCount, "window"))", number(loss.loss)],
      ["gradient norm", number(loss.gradientNorm)],
    ]
    if let spectrum = loss.spectrum {
      rows.append(["largest eigenvalue of the Hessian (sharpness)", number(spectrum.largest)])
      rows.append(["smallest eigenvalue found", number(spectrum.smallest)])
      let next = spectrum.values.dropFirst().prefix(4).map { number($0.value) }
      rows.append(["next eigenvalues", next.joined(separator: " ")])
      rows.append(["differences of gradients agree to", number(spectrum.differenceError)])
    }
    if let rise {
      rows.append(["loss at \(number(rise.radius)) along the direction of SAM", number(rise.loss)])
    }
    return rows.map { "\($0[0])  \($0[1])\n" }.joined()
  }

  /// The loss at the radius of SAM.
  var rise: (radius: Double, loss: Double)? {
    guard let slice = loss?.slices.first(where: { $0.name == "sam" }), let losses = slice.losses.first,
      let farthest = slice.factors.last
    else { return nil }
    let place = slice.factors.indices.min {
      abs(slice.factors[$0] - farthest / 2) < abs(slice.factors[$1] - farthest / 2)
    }
    return place.map { (slice.factors[$0], losses[$0]) }
  }

  private var attentionText: String {
    guard !attention.isEmpty else { return "" }
    let rows = attention.map { layer in
      let measures = layer.measures
      return [
        layer.name, "\(number(measures.entropy)) of \(number(measures.largestEntropy))",
        measures.diagonalMass.isNaN ? "–" : number(measures.diagonalMass), number(measures.nuclearNorm),
        number(measures.stableRank),
      ]
    }
    return TextFormatting.table(
      [["attention", "entropy", "diagonal", "nuclear norm", "stable rank"]] + rows)
  }

  private var channelText: String {
    guard !channels.isEmpty else { return "" }
    let rows = channels.map { channel in
      [channel.name.printable] + [Metric.mseNorm, .maeNorm, .mse, .mae].map { number(channel.values[$0]) }
    }
    return TextFormatting.table([["test, channel", "mse_norm", "mae_norm", "mse", "mae"]] + rows)
  }

  private func number(_ value: Double) -> String { TextFormatting.significant(value, digits: 4) }
}

extension ModelDiagnosis.AttentionLayer {
  fileprivate var json: JSONValue {
    let weights: [JSONValue] = map.weights.map { row in .array(row.map { JSONValue($0) }) }
    return [
      "layer": .string(name), "measures": measures.json, "rows": .array(map.rows.map { .string($0) }),
      "columns": .array(map.columns.map { .string($0) }), "weights": .array(weights),
    ]
  }
}

extension ModelDiagnosis.ChannelErrors {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "mse_norm": .number(values[.mseNorm]), "mae_norm": .number(values[.maeNorm]),
      "mse": .number(values[.mse]), "mae": .number(values[.mae]),
    ]
  }
}
