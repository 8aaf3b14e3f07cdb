import Classical
import LocalModels
import Platform
import Reading

/// Local models on 300 monthly series, one after the other on one thread; the time of a series is that of a run divided by 300.
enum LocalWorkloads {
  /// One workload for each method that other programs offer too, the cheapest first.
  static let all: [Workload] = ["theta", "dotm", "ces", "auto-theta", "ets", "arima"].map { name in
    Workload(
      name: "local-\(name)", summary: "\(name) fitted to 300 monthly series and forecast, on one thread"
    ) { _ in
      let (series, origin) = try monthly()
      let model = try LocalModelCatalog.model(named: name)
      return BenchmarkTask(data: origin, operations: nil) {
        for rows in series { _ = try model.fit(rows).means(horizon: 18) }
        return nil
      }
    }
  }

  private static let count = 300

  /// Every fourth or fifth monthly series of M3 where FORECAST_DATA_DIR has it, synthetic ones otherwise.
  private static func monthly() throws -> (series: [LocalSeries], origin: String) {
    guard let folder = Machine.dataFolder.map({ "\($0)/competitions" }),
      FileContents.isReadable("\(folder)/m3_train.csv"), FileContents.isReadable("\(folder)/m3_meta.csv")
    else { return ((0..<count).map(synthetic), "synthetic, 100 rows") }
    let meta = try Table(reading: "\(folder)/m3_meta.csv", ReadingOptions())
    guard let id = meta.index(ofColumn: "unique_id"), let type = meta.index(ofColumn: "type") else {
      return ((0..<count).map(synthetic), "synthetic, 100 rows")
    }
    let months = (0..<meta.rowCount).filter { meta.text(ofColumn: type, row: $0) == "monthly" }
    let chosen = (0..<count).map { meta.text(ofColumn: id, row: months[$0 * months.count / count]) }
    let rows = try rows(of: Set(chosen), in: "\(folder)/m3_train.csv")
    return (chosen.map { LocalSeries(values: rows[$0] ?? [], season: 12) }, "M3, monthly")
  }

  private static func rows(of chosen: Set<String>, in path: String) throws -> [String: [Double]] {
    let table = try Table(reading: path, ReadingOptions(timeColumn: "ds"))
    var result: [String: [Double]] = [:]
    guard let id = table.index(ofColumn: "unique_id"), let values = table.numbers(ofColumn: "y") else {
      return result
    }
    for row in values.indices {
      let name = table.text(ofColumn: id, row: row)
      if chosen.contains(name) { result[name, default: []].append(values[row]) }
    }
    return result
  }

  /// A level, a slope, a season and noise that differ from series to series.
  private static func synthetic(_ index: Int) -> LocalSeries {
    var state = UInt64(index + 1) &* 0x9E37_79B9_7F4A_7C15
    let season = [8.0, 5, 1, -3, -6, -9, -7, -2, 2, 4, 6, 1]
    let values = (0..<100).map { row in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let noise = Double(state >> 33) / Double(UInt32.max) - 0.25
      return 100 + Double(index % 7) * 0.3 * Double(row) + Double(index % 5) * season[row % 12] + 20 * noise
    }
    return LocalSeries(values: values, season: 12)
  }
}
