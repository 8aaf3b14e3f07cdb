import Datasets
import Persistence
import Platform
import TimeSeries

/// Test errors that somebody else reports, with the place where they stand.
///
/// Errors are in standardised units, as everywhere in the literature. Numbers are data, one file a source in the folder
/// `Tables`; reports and `forecast reproduce` read them from there and nowhere else.
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

  /// The horizons that nearly every publication uses.
  static let usualHorizons = [96, 192, 336, 720]

  /// Every table, in the order in which reports show them.
  public static let all: [PublishedTable] = [
    PackageResources.samformer_paper_json, PackageResources.samformer_pytorch_json,
    PackageResources.samformer_issue_17_json, PackageResources.timestacker_json,
    PackageResources.fan_table_6_json, PackageResources.fan_table_12_json, PackageResources.ltsf_linear_json,
    PackageResources.closed_form_json, PackageResources.naive_json, PackageResources.searchcast_json,
    PackageResources.toner_darlow_json, PackageResources.timebridge_json,
  ].map { bytes in
    do { return try PublishedTable(json: JSONReader(JSONValue(parsing: bytes))) } catch {
      preconditionFailure("published numbers: \(error)")
    }
  }

  /// The table that this package holds under `id`.
  static func named(_ id: String) -> PublishedTable {
    guard let table = all.first(where: { $0.id == id }) else {
      preconditionFailure("published numbers: there is no table \(id)")
    }
    return table
  }

  /// The results on a data set, which may be named by its file.
  public static func results(on data: String) -> [(table: PublishedTable, result: Result)] {
    let name = canonicalName(of: data)
    return all.flatMap { table in table.results.filter { $0.data == name }.map { (table, $0) } }
  }

  /// The results on the data of these rows, which share it; none where the file is not the known one of its name.
  static func results(beside rows: [ResultTable.Row]) -> [(table: PublishedTable, result: Result)] {
    guard let data = rows.first?.cell.data, !rows.contains(where: { $0.isKnownFile == false }) else {
      return []
    }
    return results(on: data)
  }

  /// Why rows, which share their data, have no published numbers beside them although there are some; nil where they have, or there
  /// are none.
  static func absence(beside rows: [ResultTable.Row]) -> String? {
    guard let data = rows.first?.cell.data, results(beside: rows).isEmpty, !results(on: data).isEmpty else {
      return nil
    }
    return
      "\(data) is not the known file of this name: published numbers are of other data, and are left out."
  }

  /// The name of a data set whose file or path is `data`.
  public static func canonicalName(of data: String) -> String {
    let file = Paths.name(of: data)
    return DatasetCatalog.named(file)?.name ?? file
  }
}

extension ResultTable.Row {
  /// Whether the file is the known one of its name; nil where no digest is known, or nothing was run.
  var isKnownFile: Bool? {
    let name = PublishedTable.canonicalName(of: cell.data)
    guard let known = DatasetCatalog.named(name)?.sha256, let record = winner?.records.first else {
      return nil
    }
    return record.specification.dataSHA256 == known
  }
}
