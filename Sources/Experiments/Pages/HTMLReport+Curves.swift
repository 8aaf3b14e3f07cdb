import Drawing
import Forecasting
import Text

extension HTMLReport {
  /// For each horizon, how the error of every model grows with the step.
  func errorsPerStep(_ group: Group) -> Markup {
    let charts = group.horizons.compactMap { stepChart(group.winners(atHorizon: $0), horizon: $0) }
    return .figures(
      "Error per step", "Mean over test windows, channels and seeds; shaded from the best to the worst seed.",
      charts)
  }

  /// A model whose error is so many times the lowest one is left out: it would press the others together.
  private static let drawnRatio = 2.5

  private func stepChart(
    _ winners: [(model: String, winner: ResultTable.Winner)], horizon: Int
  ) -> Markup? {
    var chart = LineChart(
      title: "Horizon \(horizon)", horizontalAxis: .counts("step of the horizon"),
      verticalLabel: "MSE, standardised units", lines: [])
    let lowest = winners.map(\.winner.mse.mean).min() ?? 0
    let isDrawn = { (winner: ResultTable.Winner) in !(winner.mse.mean > Self.drawnRatio * lowest) }
    for (model, winner) in winners where isDrawn(winner) {
      let seeds = winner.records.compactMap { $0.result?.test?.perStep.map { $0[.mseNorm] } }
      guard let steps = seeds.first?.count, steps > 0, seeds.allSatisfy({ $0.count == steps }) else {
        continue
      }
      let look = style(of: model)
      let means = (0..<steps).map { step in
        LineChart.Point(x: Double(step + 1), y: Spread(seeds.map { $0[step] }).mean)
      }
      chart.lines.append(LineChart.Line(model, look.style, isDashed: look.isDashed, means))
      guard seeds.count > 1 else { continue }
      let edges = (0..<steps).map { step in
        let values = seeds.map { $0[step] }
        return (x: Double(step + 1), low: values.min() ?? .nan, high: values.max() ?? .nan)
      }
      chart.bands.append(LineChart.Band(look.style, edges))
    }
    guard !chart.lines.isEmpty else { return nil }
    let others = winners.filter { !isDrawn($0.winner) }.map {
      "\($0.model) (mean \(TextFormatting.fixed($0.winner.mse.mean)))"
    }
    return .remarked(
      chart.markup(), others.isEmpty ? nil : "Too large to be drawn: \(others.joined(separator: ", ")).")
  }

  /// For each horizon and model, training and validation error by epoch.
  func losses(_ group: Group) -> Markup {
    let charts = group.horizons.flatMap { horizon in
      group.winners(atHorizon: horizon).compactMap { model, winner in
        lossChart(title: "\(model), horizon \(horizon)", winner.records)
      }
    }
    return .figures(
      "Training",
      "One line per seed. The dot marks the epoch whose weights were kept, which validation chose.",
      charts)
  }

  private func lossChart(title: String, _ records: [RunRecord]) -> Markup? {
    var chart = LineChart(
      title: title, horizontalAxis: .counts("epoch"), verticalLabel: "standardised units", lines: [])
    for record in records {
      guard let result = record.result, !result.epochs.isEmpty else { continue }
      let isFirst = chart.lines.isEmpty
      let loss = record.specification.recipe.map { "training \($0.loss)" } ?? "training loss"
      chart.lines.append(
        LineChart.Line(
          isFirst ? loss : nil, .color(1), isDashed: true,
          result.epochs.map { LineChart.Point(x: Double($0.epoch), y: $0.trainingLoss) }))
      var validation = LineChart.Line(
        isFirst ? "validation mse" : nil, .color(0),
        result.epochs.map { LineChart.Point(x: Double($0.epoch), y: $0.validationMSE) })
      validation.marks = result.epochs.indices.filter { result.epochs[$0].epoch == result.bestEpoch }
      chart.lines.append(validation)
    }
    return chart.lines.isEmpty ? nil : chart.markup()
  }

  /// For each horizon and attention model, what the first seed attends to.
  func attention(_ group: Group) -> Markup {
    let maps = group.horizons.flatMap { horizon in
      group.winners(atHorizon: horizon).flatMap { model, winner -> [Markup] in
        let record = winner.records.first
        return (record?.result?.attention ?? []).map { map in
          HeatMap(
            title: "\(model), horizon \(horizon), seed \(record?.specification.seed ?? 0): \(map.name)",
            rowLabel: "attending", columnLabel: "attended to", rows: map.rows, columns: map.columns,
            values: map.weights.map { $0.map(Double.init) }
          ).coarsened().markup()
        }
      }
    }
    return .figures(
      "Attention",
      "Mean over heads and over test windows spread evenly over the test rows; each row adds up to 1. "
        + "Of many tokens, blocks are averaged.", maps)
  }
}
