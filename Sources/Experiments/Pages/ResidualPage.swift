import Drawing
import Forecasting
import Residuals
import Runs
import Text
import TimeSeries

/// What a model's errors over its test windows tell, as one page that needs nothing else.
///
/// ```swift
/// let model = try ModelFile(reading: "model.safetensors")
/// let evaluation = try Evaluation(model, data: .file("data.csv"), examinesResiduals: true, workers: workers)
/// let page = ResidualPage(evaluation)?.text
/// ```
public struct ResidualPage {
  private let evaluation: Evaluation
  private let residuals: ResidualDiagnostics
  /// The channels that are drawn; of more a page would be too long.
  private static let mostChannels = 8

  /// - Returns: Nil where the errors have not been examined.
  public init?(_ evaluation: Evaluation) {
    guard let residuals = evaluation.residuals else { return nil }
    (self.evaluation, self.residuals) = (evaluation, residuals)
  }

  /// The page.
  public var text: String {
    let title = "Errors of \(evaluation.model.description.model)"
    return Markup.page(
      title: title,
      [
        .tag("header", [:], [.tag("h1", text: title), .tag("p", text: summary)]),
        .tag("section", [:], residuals.channels.prefix(Self.mostChannels).map(section)),
      ])
  }

  private var summary: String {
    let description = evaluation.model.description
    let windows = TextFormatting.count(evaluation.test?.windows ?? 0, "test window")
    let held = evaluation.testIntervals.filter { [0.8, 0.95].contains($0.level) }.map {
      " Intervals of \(TextFormatting.level($0.level)) % held \(TextFormatting.percent($0.coverage, digits: 1))."
    }
    return
      "\(windows) of \(description.data.path), \(TextFormatting.count(description.shape.horizon, "step")) ahead. "
      + "An error is the forecast less the truth: positive where the forecast is high." + held.joined()
      + (residuals.channels.count > Self.mostChannels
        ? " Shown are the first \(Self.mostChannels) of \(TextFormatting.grouped(residuals.channels.count)) channels."
        : "")
  }

  private func section(_ channel: ResidualDiagnostics.Channel) -> Markup {
    let statements = channel.statements.map { Markup.tag("li", text: $0) }
    let charts = [bias(channel), correlation(channel), normal(channel)].compactMap { $0?.markup() }
    return .group([
      .tag("h2", text: channel.name), .tag("ul", [:], statements),
      .figures("Errors in pictures", note(channel), charts),
    ])
  }

  private func note(_ channel: ResidualDiagnostics.Channel) -> String {
    guard let test = channel.correlation else { return "There are too few errors one step ahead to compare." }
    return "Ljung–Box over \(TextFormatting.count(test.autocorrelations.count, "lag")): "
      + "Q = \(TextFormatting.significant(test.statistic, digits: 4)), p = \(TextFormatting.fixed(test.probability)). "
      + "Errors that follow each other, or lie off the grey line, are what intervals of a normal law get wrong."
  }

  private func bias(_ channel: ResidualDiagnostics.Channel) -> LineChart? {
    guard !channel.bias.isEmpty else { return nil }
    let points = channel.bias.enumerated().map { LineChart.Point(x: Double($0 + 1), y: $1) }
    let zero = points.map { LineChart.Point(x: $0.x, y: 0) }
    return LineChart(
      title: "Mean error of each step (forecast less truth)", horizontalAxis: .counts("step of the horizon"),
      verticalLabel: channel.isStandardized ? "deviations of each series" : "data units",
      lines: [LineChart.Line(nil, .muted, zero), LineChart.Line("mean error", .color(0), points)])
  }

  private func correlation(_ channel: ResidualDiagnostics.Channel) -> LineChart? {
    guard let test = channel.correlation else { return nil }
    let points = test.autocorrelations.enumerated().map { LineChart.Point(x: Double($0 + 1), y: $1) }
    let bound = 1.96 / Double(max(1, channel.count)).squareRoot()
    let bounds = [bound, -bound].map { bound in points.map { LineChart.Point(x: $0.x, y: bound) } }
    return LineChart(
      title: "How errors one step ahead follow each other", horizontalAxis: .counts("rows apart"),
      verticalLabel: "correlation",
      lines: [
        LineChart.Line("as noise has it, 19 of 20", .muted, isDashed: true, bounds[0]),
        LineChart.Line(nil, .muted, isDashed: true, bounds[1]),
        LineChart.Line("correlation", .color(0), points),
      ])
  }

  private func normal(_ channel: ResidualDiagnostics.Channel) -> LineChart? {
    guard !channel.normalPlot.isEmpty else { return nil }
    let points = channel.normalPlot.map { LineChart.Point(x: $0.normal, y: $0.observed) }
    var line = LineChart.Line("errors", .color(0), points)
    line.marks = Array(points.indices)
    let diagonal = points.map { LineChart.Point(x: $0.x, y: $0.x) }
    return LineChart(
      title: channel.isStandardized
        ? "Standardised errors beside a normal law" : "Errors beside a normal law",
      horizontalAxis: .counts("deviations of a normal law"),
      verticalLabel: "deviations",
      lines: [LineChart.Line("normal", .muted, diagonal), line])
  }
}
