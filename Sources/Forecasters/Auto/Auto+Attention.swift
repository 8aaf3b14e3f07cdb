import Forecasting

extension Auto: Explaining {
  /// What the attention layers of each member attend to, each after the number of its member in a model file.
  public func attention(over batch: Batch) -> [AttentionWeights] {
    members.enumerated().flatMap { index, member in
      member.attention(over: batch).map { layer in
        AttentionWeights(
          layer: "member \(index), \(member.stored.model): \(layer.layer)", tokens: layer.tokens,
          weights: layer.weights)
      }
    }
  }
}

extension AutoMember {
  /// What the member attends to in the combination's windows; nothing for one without attention.
  fileprivate func attention(over batch: Batch) -> [AttentionWeights] {
    (forecaster as? any Explaining)?.attention(over: own(batch)) ?? []
  }
}
