import Drawing
import Persistence
import Text

/// What a study says: a table, claims with verdicts, and pictures.
public struct StudyReport: Sendable {
  /// A claim of the article beside what was found.
  public struct Claim: Sendable {
    /// What the article says.
    public let text: String
    /// Whether it was found here.
    public let verdict: Verdict
    /// The figures that the verdict is from.
    public let evidence: String

    /// - Parameter evidence: The figures that the verdict is from.
    public init(_ text: String, _ verdict: Verdict, evidence: String) {
      (self.text, self.verdict, self.evidence) = (text, verdict, evidence)
    }
  }

  /// Whether a claim was found.
  public enum Verdict: String, Sendable {
    /// The figures say the same.
    case reproduced
    /// Some of it.
    case partly
    /// The figures say otherwise.
    case notReproduced = "not reproduced"
    /// There are no figures yet.
    case open

    /// Reproduced for a share of 1, partly for any other but 0; open where `isKnown` does not hold.
    public init(share: Double, isKnown: Bool = true) {
      self = !isKnown ? .open : share >= 1 ? .reproduced : share > 0 ? .partly : .notReproduced
    }

    /// Reproduced if `condition` holds; open where `isKnown` does not.
    public init(_ condition: Bool, isKnown: Bool = true) {
      self = !isKnown ? .open : condition ? .reproduced : .notReproduced
    }
  }

  /// Pictures under a heading.
  public struct Gallery: Sendable {
    /// The heading.
    public let heading: String
    /// One sentence about them.
    public let note: String
    /// Line charts.
    public var charts: [LineChart] = []
    /// Heat maps.
    public var maps: [HeatMap] = []

    /// - Parameter note: One sentence about the pictures.
    public init(_ heading: String, note: String, charts: [LineChart] = [], maps: [HeatMap] = []) {
      (self.heading, self.note, self.charts, self.maps) = (heading, note, charts, maps)
    }
  }

  /// What is studied.
  public let card: StudyCard
  /// Sentences above the table.
  public var introduction: [String]
  /// The heads of the table.
  public var columns: [String]
  /// The cells of the table.
  public var rows: [[Cell]]
  /// The claims.
  public var claims: [Claim]
  /// The pictures.
  public var galleries: [Gallery]
  /// Cases that failed, one line each.
  public internal(set) var failures: [String] = []
  /// Cases that have not been run.
  public internal(set) var missingCount = 0
  /// The settings by key.
  public internal(set) var settings: [(key: String, value: String)] = []

  /// - Parameter introduction: Sentences above the table.
  public init(
    _ card: StudyCard, introduction: [String], columns: [String], rows: [[Cell]], claims: [Claim],
    galleries: [Gallery]
  ) {
    (self.card, self.introduction) = (card, introduction)
    (self.columns, self.rows, self.claims, self.galleries) = (columns, rows, claims, galleries)
  }

  /// For a terminal.
  public var text: String {
    TextFormatting.table([columns] + rows.map { $0.map(\.text) })
      + (claims.isEmpty
        ? "" : "\n" + claims.map { "\($0.verdict.rawValue): \($0.text) (\($0.evidence))\n" }.joined())
      + remarks.map { "\n\($0)" }.joined() + (remarks.isEmpty ? "" : "\n")
  }

  private var remarks: [String] {
    failures.map { "failed: \($0)" }
      + (missingCount > 0 ? ["\(TextFormatting.count(missingCount, "case")) not run yet"] : [])
  }

  /// `report.md`
  public var markdown: String {
    let head = "# Study \(card.name): \(card.summary)\n\n"
    let rule = columns.indices.map { $0 == 0 ? "---" : "--:" }
    let lines = [columns] + [rule] + rows.map { $0.map(\.text) }
    let table = lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    let verdicts =
      claims.isEmpty
      ? ""
      : "\n| claim | verdict | figures |\n|---|---|---|\n"
        + claims.map { "| \($0.text) | \($0.verdict.rawValue) | \($0.evidence) |\n" }.joined()
    let values = settings.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    return head + (introduction + remarks).map { "\($0)\n\n" }.joined() + table + verdicts
      + "\nSource: \(card.source). Settings: `\(values)`.\n"
  }

  /// Every chart and map as a drawing of its own, named by its title in lower case.
  var pictures: [(name: String, drawing: String)] {
    let charts = galleries.flatMap(\.charts).map { (title: $0.title, drawing: $0.svg) }
    let maps = galleries.flatMap(\.maps).map { (title: $0.title, drawing: $0.coarsened().svg) }
    return (charts + maps).map { title, drawing in
      let letters = title.lowercased().map {
        $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-"
      }
      return (String(letters), drawing)
    }
  }

  /// One object for programs.
  public var json: JSONValue {
    [
      "study": .string(card.name), "settings": settingsJSON, "table": .array(tableJSON),
      "claims": .array(claims.map(\.json)), "failed": .array(failures.map { .string($0) }),
      "missing": .integer(missingCount),
    ]
  }

  private var settingsJSON: JSONValue {
    let members: [(key: String, value: JSONValue)] = settings.map { setting in
      (key: setting.key, value: (try? JSONValue(parsing: setting.value)) ?? .string(setting.value))
    }
    return .object(JSONObject(members))
  }
}

extension StudyReport.Claim {
  fileprivate var json: JSONValue {
    ["claim": .string(text), "verdict": .string(verdict.rawValue), "figures": .string(evidence)]
  }
}
