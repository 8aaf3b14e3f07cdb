import Forecasters
import Forecasting
import Layers
import Persistence
import Platform
import Tensors
import Text
import TimeSeries

/// A model file with its forecaster still to be opened.
package struct StoredModel {
  package let file: ModelFile

  package init(_ file: ModelFile) {
    self.file = file
  }

  var description: ModelDescription { file.description }

  /// The model's columns of the data, in the model's order.
  package func read(_ source: DataSource, _ reading: ReadingOptions) throws -> StoredModelData {
    let columns = description.columns
    let data: LoadedData
    do throws(DataError) { data = try source.load(options(reading)) } catch {
      throw inOtherForm(source, reading, error) ?? error.without(isNoHelp)
    }
    let panel = description.joinsSeries ? try data.panel.joiningSeries() : data.panel
    let missing = columns.channels.filter { !panel.columns.contains($0) }
    guard missing.isEmpty else {
      let names = missing.map(\.quoted).joined(separator: ", ")
      throw DataError(
        .unknownColumn,
        "the model was fitted on \(description.joinsSeries ? "series" : "columns") that are not here: \(names)",
        fix: "rename or add them, or fit a model on this data"
      ).inFile(source.name).at(line: 1)
    }
    if let other = otherFrequency(of: panel, isTold: reading.frequency != nil) {
      throw DataError(
        .noFrequency, "rows are \(other) apart, the model was fitted on \(columns.frequency)",
        fix: "give data with the model's step, or fit a model on this data"
      ).inFile(source.name)
    }
    var chosen = try panel.selecting(columns: columns.channels)
    // A file has been read with the roles of the model.
    if case .panel = source, !description.joinsSeries {
      chosen = try chosen.taking(roles: columns.roles, fixed: columns.fixed.names)
    }
    return StoredModelData(
      panel: chosen, name: source.name,
      file: data.file, isTheFittedOne: data.file.sha256 == description.data.sha256,
      joined: description.joinsSeries ? data.panel : nil)
  }

  /// Whether a remedy would take from a file what the model needs: its columns, by their names.
  private func isNoHelp(_ remedy: Remedy) -> Bool {
    let needed = description.columns.channels + description.columns.fixed.names
    return switch remedy {
    case .noHeader: true
    case .ignoreColumns(let names), .seriesColumns(let names): names.contains(where: needed.contains)
    case .seriesColumn(let name): needed.contains(name)
    default: false
    }
  }

  /// The step of rows that do not stand on the model's grid, or leave so much more of it out than those of the fit that they are better
  /// explained by another.
  private func otherFrequency(of panel: Panel, isTold: Bool) -> Frequency? {
    let known = description.columns.frequency
    guard panel.frequency == known else { return panel.frequency }
    guard !isTold, let longest = panel.mostRecorded,
      longest.coverage < Self.fullCoverage(asIn: description.columns.coverage),
      let inferred = try? Frequency(inferredFrom: longest.recordedTimestamps), inferred != known
    else { return nil }
    return inferred
  }

  /// The share of steps with a row from which on no other frequency is looked for, where so many of those of the fit had one.
  private static func fullCoverage(asIn coverage: Double) -> Double {
    coverage < usualCoverage ? 0.75 * coverage : usualCoverage
  }

  /// A frequency that is found has at least so many of its rows.
  fileprivate static let usualCoverage = 0.9

  /// What is told about a file, and what the model knows about files of its kind.
  func options(_ reading: ReadingOptions) -> ReadingOptions {
    let columns = description.columns
    var options = reading
    options.form = columns.form
    options.frequency = reading.frequency ?? columns.frequency
    if description.series.isChosen { options.usualSeriesIDs = description.series.members.map(\.id) }
    if columns.form == nil, reading.timeColumns.isEmpty { options.timeColumns = [columns.time] }
    return options
  }

  /// The rows in standardised units: a series that the model knows has the scale it was fitted with, another that of its
  /// own rows, or of all if they share one.
  package func scaled(_ panel: Panel) throws(DataError) -> ScaledPanel {
    let (columns, known) = (description.columns, description.series)
    let isShared = known.isEmpty ? panel.seriesColumn == nil : known.isShared
    let scalers = zip(panel.series.indices, members(of: panel)).map { index, member in
      if isShared || member != nil { return member?.scaler ?? columns.scaler }
      let rows = 0..<panel.series[index].targetEnd
      return StandardScaler(fitting: panel, series: index, rows: rows)
    }
    return try ScaledPanel(panel, scalers: scalers, fixedScaler: columns.fixed.scaler)
  }

  /// Roles of columns that the file may have and the model does not use.
  var hiddenRoles: Set<ColumnRole> {
    var hidden: Set<ColumnRole> = []
    if (try? description.roles.columns(.future))?.isEmpty ?? true { hidden.insert(.future) }
    if description.columns.fixed.names.isEmpty { hidden.insert(.fixed) }
    return hidden
  }

  /// For each series of a panel, its number among those of the model; nil for one that the model does not know.
  func numbers(of panel: Panel) -> [Int?] {
    let known = description.series.numbers
    return panel.series.map { $0.id.flatMap { known[$0] } }
  }

  /// For each series of a panel what the model keeps of it; nil for one that it does not know.
  func members(of panel: Panel) -> [StoredPanel.Member?] {
    numbers(of: panel).map { number in number.map { description.series.members[$0] } }
  }

  /// The windows of the split recorded in the model, in its scale; series that it does not know have none.
  ///
  /// - Throws: `DataError` for other rows than those of the fit, `ForecastError.noKnownSeries`.
  package func windows(_ data: StoredModelData) throws -> WindowSet {
    guard description.updatedRows == 0 else {
      throw DataError(
        .invalidOption,
        "the model has been updated since its fit and has seen its test rows",
        fix: "evaluate the model that it was before"
      ).inFile(data.name)
    }
    let isWide = description.series.isEmpty
    let members = members(of: data.panel)
    guard isWide || members.contains(where: { $0 != nil }) else { throw ForecastError.noKnownSeries }
    var splits: [Split] = []
    for (series, member) in zip(data.panel.series, members) {
      let rows = isWide ? description.split.rows : member?.rows ?? .none
      guard rows.test.upperBound <= series.rowCount else {
        let name = series.id.map { " of series \($0.quoted)" } ?? ""
        throw DataError(
          .tooFewRows,
          "the model was fitted on \(rows.test.upperBound) rows or more\(name), the data has \(series.rowCount)",
          fix: data.isTheFittedOne
            ? "read the file as for the fit, without what leaves rows out"
            : "evaluate on the file it was fitted on (\(description.data.path))"
        ).inFile(data.name)
      }
      splits.append(rows)
    }
    return try WindowSet(scaled(data.panel), splits: splits, shape: description.shape).hiding(hiddenRoles)
  }

  /// The model as lines of text, for those that people can read; empty for others, and if it cannot be opened.
  package var summary: [String] {
    guard let forecaster = try? opened().forecaster as? any Summarizing,
      let roles = try? description.roles
    else { return [] }
    let names = description.columns.channels
    return forecaster.summary(
      channels: roles.inputs.map { names[$0] }, future: roles.columns(.future).map { names[$0] },
      series: description.series.members.map(\.id))
  }

  /// Number of learnt values; nil if some of the weights are no numbers, which may be looked at and not be used.
  ///
  /// - Throws: `ModelFileError` if description and tensors make no model.
  package func parameterCount() throws -> Int? {
    do { return try opened().forecaster.parameterCount } catch ModelFileError.nonFiniteTensor { return nil }
  }

  /// The forecaster for the series of a panel, and the features of the calendar that it is to be given.
  package func opened(for panel: Panel) throws -> (forecaster: any Forecaster, features: CalendarFeatures?) {
    let (forecaster, features) = try opened()
    guard let bound = forecaster as? any SeriesBound, !description.series.isEmpty else {
      return (forecaster, features)
    }
    return (bound.bound(to: numbers(of: panel)), features)
  }

  /// The forecaster in the file, and the features of the calendar that it is to be given.
  func opened() throws -> (forecaster: any Forecaster, features: CalendarFeatures?) {
    guard let type = ForecasterCatalog.forecaster(named: description.model) else {
      throw ModelFileError.unknownForecaster(description.model, known: ForecasterCatalog.names)
    }
    let chosen: any Forecaster.Type = type.stating(description.law) ?? type
    return (try file.forecaster(chosen), try file.calendarFeatures(of: type))
  }
}

extension Split {
  /// No rows at all.
  fileprivate static let none = Split(train: 0..<0, validation: 0..<0, test: 0..<0)
}

extension Panel {
  /// The series with most rows in the file: those that were filled in say nothing, and a series with longer steps has many.
  fileprivate var mostRecorded: Series? {
    let recorded = { (series: Series) in Double(series.rowCount) * series.coverage }
    return series.max { recorded($0) < recorded($1) }
  }

  /// The share of steps with a row, where it is so small that later files may be as thin; 1 elsewhere.
  package var coverageToStore: Double {
    guard let coverage = mostRecorded?.coverage, coverage < StoredModel.usualCoverage else { return 1 }
    return coverage
  }
}
