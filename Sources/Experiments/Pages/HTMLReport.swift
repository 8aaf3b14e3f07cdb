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
    Markup.page(title: title, [header] + table.groups.map(section) + [closingSections])
  }

  private var title: String { plan.name.isEmpty ? "Forecasts" : plan.name }

  /// One section of the page.
  typealias Group = ResultTable.Group

  private func section(_ group: Group) -> Markup {
    .tag(
      "section", ["id": "data-\(group.index + 1)"],
      [
        .tag("h2", text: group.title), results(group), errorsPerStep(group), samples(group), losses(group),
        attention(group),
      ])
  }

  private var header: Markup {
    let unread = plan.unreadIDs.count
    let all = plan.runIDs.map { records[$0] }
    let finished = all.count { $0?.result != nil }
    let failed = all.count { $0?.failure != nil } + table.damaged.count + unread
    let total = all.count + unread
    let counts: [String] = [String?]([
      TextFormatting.count(total, "run"), "\(TextFormatting.grouped(finished)) finished",
      failed > 0 ? "\(TextFormatting.grouped(failed)) failed" : nil,
      finished + failed < total
        ? "\(TextFormatting.grouped(total - finished - failed)) not run yet" : nil,
    ]).compactMap(\.self)
    let links =
      table.groups.map { ("#data-\($0.index + 1)", $0.title) }
      + (table.failures.isEmpty ? [] : [("#failed", "Failed runs")])
      + [("#runs", "Every run"), ("#reproduce", "Reproduce")]
    return .tag(
      "header", [:],
      [
        .tag("h1", text: title),
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
