import Drawing

extension Markup {
  /// The text of a whole page with the style of all: it needs nothing else.
  ///
  /// - Parameters:
  ///   - title: What a window is called that shows it.
  ///   - body: The header and the sections.
  package static func page(title: String, _ body: [Markup]) -> String {
    let head: [Markup] = [
      .tag("meta", ["charset": "utf-8"]),
      .tag("meta", ["name": "viewport", "content": "width=device-width,initial-scale=1"]),
      .tag("title", text: title), .tag("style", text: PageStyle.css),
    ]
    let page = Markup.tag("html", ["lang": "en"], [.tag("head", [:], head), .tag("body", [:], body)])
    return "<!DOCTYPE html>\n" + page.source + "\n"
  }

  /// A heading with charts below it; nothing without charts.
  package static func figures(_ heading: String, _ note: String, _ charts: [Markup]) -> Markup {
    guard !charts.isEmpty else { return .group([]) }
    return .group([
      .tag("h3", text: heading), .tag("p", ["class": "quiet"], text: note), .grid(charts),
    ])
  }

  /// Charts side by side where there is room.
  package static func grid(_ charts: [Markup]) -> Markup {
    .tag("div", ["class": "figures"], charts.map { .tag("figure", [:], [$0]) })
  }

  /// A chart with a remark below it, if there is one.
  package static func remarked(_ chart: Markup, _ remark: String?) -> Markup {
    .group([chart] + (remark.map { [.tag("figcaption", text: $0)] } ?? []))
  }

  /// A table, scrolled sideways where it is wider than the page, and what there is to say about it.
  package static func table(
    caption: String, head: [Markup], bodies: [[Markup]], isDense: Bool = false
  ) -> Markup {
    .group([
      .tag(
        "div",
        [
          "class": isDense ? "scroll dense" : "scroll", "tabindex": "0", "role": "region",
          "aria-label": caption,
        ],
        [.tag("table", [:], [.tag("thead", [:], head)] + bodies.map { .tag("tbody", [:], $0) })]),
      .tag("p", ["class": "quiet"], text: caption),
    ])
  }

  /// The head of a column.
  package static func columnHead(_ text: String, isText: Bool = false) -> Markup {
    .tag("th", isText ? ["scope": "col", "class": "text"] : ["scope": "col"], text: text)
  }

  /// The head of a row.
  package static func rowHead(_ text: String) -> Markup { .tag("th", ["scope": "row"], text: text) }
}
