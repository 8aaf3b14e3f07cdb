/// Forecasts beside what came before and, where it is known, what came instead: one panel per channel and window.
public struct ForecastPicture: Sendable {
  /// One channel of one window, in data units over what ``axis`` shows.
  public struct Panel: Sendable {
    /// The channel and, if there are several, the window.
    public let title: String
    /// The last rows before the forecast; those without a value interrupt the line.
    public let history: [LineChart.Point]
    /// What came; nil if it is not known.
    public let truth: [LineChart.Point]?
    /// What is forecast.
    public let forecast: [LineChart.Point]
    /// Intervals around the forecast, the widest first.
    public var bands: [LineChart.Band] = []
    /// What the horizontal axis shows.
    public var axis = LineChart.HorizontalAxis.times
    /// Where the forecast begins.
    public var start: Double { forecast.first?.x ?? 0 }

    /// - Parameter truth: What came; nil if it is not known.
    public init(
      title: String, history: [LineChart.Point], truth: [LineChart.Point]?, forecast: [LineChart.Point]
    ) {
      (self.title, self.history) = (title, history)
      (self.truth, self.forecast) = (truth, forecast)
    }

    /// The panel as a chart. The lines of the future begin at the last row of the history, so that there is no gap but where
    /// values are missing.
    func chart(width: Double, height: Double) -> LineChart {
      func joined(_ points: [LineChart.Point]) -> [LineChart.Point] {
        points.first?.y.isFinite == true ? history.suffix(1) + points : points
      }
      var chart = LineChart(
        title: title, horizontalAxis: axis, verticalLabel: "data units",
        lines: [LineChart.Line("history", .muted, history)]
          + (truth.map { [LineChart.Line("truth", .ink, joined($0))] } ?? [])
          + [LineChart.Line("forecast", .color(0), joined(forecast))])
      chart.bands = bands
      chart.divider = (start, "forecast")
      (chart.width, chart.height) = (width, height)
      return chart
    }
  }

  /// The model and its data in one line.
  public let title: String
  /// From top to bottom.
  public let panels: [Panel]
  /// Warnings, one line each.
  public let notes: [String]
  /// What is drawn where it is not all there is, such as "the first 3 of 30 channels".
  public var scope: String?

  /// - Parameter panels: From top to bottom.
  public init(title: String, panels: [Panel], notes: [String] = []) {
    (self.title, self.panels, self.notes) = (title, panels, notes)
  }

  private static let width = 880.0, panelHeight = 260.0, headingHeight = 40.0, margin = 16.0

  /// The picture as one SVG file.
  public var svg: String {
    let drawings = panels.enumerated().map { index, panel -> Markup in
      let y = Self.headingHeight + Double(index) * (Self.panelHeight + 12)
      let place = "translate(\(ChartStyle.coordinate(Self.margin)) \(ChartStyle.coordinate(y)))"
      var chart = panel.chart(width: Self.width - 2 * Self.margin, height: Self.panelHeight)
      chart.hasLegend = index == 0
      return .tag("g", ["transform": place], [LineChartDrawing(chart).markup])
    }
    let line = title + (scope.map { ", \($0)" } ?? "")
    let heading = ChartStyle.shortened(line, to: Self.width - 2 * Self.margin)
    return Markup.drawing(
      width: Self.width,
      height: Self.headingHeight + Double(panels.count) * (Self.panelHeight + 12) + Self.margin / 2,
      summary: line, isStandalone: true,
      [.label(heading, x: Self.margin + 4, y: 24, class: "quiet")] + drawings
    ).source + "\n"
  }

  /// The picture as lines of text.
  public func text(_ style: TerminalStyle) -> String {
    panels.map { TerminalChart($0, style)?.text ?? "\($0.title): nothing to show\n" }.joined(separator: "\n")
      + (scope.map { "\n\($0)\n" } ?? "")
  }
}
