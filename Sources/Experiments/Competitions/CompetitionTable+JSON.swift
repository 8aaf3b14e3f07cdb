import Persistence

extension CompetitionTable {
  /// Reads the numbers of one source: a row a method, one number for each of `frequencies`, null where there is none.
  ///
  /// `forecaster`, `coverage_95` and `limit` (of the last frequency) may be left out. `kind` and `note` are for those who read the file.
  ///
  /// - Throws: `JSONError` naming the member that is missing, wrong or unknown.
  package init(json: JSONReader) throws(JSONError) {
    try json.rejectMembers(
      besides: ["id", "competition", "source", "kind", "note", "frequencies", "rows"])
    id = try json.member("id").string()
    competition = try json.member("competition").string()
    source = try json.member("source").string()
    var frequencies: [String] = []
    for frequency in try json.member("frequencies").elements() { frequencies.append(try frequency.string()) }
    var entries: [Entry] = []
    for row in try json.member("rows").elements() { entries += try Self.entries(of: row, frequencies) }
    self.entries = entries
  }

  private static func entries(
    of row: JSONReader, _ frequencies: [String]
  ) throws(JSONError) -> [Entry] {
    try row.rejectMembers(besides: ["model", "forecaster", "smape", "mase", "coverage_95", "limit"])
    let method = try row.member("model").string()
    let model = try row.optionalMember("forecaster")?.string()
    let smape = try numbers(row.member("smape"), count: frequencies.count)
    let mase = try numbers(row.member("mase"), count: frequencies.count)
    var coverage = [Double?](repeating: nil, count: frequencies.count)
    if let member = try row.optionalMember("coverage_95") {
      coverage = try numbers(member, count: frequencies.count)
    }
    var limit: Limit?
    if let stated = try row.optionalMember("limit") {
      let smape = try stated.member("smape")
      limit = Limit(
        smape: smape.value == .null ? nil : try smape.number(), mase: try stated.member("mase").number())
    }
    return frequencies.indices.compactMap { index in
      guard let mase = mase[index] else { return nil }
      return Entry(
        method: method, model: model, frequency: frequencies[index], smape: smape[index], mase: mase,
        coverage95: coverage[index], limit: index == frequencies.count - 1 ? limit : nil)
    }
  }

  private static func numbers(_ reader: JSONReader, count: Int) throws(JSONError) -> [Double?] {
    var numbers: [Double?] = []
    for element in try reader.elements() {
      numbers.append(element.value == .null ? nil : try element.number())
    }
    guard numbers.count == count else {
      throw reader.invalid("\(numbers.count) numbers for \(count) frequencies")
    }
    return numbers
  }
}
