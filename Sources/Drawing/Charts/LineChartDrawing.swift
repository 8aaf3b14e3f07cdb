/// Places everything of a line chart.
struct LineChartDrawing {
  private let chart: LineChart
  private let legend: Legend
  private let extent: (x: ClosedRange<Double>, y: ClosedRange<Double>)?
  private let yTicks: NumberTicks?
  private let left: Double, right: Double, top: Double, bottom: Double

  init(_ chart: LineChart) {
    self.chart = chart
    extent = chart.extent
    legend = Legend(chart.hasLegend ? chart.lines : [], width: chart.width)
    top = 22 + legend.height + 23
    bottom =
      switch chart.horizontalAxis {
      case .times: chart.height - 36
      case .counts, .numbers: chart.height - 38
      }
    yTicks = extent.map { [top, bottom] in NumberTicks($0.y, atMost: max(2, Int((bottom - top) / 34))) }
    let labelWidth = yTicks?.labels.map { ChartStyle.width(of: $0) }.max() ?? 0
    left = max(26, labelWidth + 12)
    right = chart.width - 14
  }

  var markup: Markup {
    let title = ChartStyle.shortened(chart.title, to: chart.width - 8, size: 13)
    let heading: [Markup] = [
      .label(title, x: 4, y: 15, class: "title"), legend.markup,
      .label(chart.verticalLabel, x: 4, y: top - 10, class: "quiet"),
    ]
    guard let extent, let yTicks else {
      let middle = (chart.width / 2, (top + bottom) / 2)
      return .group(
        heading + [.label("nothing to show", x: middle.0, y: middle.1, anchor: "middle", class: "quiet")])
    }
    let plane = Plane(x: extent.x, y: extent.y, left: left, right: right, top: top, bottom: bottom)
    return .group(
      heading + [grid(plane, yTicks)] + chart.bands.map { band($0, plane) } + [divider(plane)]
        + chart.lines.map { line($0, plane) })
  }

  private func grid(_ plane: Plane, _ yTicks: NumberTicks) -> Markup {
    var pieces: [Markup] = []
    for (value, label) in zip(yTicks.values, yTicks.labels) {
      let y = plane.y(value)
      pieces.append(.rule(x1: left, y1: y, x2: right, y2: y, class: "grid"))
      pieces.append(.label(label, x: left - 6, y: y + 4, anchor: "end", class: "quiet"))
    }
    pieces.append(.rule(x1: left, y1: bottom, x2: right, y2: bottom, class: "axis"))
    return .group(pieces + horizontalTicks(plane))
  }

  private func horizontalTicks(_ plane: Plane) -> [Markup] {
    switch chart.horizontalAxis {
    case .counts(let name): return numberTicks(plane, name, isWhole: true)
    case .numbers(let name): return numberTicks(plane, name, isWhole: false)
    case .times:
      var ticks = TimeTicks(plane.xRange, atMost: max(2, Int((right - left) / 64))).ticks
      // Times with milliseconds are wider than others.
      let widest = ticks.map { ChartStyle.width(of: $0.label) + 8 }.max() ?? 0
      if widest > 64 { ticks = TimeTicks(plane.xRange, atMost: max(2, Int((right - left) / widest))).ticks }
      var free = -Double.infinity
      return ticks.flatMap { item -> [Markup] in
        let x = plane.x(item.milliseconds)
        guard let context = item.context, x >= free else { return tick(at: x, item.label) }
        let start = min(max(2, x - 14), chart.width - ChartStyle.width(of: context) - 2)
        free = start + ChartStyle.width(of: context) + 8
        return tick(at: x, item.label) + [.label(context, x: start, y: bottom + 31, class: "quiet")]
      }
    }
  }

  private func numberTicks(_ plane: Plane, _ name: String, isWhole: Bool) -> [Markup] {
    let ticks = NumberTicks(plane.xRange, atMost: max(2, Int((right - left) / 56)), isWhole: isWhole)
    return zip(ticks.values, ticks.labels).flatMap { tick(at: plane.x($0), $1) }
      + [.label(name, x: right, y: bottom + 32, anchor: "end", class: "quiet")]
  }

  /// A tick with its label, which stays inside the drawing.
  private func tick(at x: Double, _ label: String) -> [Markup] {
    let half = ChartStyle.width(of: label) / 2
    let middle = min(max(x, half + 2), chart.width - half - 2)
    return [
      .rule(x1: x, y1: bottom, x2: x, y2: bottom + 4, class: "axis"),
      .label(label, x: middle, y: bottom + 17, anchor: "middle", class: "quiet"),
    ]
  }

