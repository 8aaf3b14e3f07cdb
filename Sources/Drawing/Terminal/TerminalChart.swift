import Text

/// A forecast drawn with characters.
public struct TerminalStyle: Sendable {
  /// Characters a line may have.
  public var width: Int
  /// Whether Unicode's braille patterns and lines may be used; ASCII otherwise.
  public var usesUnicode: Bool
  /// Whether ANSI colours may be used.
  public var usesColor: Bool

  /// - Parameter width: Characters a line may have.
  public init(width: Int, usesUnicode: Bool, usesColor: Bool) {
    (self.width, self.usesUnicode, self.usesColor) = (width, usesUnicode, usesColor)
  }
}

/// One panel of a picture as lines of text.
struct TerminalChart {
  private let panel: ForecastPicture.Panel
  private let style: TerminalStyle
  private let x: ClosedRange<Double>
  private let y: ClosedRange<Double>
  private let ticks: NumberTicks
  private let labelWidth: Int
  private var canvas: DotCanvas
  private static let rowCount = 12

  /// - Parameter panel: With at least one finite value.
  init?(_ panel: ForecastPicture.Panel, _ style: TerminalStyle) {
    guard let extent = panel.chart(width: 0, height: 0).extent else { return nil }
    (self.panel, self.style) = (panel, style)
    (x, y) = extent
    ticks = NumberTicks(y, atMost: 5)
    labelWidth = ticks.labels.map(\.count).max() ?? 0
    canvas = DotCanvas(
      columnCount: max(16, style.width - labelWidth - 2), rowCount: Self.rowCount,
      form: style.usesUnicode ? .braille : .ascii, usesColor: style.usesColor)
    for (index, band) in panel.bands.enumerated() {
      let isInner = index > 0 || panel.bands.count == 1
      for run in band.edges.split(whereSeparator: { !($0.low.isFinite && $0.high.isFinite) }) {
        let edges = run.map { (share($0.x, of: x), share($0.low, of: y), share($0.high, of: y)) }
        canvas.fill(edges, on: isInner ? .band : .wideBand)
      }
    }
    draw(panel.history, .history)
    if let truth = panel.truth { draw(truth, .truth) }
    draw(panel.forecast, .forecast)
  }

  private mutating func draw(_ points: [LineChart.Point], _ layer: DotCanvas.Layer) {
    for run in points.split(whereSeparator: { !$0.y.isFinite }) {
      canvas.draw(run.map { (share($0.x, of: x), share($0.y, of: y)) }, on: layer)
    }
  }

  private func share(_ value: Double, of range: ClosedRange<Double>) -> Double {
    (value - range.lowerBound) / (range.upperBound - range.lowerBound)
  }

  /// The panel as text.
  var text: String {
    (heading + rows + axis).map(Self.trimmed).joined(separator: "\n") + "\n"
  }

  /// The title and, beside it or where there is no room below it, what each kind of line is.
  private var heading: [String] {
    let names: [(DotCanvas.Layer, String)] =
      [(.history, "history")] + (panel.truth == nil ? [] : [(.truth, "truth")]) + [(.forecast, "forecast")]
      + (panel.bands.isEmpty ? [] : [(.band, panel.bands.count == 1 ? "interval" : "intervals")])
    let legend = names.map { layer, name in
      let sample = DotCanvas.sample(
        of: layer, form: style.usesUnicode ? .braille : .ascii, usesColor: style.usesColor)
      return (text: colored(String(repeating: sample, count: 2), layer) + " " + name, width: name.count + 3)
    }
    let title = Self.plain(panel.title, usesUnicode: style.usesUnicode)
    let room = style.width - legend.reduce(0) { $0 + $1.width + 2 }
    if room >= min(title.columnCount, 8) {
      return [([shortened(title, to: room)] + legend.map(\.text)).joined(separator: "  ")]
    }
    var lines = [shortened(title, to: style.width)], width = style.width
    for entry in legend {
      let isBeside = width + 2 + entry.width <= style.width
      if isBeside { lines[lines.count - 1] += "  " + entry.text } else { lines.append(entry.text) }
      width = isBeside ? width + 2 + entry.width : entry.width
    }
    return lines
  }

