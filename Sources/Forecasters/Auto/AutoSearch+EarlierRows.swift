import Forecasting
import Layers
import Tensors
import TimeSeries
import Training

extension AutoSearch {
  /// Windows that do not overlap from which validation alone tells the members apart.
  private static let enoughWindows = 24.0

  /// Products of the residuals that the members leave on later training rows after fits to the rows before them.
  ///
  /// - Returns: Nil where validation windows are enough, no series has rows to spare, or a member cannot be fitted to fewer of them in
  ///   a moment; else also how many windows there are that do not overlap.
  /// - Throws: `TrainingError.interrupted`.
  func productsOfEarlierRows() throws(TrainingError) -> (products: ResidualProducts, windows: Double)? {
    guard facts.independentWindows < Self.enoughWindows, facts.rows <= AutoCandidates.longestForLocal,
      let rows = data.ofEarlierRows(season: facts.season)
    else { return nil }
    var fitted: [AutoMember] = []
    for member in members {
      guard let type = ForecasterCatalog.forecaster(named: member.stored.model),
        !(type is any NeuralForecaster.Type),
        let other = try self.member(member, type, fittedTo: rows, after: fitted)
      else { return nil }
      fitted.append(other)
    }
    let products = try ResidualProducts(
      fitted, on: rows.validation, workers: plan.workers, unless: control.isInterrupted)
    let windows = AutoFacts.independentWindows(rows.validation.count, horizon: auto.task.horizon)
    return products.areFinite ? (products, windows) : nil
  }

  /// A member fitted anew, so that nothing of the later rows is in what it chooses; nil if it cannot be.
  private func member<F: Forecaster>(
    _ member: AutoMember, _ type: F.Type, fittedTo rows: TrainingData, after others: [AutoMember]
  ) throws(TrainingError) -> AutoMember? {
    let stored = Auto.StoredMember(
      model: member.stored.model, lookback: member.stored.lookback, configuration: F.Configuration().json)
    guard var other = try? unfitted(stored, seed: plan.seed), var forecaster = other.forecaster as? F
    else { return nil }
    do throws(TrainingError) {
      let ending = try forecaster.fit(
        other.windows(rows), plan, quietControl, after: others.map(\.forecaster)
      ).ending
      if ending == .interrupted { throw .interrupted }
    } catch {
      if case .interrupted = error { throw error }
      return nil
    }
    other.forecaster = forecaster
    return other
  }
}
