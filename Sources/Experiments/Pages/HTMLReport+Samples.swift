import Drawing
import Runs

extension HTMLReport {
  /// How many models share a drawing before it cannot be read any more.
  private static let modelLimit = 6

  /// For each horizon, a few test windows with the truth and every model's forecast.
  func samples(_ group: Group) -> Markup {
    let blocks = group.horizons.enumerated().compactMap { index, horizon -> Markup? in
      let shown = self.shown(group.winners(atHorizon: horizon))
      let charts = charts(shown)
      guard !charts.isEmpty else { return nil }
      let summary = Markup.tag("summary", text: "Horizon \(horizon)")
      return index == 0
        ? .element("details", [(name: "open", value: "open")], [summary, .grid(charts)])
        : .tag("details", [:], [summary, .grid(charts)])
    }
    guard !blocks.isEmpty else { return .group([]) }
    let limit =
      group.models.count > Self.modelLimit
      ? " Only the \(Self.modelLimit) models with the lowest validation error are drawn." : ""
    return .group(
      [
        .tag("h3", text: "Forecasts of test windows"),
        .tag(
          "p", ["class": "quiet"],
          text:
            "Windows lie evenly spread over the test rows; they are not chosen by how well they were forecast. "
            + "Of many channels the first few are drawn, of each model the first seed, shaded its 80 % intervals."
            + limit),
      ] + blocks)
  }

  private func shown(
    _ winners: [(model: String, winner: ResultTable.Winner)]
  ) -> [(model: String, samples: [SampleForecast])] {
    let ranked = winners.sorted {
      ($0.winner.validationMSE ?? .infinity) < ($1.winner.validationMSE ?? .infinity)
    }
    let chosen = Set(ranked.prefix(Self.modelLimit).map(\.model))
    return winners.filter { chosen.contains($0.model) }.map {
      ($0.model, $0.winner.records.first?.result?.samples ?? [])
    }
  }

  private func charts(_ shown: [(model: String, samples: [SampleForecast])]) -> [Markup] {
    guard let base = shown.first(where: { !$0.samples.isEmpty })?.samples else { return [] }
    return base.flatMap { sample in
      sample.channels.map { channel in
        let forecasts = shown.compactMap {
          model, samples -> (model: String, channel: SampleForecast.Channel)? in
          let same = samples.first { $0.window == sample.window && $0.series == sample.series }
          return same?.channels.first { $0.name == channel.name }.map { (model, $0) }
        }
        return chart(sample, channel, forecasts).markup()
      }
    }
  }

  private func chart(
    _ sample: SampleForecast, _ channel: SampleForecast.Channel,
    _ forecasts: [(model: String, channel: SampleForecast.Channel)]
  ) -> LineChart {
    let last = channel.history.count
    let known = channel.history.enumerated().map { LineChart.Point(x: Double($0 + 1 - last), y: Double($1)) }
    func future(_ values: [Float]) -> [LineChart.Point] {
      known.suffix(1) + values.enumerated().map { LineChart.Point(x: Double($0 + 1), y: Double($1)) }
    }
    var chart = LineChart(
      title: "\(sample.series.map { "\($0), " } ?? "")\(channel.name) from \(sample.start)",
      horizontalAxis: .counts("rows after the last known one"),
      verticalLabel: "data units",
      lines: [
        LineChart.Line("history", .muted, known), LineChart.Line("truth", .ink, future(channel.truth)),
      ])
    for (model, own) in forecasts {
      let look = style(of: model)
      chart.lines.append(LineChart.Line(model, look.style, isDashed: look.isDashed, future(own.forecast)))
      guard own.lower.count == own.forecast.count, own.upper.count == own.lower.count else { continue }
      chart.bands.append(
        LineChart.Band(
          look.style,
          own.lower.indices.map {
            (x: Double($0 + 1), low: Double(own.lower[$0]), high: Double(own.upper[$0]))
          }))
    }
    chart.divider = (1, "forecast")
    return chart
  }
}