  private func shortened(_ title: String, to width: Int) -> String {
    title.columnCount > width ? title.prefix(columns: width - 1) + (style.usesUnicode ? "…" : "~") : title
  }

  private var rows: [String] {
    var labels = [Int: String]()
    for (value, label) in zip(ticks.values, ticks.labels) {
      let row = Self.rowCount - 1 - Int((share(value, of: y) * Double(Self.rowCount - 1)).rounded())
      labels[row] = label
    }
    let divider = Int((share(panel.start, of: x) * Double(canvas.columnCount - 1)).rounded())
    return (0..<Self.rowCount).map { row in
      let label = labels[row] ?? ""
      let edge: Character = style.usesUnicode ? (labels[row] == nil ? "│" : "┤") : "|"
      return label.rightAligned(in: labelWidth) + " \(edge)" + line(row, divider: divider)
    }
  }

  /// One row of the drawing; neighbours of one colour share its escape sequence.
  private func line(_ row: Int, divider: Int) -> String {
    var (text, run, layer) = ("", "", DotCanvas.Layer?.none)
    func finished() -> String { layer.map { colored(run, $0) } ?? run }
    for (column, cell) in canvas.row(row).enumerated() {
      let empty: Character = column == divider ? (style.usesUnicode ? "┊" : ":") : " "
      if cell?.layer != layer {
        text += finished()
        (run, layer) = ("", cell?.layer)
      }
      run.append(cell?.character ?? empty)
    }
    return text + finished()
  }

  private var axis: [String] {
    let (ticks, name) = horizontalTicks
    var bar = Array(repeating: Character(style.usesUnicode ? "─" : "-"), count: canvas.columnCount)
    var labels = PlacedText(), contexts = PlacedText()
    for tick in ticks {
      let column = Int((share(tick.place, of: x) * Double(canvas.columnCount - 1)).rounded())
      bar[column] = style.usesUnicode ? "┬" : "+"
      labels.place(tick.label, at: column - tick.label.count / 2, limit: canvas.columnCount)
      if let context = tick.context {
        contexts.place(context, at: column - tick.label.count / 2, limit: canvas.columnCount)
      }
    }
    if let name { contexts.place(name, at: canvas.columnCount, limit: canvas.columnCount) }
    let margin = String(repeating: " ", count: labelWidth + 1)
    return [margin + (style.usesUnicode ? "└" : "+") + String(bar)]
      + [labels.text, contexts.text].filter { !$0.isEmpty }.map { margin + " " + $0 }
  }

  /// The ticks, and what they count; nil for times.
  private var horizontalTicks: (ticks: [(place: Double, label: String, context: String?)], name: String?) {
    let count = max(2, canvas.columnCount / 12)
    let (name, isWhole): (String, Bool)
    switch panel.axis {
    case .times:
      return (TimeTicks(x, atMost: count).ticks.map { ($0.milliseconds, $0.label, $0.context) }, nil)
    case .counts(let text): (name, isWhole) = (text, true)
    case .numbers(let text): (name, isWhole) = (text, false)
    }
    let numbers = NumberTicks(x, atMost: count, isWhole: isWhole)
    return (
      zip(numbers.values, numbers.labels).map { ($0, $1, nil) },
      shortened(Self.plain(name, usesUnicode: style.usesUnicode), to: canvas.columnCount)
    )
  }

  private func colored(_ text: String, _ layer: DotCanvas.Layer) -> String {
    guard style.usesColor, !text.isEmpty else { return text }
    switch layer {
    case .history: return "\u{1B}[2m\(text)\u{1B}[0m"
    case .truth: return text
    case .forecast: return "\u{1B}[1;36m\(text)\u{1B}[0m"
    case .wideBand, .band: return "\u{1B}[2;36m\(text)\u{1B}[0m"
    }
  }

  private static func plain(_ text: String, usesUnicode: Bool) -> String {
    let printable = text.printable
    return usesUnicode ? printable : String(printable.map { $0.isASCII ? $0 : "?" })
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}

/// Texts side by side on one line, none over another.
private struct PlacedText {
  private(set) var text = ""

  mutating func place(_ label: String, at column: Int, limit: Int) {
    let start = max(0, min(column, limit - label.columnCount))
    guard text.isEmpty || start > text.columnCount else { return }
    text += String(repeating: " ", count: start - text.columnCount) + label
  }
}
