import Drawing
import Text
import TimeSeries

/// `report.html`: a sweep as one page that needs nothing else, made from plan and records alone.
///
/// There is no time and no machine in it besides those in the records, so that equal records give equal bytes.
public struct HTMLReport: Sendable {
  let table: ResultTable
  /// Labels of the models in the order of the plan, which gives each its colour on the whole page.
  let models: [String]

  /// The page of a table.
  public init(_ table: ResultTable) {
    self.table = table
    models = table.plan.cells.map(\.model).withoutRepetitions
  }

  var plan: SweepPlan { table.plan }
  var records: [String: RunRecord] { table.records }

  /// The page.
  public var text: String {
    let head: [Markup] = [
      .tag("meta", ["charset": "utf-8"]),
      .tag("meta", ["name": "viewport", "content": "width=device-width,initial-scale=1"]),
      .tag("title", text: plan.name.isEmpty ? "Forecasts" : plan.name), .tag("style", text: PageStyle.css),
    ]
    let body = Markup.tag("body", [:], [header] + groups.map(section) + [closingSections])
    let page = Markup.tag("html", ["lang": "en"], [.tag("head", [:], head), body])
    return "<!DOCTYPE html>\n" + page.source + "\n"
  }

  /// The cells that share data and look-back: one section of the page.
  struct Group {
    let index: Int
    let data: String
    let lookback: Int
    let rows: [ResultTable.Row]

    var title: String { "\(data), look-back \(lookback)" }
    var horizons: [Int] { rows.map(\.cell.horizon).withoutRepetitions }
    var models: [String] { rows.map(\.cell.model).withoutRepetitions }

    /// The finished cells of one horizon.
    func winners(atHorizon horizon: Int) -> [(model: String, winner: ResultTable.Winner)] {
      rows.filter { $0.cell.horizon == horizon }.compactMap { row in
        row.winner.map { (row.cell.model, $0) }
      }
    }
  }

  var groups: [Group] {
    let keys = table.rows.map { [$0.cell.data, "\($0.cell.lookback)"] }
    return keys.withoutRepetitions.enumerated().map { index, key in
      let rows = zip(keys, table.rows).filter { $0.0 == key }.map(\.1)
      return Group(index: index, data: rows[0].cell.data, lookback: rows[0].cell.lookback, rows: rows)
    }
  }

  private func section(_ group: Group) -> Markup {
    .tag(
      "section", ["id": "data-\(group.index + 1)"],
      [
        .tag("h2", text: group.title), results(group), errorsPerStep(group), samples(group), losses(group),
        attention(group),
      ])
  }

  private var header: Markup {
    let all = plan.runIDs.map { records[$0] }
    let finished = all.count { $0?.result != nil }
    let failed = all.count { $0?.failure != nil } + table.damaged.count
    let counts: [String] = [String?]([
      TextFormatting.count(all.count, "run"), "\(TextFormatting.grouped(finished)) finished",
      failed > 0 ? "\(TextFormatting.grouped(failed)) failed" : nil,
      finished + failed < all.count
        ? "\(TextFormatting.grouped(all.count - finished - failed)) not run yet" : nil,
    ]).compactMap(\.self)
    let links =
      groups.map { ("#data-\($0.index + 1)", $0.title) }
      + (table.failures.isEmpty ? [] : [("#failed", "Failed runs")])
      + [("#runs", "Every run"), ("#reproduce", "Reproduce")]
    return .tag(
      "header", [:],
      [
        .tag("h1", text: plan.name.isEmpty ? "Forecasts" : plan.name),
        .tag("p", text: counts.joined(separator: ", ") + "."),
        .tag(
          "p", ["class": "quiet"],
          text: "Every number comes from a run's record or, where said so, from the source named beside it. "
            + "Standardised units are those of the literature: each channel centred and divided by its deviation "
            + "over the training rows."),
        .tag("nav", [:], links.map { .tag("a", ["href": $0.0], text: $0.1) }),
      ])
  }

  /// The style of a model's lines.
  func style(of model: String) -> (style: LineStyle, isDashed: Bool) {
    let index = models.firstIndex(of: model) ?? 0
    return (.color(index), index / ChartStyle.colors.count % 2 == 1)
  }
}

extension Array where Element: Hashable {
  /// The elements in order, each once.
  var withoutRepetitions: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}

extension Markup {
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
