import Persistence

extension PublishedTable {
  /// Reads the numbers of one source.
  ///
  /// A row holds a model's errors on one data set, one number for each of `horizons`:
  ///
  /// ```json
  /// {"id": "mine", "source": "https://…", "kind": "publication", "note": "", "horizons": [96, 192],
  ///  "rows": [{"model": "SAMformer", "forecaster": "samformer", "lookback": 512, "data": "ETTh1",
  ///            "mse": [0.381, 0.409], "mae": [0.402, 0.418], "mse_deviation": [0.003, 0.002]}]}
  /// ```
  ///
  /// `forecaster`, `lookback`, `mae` and `mse_deviation` may be left out.
  ///
  /// - Throws: `JSONError` naming the member that is missing, wrong or unknown.
  package init(json: JSONReader) throws(JSONError) {
    try json.rejectMembers(besides: ["id", "source", "kind", "note", "horizons", "rows"])
    id = try json.member("id").string()
    source = try json.member("source").string()
    let kind = try json.member("kind")
    guard let known = Kind(rawValue: try kind.string()) else { throw kind.invalid("no kind of source") }
    self.kind = known
    note = try json.member("note").string()
    var horizons: [Int] = []
    for horizon in try json.member("horizons").elements() { horizons.append(try horizon.integer()) }
    var results: [Result] = []
    for row in try json.member("rows").elements() { results += try Self.results(of: row, horizons) }
    self.results = results
  }

  private static func results(of row: JSONReader, _ horizons: [Int]) throws(JSONError) -> [Result] {
    try row.rejectMembers(
      besides: ["model", "forecaster", "lookback", "data", "mse", "mae", "mse_deviation"])
    let model = try row.member("model").string()
    let forecaster = try row.optionalMember("forecaster")?.string()
    let lookback = try row.optionalMember("lookback")?.integer()
    let data = try row.member("data").string()
    let mse = try row.member("mse").numbers(count: horizons.count)
    let mae = try row.optionalMember("mae")?.numbers(count: horizons.count)
    let deviation = try row.optionalMember("mse_deviation")?.numbers(count: horizons.count)
    return horizons.indices.map { index in
      Result(
        model: model, forecaster: forecaster, data: data, lookback: lookback, horizon: horizons[index],
        mse: mse[index], mae: mae?[index], mseDeviation: deviation?[index])
    }
  }
}

extension JSONReader {
  /// As many numbers as there are horizons, none of them negative.
  fileprivate func numbers(count: Int) throws(JSONError) -> [Double] {
    var numbers: [Double] = []
    for element in try elements() {
      let number = try element.number()
      guard number >= 0 else { throw element.invalid("an error is not negative") }
      numbers.append(number)
    }
    guard numbers.count == count else { throw invalid("\(numbers.count) numbers for \(count) horizons") }
    return numbers
  }
}
