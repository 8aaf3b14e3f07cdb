import TimeSeries

/// Test errors that somebody else reports, with the place where they stand.
///
/// Errors are in standardised units, as everywhere in the literature. Numbers are data: reports and
/// `forecast reproduce` read them from here and nowhere else.
public struct PublishedTable: Sendable {
  /// A short name for tables and the command line.
  public let id: String
  /// Who reports the numbers and where they stand.
  public let source: String
  /// What kind of source it is.
  public let kind: Kind
  /// What a reader must know to compare; empty if there is nothing.
  public let note: String
  /// The numbers.
  public let results: [Result]

  /// How a source came to its numbers.
  public enum Kind: String, Sendable {
    /// The authors of the model.
    case publication
    /// Somebody else who ran the model.
    case rerun = "independent re-run"
    /// Computed beside this package, with other software.
    case reference
  }

  /// The errors of one model on one file, lookback and horizon.
  public struct Result: Sendable, Equatable {
    /// The model as the source calls it.
    public let model: String
    /// The forecaster of this package that is meant to be the same; nil if there is none.
    public let forecaster: String?
    /// The data set, by the name of `DatasetCatalog` where it is there.
    public let data: String
    /// Rows of history; nil if the source does not say.
    public let lookback: Int?
    /// Rows of forecast.
    public let horizon: Int
    /// Mean squared error.
    public let mse: Double
    /// Mean absolute error; nil if the source has none.
    public let mae: Double?
    /// Deviation of the squared error over seeds; nil if the source has none.
    public let mseDeviation: Double?
  }

  /// Every table.
  public static let all: [PublishedTable] =
    [
      samformer, samformerTorch, samformerIssue, timeStacker, fan, fanNormalized, ltsfLinear, closedForm,
      naive,
    ]

  /// The results on a data set, which may be named by its file.
  public static func results(on data: String) -> [(table: PublishedTable, result: Result)] {
    let name = canonicalName(of: data)
    return all.flatMap { table in table.results.filter { $0.data == name }.map { (table, $0) } }
  }

  /// The name of a data set whose file or path is `data`.
  public static func canonicalName(of data: String) -> String {
    let file = data.split(separator: "/").last.map(String.init) ?? data
    return DatasetCatalog.named(file)?.name ?? file
  }
}

/// A model's errors over the usual horizons, as a table row is written down.
struct PublishedRow {
  let data: String
  let mse: [Double]
  var mae: [Double?] = []
  var deviation: [Double?] = []

  /// The horizons that nearly every publication uses.
  static let horizons = [96, 192, 336, 720]

  static func results(
    _ model: String, forecaster: String? = nil, lookback: Int?, _ rows: [PublishedRow]
  ) -> [PublishedTable.Result] {
    rows.flatMap { row in
      zip(horizons, row.mse).enumerated().map { index, cell in
        PublishedTable.Result(
          model: model, forecaster: forecaster, data: row.data, lookback: lookback, horizon: cell.0,
          mse: cell.1, mae: row.mae.indices.contains(index) ? row.mae[index] : nil,
          mseDeviation: row.deviation.indices.contains(index) ? row.deviation[index] : nil)
      }
    }
  }
}
