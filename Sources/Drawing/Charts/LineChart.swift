/// Lines and bands over one horizontal and one vertical axis.
public struct LineChart: Sendable {
  /// A place in data units.
  public struct Point: Sendable, Equatable {
    /// Along the horizontal axis.
    public let x: Double
    /// Along the vertical axis; a value that is not finite interrupts the line.
    public let y: Double

    /// - Parameter y: A value that is not finite interrupts the line.
    public init(x: Double, y: Double) {
      (self.x, self.y) = (x, y)
    }
  }

  /// One line.
  public struct Line: Sendable {
    /// What the legend says; nil leaves the line out of it.
    public var name: String?
    /// How it looks.
    public var style: LineStyle
    /// Whether it is broken into dashes, so that it differs by more than colour.
    public var isDashed = false
    /// Its points from left to right.
    public var points: [Point]
    /// Positions among the points that are marked by a dot.
    public var marks: [Int] = []

    /// A line without marks.
    public init(_ name: String?, _ style: LineStyle, isDashed: Bool = false, _ points: [Point]) {
      (self.name, self.style, self.isDashed, self.points) = (name, style, isDashed, points)
    }
  }

  /// The area between two lines.
  public struct Band: Sendable {
    /// Its colour.
    public var style: LineStyle
    /// Where it is and how far it reaches, from left to right.
    public var edges: [(x: Double, low: Double, high: Double)]

    /// - Parameter edges: From left to right.
    public init(_ style: LineStyle, _ edges: [(x: Double, low: Double, high: Double)]) {
      (self.style, self.edges) = (style, edges)
    }
  }

  /// What the horizontal axis shows.
  public enum HorizontalAxis: Sendable {
    /// Whole numbers, called so.
    case counts(String)
    /// Numbers of any kind, called so.
    case numbers(String)
    /// Milliseconds since 1970.
    case times
  }

  /// The line above the drawing.
  public var title: String
  /// What the horizontal axis shows.
  public var horizontalAxis: HorizontalAxis
  /// What the vertical axis shows.
  public var verticalLabel: String
  /// The lines, the last one on top.
  public var lines: [Line]
  /// The bands behind the lines.
  public var bands: [Band] = []
  /// Where on the horizontal axis something begins, and what.
  public var divider: (x: Double, label: String)?
  /// Whether lines are named above the plot.
  public var hasLegend = true
  /// The size of the drawing.
  public var width = 440.0
  /// The size of the drawing.
  public var height = 260.0

  /// A chart of lines alone.
  public init(
    title: String, horizontalAxis: HorizontalAxis, verticalLabel: String, lines: [Line]
  ) {
    (self.title, self.horizontalAxis) = (title, horizontalAxis)
    (self.verticalLabel, self.lines) = (verticalLabel, lines)
  }

  /// What a reader who cannot see the chart is told.
  var summary: String {
    let names = lines.compactMap(\.name).joined(separator: ", ")
    return title + (names.isEmpty ? "" : ": \(names)")
  }

  /// The chart as a file of its own.
  public var svg: String { markup(isStandalone: true).source + "\n" }

  /// The chart as part of a page.
  package func markup(isStandalone: Bool = false) -> Markup {
    .drawing(
      width: width, height: height, summary: summary, isStandalone: isStandalone,
      [LineChartDrawing(self).markup])
  }

  /// The smallest and largest finite values of both axes, widened where they are the same; nil without any.
  public var extent: (x: ClosedRange<Double>, y: ClosedRange<Double>)? {
    let points = lines.flatMap(\.points).filter { $0.x.isFinite && $0.y.isFinite }
    let edges = bands.flatMap(\.edges).filter { $0.low.isFinite && $0.high.isFinite }
    guard
      let x = Self.range(points.map(\.x) + edges.map(\.x)),
      let y = Self.range(points.map(\.y) + edges.flatMap { [$0.low, $0.high] })
    else { return nil }
    let room: Double
    switch horizontalAxis {
    case .times: room = 43_200_000
    case .counts, .numbers: room = 0.5
    }
    let isPoint = x.lowerBound == x.upperBound
    return (isPoint ? x.lowerBound - room...x.upperBound + room : x, Self.widened(y))
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double>? {
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }

  /// A little room above and below the lines; a constant gets some in proportion.
  private static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let span = range.upperBound - range.lowerBound
    let room = span > 0 ? span * 0.06 : max(range.upperBound.magnitude * 0.05, 1e-9)
    let isZero = span == 0 && range.lowerBound == 0
    return range.lowerBound - (isZero ? 0.5 : room)...range.upperBound + (isZero ? 0.5 : room)
  }
}
