import Forecasting
import Runs
import Tensors
import Testing
import TimeSeries

/// A model knows the roles of its columns: a panel in memory that was not told them is used in the same way.
@Suite struct PanelRolesTests {
  /// Sales of 120 days, and promotions and sizes that are known for five days more.
  private static func panel(_ options: ReadingOptions) throws -> Panel {
    let days = Frequency.days(1).stamps(after: Timestamp(year: 2026), count: 125)
    let promotions: [Double] = days.map { $0.day % 5 == 0 ? 1 : 0 }
    let shops = (1...3).map { shop in
      let sales = promotions.enumerated().map { row, promotion -> Double in
        row < 120 ? Double(20 * shop + row % 7) + 5 * promotion : .nan
      }
      return SeriesData(
        id: "s\(shop)", timestamps: days, columns: [sales, promotions],
        fixed: options.fixedColumns.isEmpty ? [] : [Double(shop)])
    }
    return try Panel(source: "shops", columns: ["sales", "promotion"], series: shops, options)
  }

  private static func options(_ change: (inout ReadingOptions) -> Void) -> ReadingOptions {
    var options = ReadingOptions()
    change(&options)
    return options
  }

  private static func model(_ panel: Panel) throws -> ModelFile {
    var request = FitRequest(data: .panel(panel), workers: Workers(threadCount: 1))
    (request.model, request.lookback, request.horizon) = ("linear-closed-form", 14, 5)
    return try Fit(request).run().model
  }

  @Test func rolesAreThoseOfTheModel() throws {
    let told = try Self.panel(
      Self.options { ($0.targetColumns, $0.futureColumns) = (["sales"], ["promotion"]) })
    let model = try Self.model(told)
    let expected = try Prediction(model, data: .panel(told)).table
    let others = [
      Self.options { _ in }, Self.options { $0.targetColumns = ["promotion"] },
      Self.options { ($0.targetColumns, $0.fixedColumns) = (["sales"], ["size"]) },
    ]
    for options in others {
      let table = try Prediction(model, data: .panel(Self.panel(options))).table
      #expect(table.channels == ["sales"])
      #expect(table.parts.map(\.values) == expected.parts.map(\.values))
      #expect(table.timestamps == expected.timestamps)
    }
  }

  @Test func aFixedColumnOfTheModelIsNeeded() throws {
    let told = try Self.panel(
      Self.options {
        ($0.targetColumns, $0.futureColumns, $0.fixedColumns) = (["sales"], ["promotion"], ["size"])
      })
    let model = try Self.model(told)
    let other = try Self.panel(Self.options { _ in })
    let error = #expect(throws: DataError.self) { try Prediction(model, data: .panel(other)) }
    #expect(error?.kind == .unknownColumn)
  }

  /// A panel in memory is no file, and a program has no command line.
  @Test func notesOnRowsInMemoryNameNoCommand() throws {
    let days = Frequency.days(1).stamps(after: Timestamp(year: 2026), count: 120)
    let rows = days.indices.filter { $0 != 115 }
    let values: [Double] = rows.map { Double($0 % 7) + Double($0 % 3) }
    let panel = try Panel(
      source: "rows", timestamps: rows.map { days[$0] }, columns: [(name: "y", values: values)],
      Self.options { $0.frequency = .days(1) })
    let notes = try Prediction(Self.model(panel), data: .panel(panel)).notes
    #expect(
      notes == [
        "rows: the last 14 rows have rows missing before or among them, line 117: 1 row missing between 2026-04-26 and 2026-04-28"
      ])
  }
}
