import Drawing
import Experiments

extension StudyReport {
  /// `report.html`: one page that needs nothing else.
  public var html: String {
    let table = Markup.table(
      caption: "Settings: " + settings.map { "\($0.key)=\($0.value)" }.joined(separator: ", ") + ".",
      head: [.tag("tr", [:], columns.enumerated().map { .columnHead($1, isText: $0 == 0) })],
      bodies: [
        rows.map { row in
          .tag(
            "tr", [:], [.rowHead(row.first?.text ?? "")] + row.dropFirst().map { .tag("td", text: $0.text) })
        }
      ], isDense: columns.count > 6)
    let notes =
      failures.map { "Failed: \($0)" } + (missingCount > 0 ? ["Cases not run yet: \(missingCount)."] : [])
    return page(
      title: "Study \(card.name): \(card.summary)",
      (introduction + notes).map { .tag("p", text: $0) } + [.tag("h2", text: "Results"), table, verdicts]
        + galleries.map(\.markup) + [.tag("p", ["class": "quiet"], text: "Source: \(card.source).")])
  }

  private var verdicts: Markup {
    guard !claims.isEmpty else { return .group([]) }
    return .table(
      caption: "What the article says, and what was found here.",
      head: [.tag("tr", [:], ["claim", "verdict", "figures"].map { .columnHead($0, isText: true) })],
      bodies: [
        claims.map { claim in
          .tag(
            "tr", [:],
            [.rowHead(claim.text)]
              + [claim.verdict.rawValue, claim.evidence].map { .tag("td", ["class": "text"], text: $0) })
        }
      ])
  }
}

extension StudyReport.Gallery {
  fileprivate var markup: Markup {
    .figures(heading, note, charts.map { $0.markup() } + maps.map { $0.coarsened().markup() })
  }
}

/// A page that needs nothing else.
func page(title: String, _ sections: [Markup]) -> String {
  Markup.page(title: title, [.tag("header", [:], [.tag("h1", text: title)])] + sections)
}
