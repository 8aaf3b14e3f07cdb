import Text

/// The look of a line or a legend's sample.
public enum LineStyle: Sendable, Equatable {
  /// What came: the colour of text.
  case ink
  /// What is known: grey.
  case muted
  /// One of several things that are told apart by colour, counted from 0.
  case color(Int)

  /// The class of the style sheet.
  package var cssClass: String {
    switch self {
    case .ink: "ink"
    case .muted: "muted"
    case .color(let index): "c\(index % ChartStyle.colors.count)"
    }
  }
}

/// Colours and measures of all drawings.
///
/// The colours are those of Okabe and Ito (https://jfly.uni-koeln.de/color/), which people with any kind of colour
/// vision can tell apart; on dark ground some are exchanged for brighter ones of the set.
package enum ChartStyle {
  /// Colours of things compared, on white and on dark ground.
  package static let colors = [
    (light: "#0072b2", dark: "#56b4e9"), (light: "#d55e00", dark: "#e69f00"),
    (light: "#009e73", dark: "#2fc79a"), (light: "#b8578f", dark: "#dd93bd"),
    (light: "#b07800", dark: "#f0e442"), (light: "#4a9bd1", dark: "#ec7f37"),
  ]

  static let fontSize = 12.0
  package static let font = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"

  /// A style sheet without anything that XML would have to escape.
  package static var css: String {
    let light = rules.map { "\($0.selector){\($0.property):\($0.light)}" }.joined()
    let dark = rules.map { "\($0.selector){\($0.property):\($0.dark)}" }.joined()
    return """
      .chart text{font:\(Int(fontSize))px \(font);font-variant-numeric:tabular-nums}\
      .chart .title{font-weight:600;font-size:13px}\
      .chart path{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}\
      .chart path.ink{stroke-width:1.3}.chart path.muted{stroke-width:1.2}.chart path.thin{stroke-width:1}\
      .chart path.dashed{stroke-dasharray:5 3.5}\(bandRule)\
      .chart .grid{stroke-width:1}.chart .axis{stroke-width:1}.chart .rule{stroke-width:1;stroke-dasharray:2 3}\
      \(light)@media screen and (prefers-color-scheme:dark){\(dark)}
      """
  }

  /// The selector names the element too: it must win over the strokes of colours, which come later.
  private static let bandRule = "svg.chart path.band{stroke:none;fill-opacity:.16}"

  private static let rules: [(selector: String, property: String, light: String, dark: String)] = {
    var rules = [
      (".chart .ground", "fill", "#ffffff", "#15181c"), (".chart text", "fill", "#1d2126", "#e6e9ec"),
      (".chart text.quiet", "fill", "#5c636b", "#a3abb3"), (".chart .grid", "stroke", "#e6e8eb", "#2a3037"),
      (".chart .axis", "stroke", "#b4b9bf", "#545c65"), (".chart .rule", "stroke", "#7b838c", "#8b949e"),
      (".chart path.ink", "stroke", "#1d2126", "#e6e9ec"),
      (".chart circle.ink", "fill", "#1d2126", "#e6e9ec"),
      (".chart path.muted", "stroke", "#8a929b", "#7d8690"),
      (".chart circle.muted", "fill", "#8a929b", "#7d8690"),
      (".chart .cell", "fill", colors[0].light, colors[0].dark),
      (".chart text.mid", "fill", "#1d2126", "#0d1013"),
      (".chart text.inverse", "fill", "#ffffff", "#0d1013"),
    ]
    for (index, color) in colors.enumerated() {
      rules.append((".chart path.c\(index)", "stroke", color.light, color.dark))
      rules.append((".chart circle.c\(index),.chart path.band.c\(index)", "fill", color.light, color.dark))
    }
    return rules.map { (selector: $0.0, property: $0.1, light: $0.2, dark: $0.3) }
  }()

  /// About how wide a text is in the wider ones of the system fonts.
  static func width(of text: String, size: Double = fontSize) -> Double {
    text.unicodeScalars.reduce(0) { $0 + share(of: $1) * size }
  }

  /// The width of a character as a share of the height of the font.
  private static func share(of scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "t", "f", "r", "I", ".", ",", ":", ";", "'", "|", " ", "-", "(", ")": 0.38
    case "m", "w", "M", "W", "%", "@": 0.98
    case "A"..."Z": 0.72
    case "\u{1100}"...: 1
    default: 0.63
    }
  }

  /// The text, or its beginning with an ellipsis where it would be wider than `width`.
  static func shortened(_ text: String, to width: Double, size: Double = fontSize) -> String {
    if self.width(of: text, size: size) <= width { return text }
    let room = width - self.width(of: "…", size: size)
    var (kept, used) = ("", 0.0)
    for character in text {
      used += self.width(of: String(character), size: size)
      if used > room { break }
      kept.append(character)
    }
    return kept + "…"
  }

  /// A coordinate with one decimal at most.
  static func coordinate(_ value: Double) -> String {
    let text = TextFormatting.fixed(value, places: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Markup {
  /// Text at a place of a drawing.
  static func label(
    _ text: String, x: Double, y: Double, anchor: String = "start", class name: String? = nil,
    rotation: Double? = nil
  ) -> Markup {
    let place = (ChartStyle.coordinate(x), ChartStyle.coordinate(y))
    var attributes = [(name: "x", value: place.0), (name: "y", value: place.1)]
    if anchor != "start" { attributes.append(("text-anchor", anchor)) }
    if let name { attributes.append(("class", name)) }
    if let rotation {
      attributes.append(("transform", "rotate(\(ChartStyle.coordinate(rotation)) \(place.0) \(place.1))"))
    }
    return .element("text", attributes, [.text(text)])
  }

  /// A straight line.
  static func rule(x1: Double, y1: Double, x2: Double, y2: Double, class name: String) -> Markup {
    let c = ChartStyle.coordinate
    return .tag("line", ["x1": c(x1), "y1": c(y1), "x2": c(x2), "y2": c(y2), "class": name])
  }

  /// A drawing by itself or inside a page.
  ///
  /// - Parameter summary: What a reader who cannot see it is told.
  static func drawing(
    width: Double, height: Double, summary: String, isStandalone: Bool, _ content: [Markup]
  ) -> Markup {
    let c = ChartStyle.coordinate
    var attributes: [(name: String, value: String)] = [
      ("viewBox", "0 0 \(c(width)) \(c(height))"), ("class", "chart"), ("role", "img"),
      ("aria-label", summary),
    ]
    var head: [Markup] = []
    if isStandalone {
      attributes.insert(("xmlns", "http://www.w3.org/2000/svg"), at: 0)
      attributes += [("width", c(width)), ("height", c(height))]
      head = [
        .tag("title", text: summary), .tag("style", text: ChartStyle.css),
        .tag("rect", ["class": "ground", "width": "100%", "height": "100%"]),
      ]
    }
    return .element("svg", attributes, head + content)
  }
}
