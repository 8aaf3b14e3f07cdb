import Experiments
import Persistence

extension StudyReport {
  /// A cell of the table, from which every form of the report is made.
  public enum Cell: Sendable, Equatable {
    /// The name of a case, or of a part of it.
    case name(String)
    /// A whole number.
    case count(Int)
    /// A figure over seeds, printed with so many decimals.
    case figure(SeedSpread, places: Int)

    /// For people: `1.80 ± 0.07`, `–` for what is not known.
    public var text: String {
      switch self {
      case .name(let name): name
      case .count(let count): "\(count)"
      case .figure(let spread, let places): spread.text(places: places)
      }
    }

    /// Value and deviation as they are printed, empty where there is none.
    fileprivate var fields: (value: String, deviation: String) {
      guard case .figure(let spread, let places) = self else { return (text, "") }
      let digits = spread.digits(places: places)
      return (digits?.mean ?? "", digits?.deviation ?? "")
    }

    /// Value and deviation with all their digits, null where there is none.
    fileprivate var json: (value: JSONValue, deviation: JSONValue) {
      switch self {
      case .name(let name): (.string(name), .null)
      case .count(let count): (.integer(count), .null)
      case .figure(let spread, _) where !spread.isKnown: (.null, .null)
      // What is printed without decimals is a count in most rows.
      case .figure(let spread, places: 0):
        (Int(exactly: spread.mean).map { .integer($0) } ?? .number(spread.mean), .null)
      case .figure(let spread, _): (.number(spread.mean), spread.deviation.map { .number($0) } ?? .null)
      }
    }
  }

  /// `results.csv`: deviations over seeds stand in columns of their own.
  public var csv: String {
    ([programColumns] + rows.map { spread($0.map(\.fields)) }).map {
      $0.map(\.csvField).joined(separator: ",") + "\n"
    }.joined()
  }

  /// The rows as objects with the columns of `results.csv` as keys.
  var tableJSON: [JSONValue] {
    rows.map { row in
      .object(JSONObject(zip(programColumns, spread(row.map(\.json))).map { (key: $0, value: $1) }))
    }
  }

  private var programColumns: [String] { spread(columns.map { ($0, "\($0) std") }) }

  /// Both of the columns in which a deviation is printed in any row, the first of the others.
  private func spread<Field>(_ pairs: [(Field, Field)]) -> [Field] {
    zip(pairs, columns.indices).flatMap { pair, column in
      rows.contains { !$0[column].fields.deviation.isEmpty } ? [pair.0, pair.1] : [pair.0]
    }
  }
}
