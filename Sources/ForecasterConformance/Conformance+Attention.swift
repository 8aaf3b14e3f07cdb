import Forecasting
import Layers
import Tensors
import Training

extension Conformance {
  func attentionProblems() throws -> [String] {
    guard let layers = try attention(ofWindows: 0..<2) else {
      let learnt = try make().namedTensors.map(\.name).first { ParameterPart.attention.contains($0) }
      return problem(
        "\(learnt ?? "") is of an attention layer that nobody can look at", unless: learnt == nil)
    }
    // A combination has the attention of its members, and none before its fit.
    let isCombined = !(F.self is any NeuralForecaster.Type)
    return try problem("no attention layer is shown", unless: isCombined || !layers.isEmpty)
      + problem("two layers have one name", unless: Set(layers.map(\.layer)).count == layers.count)
      + layers.flatMap { $0.problems(windowCount: 2) }
      + (0..<2).flatMap { try aloneProblems(layers, window: $0) }
      + statedProblems(layers)
  }

  /// What each layer attends to in some of two windows; nil for a forecaster that does not say.
  private func attention(ofWindows windows: Range<Int>) throws -> [AttentionWeights]? {
    guard let explaining = try make() as? any Explaining else { return nil }
    let history = history(batch: 2).slices(windows)
    return explaining.attention(over: try batch(history, firstHour: windows.lowerBound))
  }

  private func aloneProblems(_ layers: [AttentionWeights], window: Int) throws -> [String] {
    let alone = try attention(ofWindows: window..<window + 1) ?? []
    return zip(layers, alone).flatMap { both, one in
      let distance = one.weights.distance(to: both.weights.slices(window..<window + 1))
      return problem(
        "\(both.layer): the weights of window \(window) differ by \(distance) from those of it alone",
        unless: distance < 1e-5)
    }
  }

  /// A second head changes nothing about what the first one attends to.
  private func statedProblems(_ layers: [AttentionWeights]) throws -> [String] {
    func stated<Stating: Forecaster>(_ type: Stating.Type) throws -> [AttentionWeights]? {
      try Conformance<Stating>(type, settings: settings, task: task.stating(.gaussian))
        .attention(ofWindows: 0..<2)
    }
    guard let type = (F.self as? any NeuralForecaster.Type)?.statingLaw else { return [] }
    let others = try stated(type)
    return problem(
      "with a law stated the attention is another or not shown",
      unless: others?.map(\.weights.values) == layers.map(\.weights.values)
        && others?.map(\.layer) == layers.map(\.layer))
  }
}

extension AttentionWeights {
  fileprivate func problems(windowCount: Int) -> [String] {
    guard weights.shape.count > 2, weights.shape[0] == windowCount, let columns = weights.shape.last else {
      return ["\(layer): weights of \(windowCount) windows have the shape \(weights.shape)"]
    }
    let values = weights.values
    let sums = stride(from: 0, to: values.count, by: columns).map { row in
      values[row..<row + columns].reduce(0, +)
    }
    return problem("\(layer): weights are below 0 or no numbers", unless: values.allSatisfy { $0 >= 0 })
      + problem("\(layer): weights do not add up to 1", unless: sums.allSatisfy { abs($0 - 1) < 1e-5 })
      + problem("a layer has no name", unless: !layer.isEmpty)
  }
}