  private func divider(_ plane: Plane) -> Markup {
    guard let divider = chart.divider, plane.xRange.contains(divider.x) else { return .group([]) }
    let x = plane.x(divider.x)
    let isRoomRight = x + ChartStyle.width(of: divider.label) + 6 < right
    return .group([
      .rule(x1: x, y1: top - 2, x2: x, y2: bottom, class: "rule"),
      .label(
        divider.label, x: isRoomRight ? x + 4 : x - 4, y: top - 10, anchor: isRoomRight ? "start" : "end",
        class: "quiet"),
    ])
  }

  private func line(_ line: LineChart.Line, _ plane: Plane) -> Markup {
    let runs = line.points.split { !($0.x.isFinite && $0.y.isFinite) }
    let isThin = line.name == nil
    let classes = line.style.cssClass + (line.isDashed ? " dashed" : "") + (isThin ? " thin" : "")
    var pieces: [Markup] = []
    let path = runs.filter { $0.count > 1 }.map { run in
      "M" + run.map { plane.place($0.x, $0.y) }.joined(separator: "L")
    }.joined()
    if !path.isEmpty { pieces.append(.tag("path", ["class": classes, "d": path])) }
    // A point between two gaps, or alone, is no line.
    let alone = runs.filter { $0.count == 1 }.flatMap { Array($0) }
    let marked = line.marks.filter { line.points.indices.contains($0) }.map { line.points[$0] }
    for point in alone + marked where point.y.isFinite {
      pieces.append(dot(plane.x(point.x), plane.y(point.y), line.style))
    }
    return .group(pieces)
  }

  private func dot(_ x: Double, _ y: Double, _ style: LineStyle) -> Markup {
    let c = ChartStyle.coordinate
    return .tag("circle", ["class": style.cssClass, "cx": c(x), "cy": c(y), "r": "2.8"])
  }

  private func band(_ band: LineChart.Band, _ plane: Plane) -> Markup {
    let runs = band.edges.split { !($0.low.isFinite && $0.high.isFinite) }.filter { $0.count > 1 }
    guard !runs.isEmpty else { return .group([]) }
    let outlines = runs.map { edges -> String in
      let outline =
        edges.map { plane.place($0.x, $0.high) } + edges.reversed().map { plane.place($0.x, $0.low) }
      return "M" + outline.joined(separator: "L") + "Z"
    }
    return .tag("path", ["class": "band \(band.style.cssClass)", "d": outlines.joined()])
  }
}

/// Data units on paper.
private struct Plane {
  let xRange: ClosedRange<Double>
  private let yRange: ClosedRange<Double>
  private let left: Double, right: Double, top: Double, bottom: Double

  init(
    x: ClosedRange<Double>, y: ClosedRange<Double>, left: Double, right: Double, top: Double, bottom: Double
  ) {
    (xRange, yRange) = (x, y)
    (self.left, self.right, self.top, self.bottom) = (left, right, top, bottom)
  }

  func x(_ value: Double) -> Double {
    left + (value - xRange.lowerBound) / (xRange.upperBound - xRange.lowerBound) * (right - left)
  }

  func y(_ value: Double) -> Double {
    bottom - (value - yRange.lowerBound) / (yRange.upperBound - yRange.lowerBound) * (bottom - top)
  }

  func place(_ x: Double, _ y: Double) -> String {
    "\(ChartStyle.coordinate(self.x(x))) \(ChartStyle.coordinate(self.y(y)))"
  }
}

/// Samples of the lines with their names, in as many rows as they need.
private struct Legend {
  let markup: Markup
  let height: Double

  init(_ lines: [LineChart.Line], width: Double) {
    var (x, y, pieces) = (4.0, 36.0, [Markup]())
    for line in lines {
      guard let name = line.name else { continue }
      let text = ChartStyle.shortened(name, to: width - 40)
      let wide = 22 + ChartStyle.width(of: text) + 14
      if x > 4, x + wide - 14 > width { (x, y) = (4, y + 17) }
      let classes = line.style.cssClass + (line.isDashed ? " dashed" : "")
      let c = ChartStyle.coordinate
      pieces.append(.tag("path", ["class": classes, "d": "M\(c(x)) \(c(y - 4))h17"]))
      pieces.append(.label(text, x: x + 22, y: y))
      x += wide
    }
    markup = .group(pieces)
    height = pieces.isEmpty ? 0 : y - 36 + 18
  }
}
