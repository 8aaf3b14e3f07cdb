import Forecasters
import Forecasting
import LinearMaps
import Persistence
import Platform
import Runs
import Safetensors
import Tensors
import TimeSeries
import Training

/// The moments of the windows of one data file: what a linear map needs to know of it.
///
/// Parts of one data set are made wherever its rows lie, and ``MomentsSolution`` makes a model of them. Values count from the mean of
/// each column of the part, so that nothing is lost to large levels.
///
/// ```swift
/// let part = try MomentsPart(of: .file("data.csv"), lookback: 96, horizon: 24)
/// try part.write(to: "part.moments")
/// ```
public struct MomentsPart: Sendable {
  /// The windows, the columns, and for each series its rows and what its values count from, as its scale.
  public let description: ModelDescription
  /// One for each column of each series, in the order of ``description``.
  public let moments: KeptMoments

  private static let metadataKey = "forecast.moments"
  private static let tensorName = "moments"
  private static let digestKey = "digest"

  /// Sums over all windows of some data.
  ///
  /// - Parameters:
  ///   - reading: How a file is read; a panel in memory has been told the same when it was made.
  ///   - lookback: Rows of history, 1 … 1,000,000.
  ///   - horizon: Rows of forecast, 1 … 1,000,000.
  /// - Throws: `DataError`; `MomentsError.covariates` for columns that are not forecast; `RequestError.invalidValue` for sizes that cannot
  ///   be.
  public init(
    of source: DataSource, _ reading: ReadingOptions = ReadingOptions(), lookback: Int, horizon: Int
  ) throws {
    try RequestError.requireCount(lookback, "lookback")
    try RequestError.requireCount(horizon, "horizon")
    let loaded = try source.load(reading)
    let panel = loaded.panel
    let shape = WindowSet.Shape(lookback: lookback, horizon: horizon)
    let roles = try shape.roles(in: panel)
    guard roles.columns(.target).count == panel.columnCount, panel.fixedColumns.isEmpty else {
      throw MomentsError.covariates(file: source.name)
    }
    let units = [Double](repeating: 1, count: panel.columnCount)
    let scalers = panel.series.indices.map { series in
      let rows = 0..<panel.series[series].targetEnd
      return StandardScaler(
        means: StandardScaler(fitting: panel, series: series, rows: rows).means, deviations: units)
    }
    var moments = KeptMoments(lookback: lookback, horizon: horizon)
    try moments.add(
      allRowsOf: try ScaledPanel(panel, scalers: scalers), columns: Array(panel.columns.indices))
    self.moments = moments
    description = Self.description(of: loaded, shape, scalers)
  }

  private static func description(
    of data: LoadedData, _ shape: WindowSet.Shape, _ scalers: [StandardScaler]
  ) -> ModelDescription {
    let panel = data.panel
    let longest = panel.longestSeries
    var description = ModelDescription(
      model: LinearClosedForm.card.name, configuration: .object(JSONObject([])), shape: shape,
      columns: .init(
        time: panel.timeColumns.joined(separator: ","), channels: panel.columns, frequency: panel.frequency,
        scaler: scalers[longest], form: panel.origin.form, roles: panel.roles),
      split: .allRows(panel.series[longest].targetEnd), data: data.file, recipe: nil, seed: 1,
      training: .init(epochs: 0, bestEpoch: 0)
    )
    if panel.seriesColumn != nil {
      description.series = StoredPanel(
        zip(panel.series, scalers).map { series, scaler in
          .init(id: series.id ?? "", rows: Split(trainingOnly: series.targetEnd), scaler: scaler)
        })
    }
    description.columns.coverage = panel.coverageToStore
    return description
  }

  /// Reads a file strictly: it may come from anywhere.
  ///
  /// - Throws: `MomentsError` with the name of the file.
  public init(reading path: String) throws(MomentsError) {
    do {
      let file = try SafetensorsFile(reading: path)
      guard let text = file.metadata(Self.metadataKey) else { throw MomentsError.noMoments(file: path) }
      guard let numbers = file.entry(named: Self.tensorName)?.doubles else {
        throw MomentsError.noMoments(file: path)
      }
      guard case .object(var members) = try JSONValue(parsing: text) else {
        throw ModelFileError.description("it is no object")
      }
      let stored = members[Self.digestKey]
      members[Self.digestKey] = nil
      guard stored == .string(Self.digest(of: .object(members), numbers)) else {
        throw ModelFileError.altered
      }
      description = try ModelDescription(json: .object(members))
      moments = try KeptMoments(numbers: numbers)
    } catch let error as MomentsError {
      throw error
    } catch SafetensorsError.unreadable(let error) {
      throw .unreadable(error)
    } catch SafetensorsError.otherFormat {
      throw .noMoments(file: path)
    } catch SafetensorsError.damaged(_, let problem), SafetensorsError.unsupported(_, let problem) {
      throw .damaged(file: path, problem: problem)
    } catch ModelFileError.altered {
      throw .damaged(file: path, problem: "it does not have the digest that was stored in it")
    } catch ModelFileError.description(let problem) {
      throw .damaged(file: path, problem: problem)
    } catch {
      throw .damaged(file: path, problem: "\(error)")
    }
    try requireConsistency(path)
  }

  /// Makes sure that the moments are those of the series and columns of the description.
  private func requireConsistency(_ path: String) throws(MomentsError) {
    let (channelCount, shape) = (description.columns.channels.count, description.shape)
    let seriesCount = max(1, description.series.members.count)
    let order = moments.columns.map { [$0.series, $0.target] }
    let expected = (0..<seriesCount).flatMap { series in (0..<channelCount).map { [series, $0] } }
    guard order == expected, moments.lookback == shape.lookback, moments.horizon == shape.horizon,
      moments.columns.allSatisfy({ $0.rowCount == 0 || $0.first != nil })
    else { throw .damaged(file: path, problem: "its moments are not those of its columns") }
  }

  /// Writes the file under a temporary name and renames it.
  ///
  /// - Throws: `FileError`.
  public func write(to path: String) throws(FileError) {
    let numbers = moments.numbers
    guard case .object(var members) = description.json else { return }
    members[Self.digestKey] = .string(Self.digest(of: description.json, numbers))
    let file = SafetensorsFile(
      entries: [.init(name: Self.tensorName, shape: [numbers.count], doubles: numbers)],
      metadata: [(Self.metadataKey, JSONValue.object(members).text())])
    try file.write(to: path)
  }

  /// SHA-256 over the description and the numbers.
  private static func digest(of json: JSONValue, _ numbers: [Double]) -> String {
    var digest = SHA256()
    digest.update(Array(json.text().utf8))
    unsafe digest.update(numbers.span.bytes)
    return digest.hexDigest
  }

  /// What the values of a column count from.
  func shift(of column: SeriesMoments) -> Double {
    let scaler = description.series.isEmpty ? nil : description.series.members[column.series].scaler
    return (scaler ?? description.columns.scaler).means[column.target]
  }

  /// The name of the series of a column; empty for the only one of a wide file.
  func seriesName(of column: SeriesMoments) -> String {
    description.series.isEmpty ? "" : description.series.members[column.series].id
  }
}

extension ModelDescription.StoredSplit {
  /// All rows for training.
  static func allRows(_ count: Int) -> ModelDescription.StoredSplit {
    .init(rule: .ratios(train: 1, validation: 0, test: 0), rows: Split(trainingOnly: count))
  }
}
