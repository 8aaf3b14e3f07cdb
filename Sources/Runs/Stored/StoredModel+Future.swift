import Forecasting
import Text
import TimeSeries

extension StoredModel {
  /// The data with the values of the columns known ahead from another source.
  ///
  /// A file is read in the form of the data; where it is written otherwise, in a form of its own, as long as its stamps mean the same time.
  /// Other columns are not looked at. One without the column that tells series apart counts for every series.
  ///
  /// - Throws: `ForecastError.noFutureColumns` for a model without such columns, `DataError` for a source that has none of the series.
  package func adding(
    _ source: DataSource, _ reading: ReadingOptions, to data: StoredModelData
  ) throws -> StoredModelData {
    let known = try file.description.roles.columns(.future)
    guard !known.isEmpty else { throw ForecastError.noFutureColumns(model: file.description.model) }
    let panel = data.panel
    let names = known.map { panel.columns[$0] }
    let future: Panel
    do throws(DataError) {
      future = try FutureReading(options(reading), panel, columns: names).panel(source)
    } catch {
      throw error.withoutRemediesOfOneFile
    }
    var added = data
    added.panel = try panel.adding(future: future, steps: file.description.shape.horizon, columns: known)
    if panel.seriesColumn != nil, future.seriesColumn == nil {
      added.futureNotes = ["\(source.name): it does not tell series apart; its rows count for every series"]
    }
    return added
  }
}

/// A source of what is known ahead: in what forms its rows may be read.
private struct FutureReading {
  private let options: ReadingOptions
  private let panel: Panel

  /// - Parameters:
  ///   - options: Those of the data, with its form.
  ///   - panel: The data.
  ///   - columns: The columns known ahead.
  init(_ options: ReadingOptions, _ panel: Panel, columns: [String]) {
    var options = options
    options.form?.layout.forgetRoles()
    options.onlyColumns = columns
    // Most of a column may be missing where its rows are known ahead alone.
    options.precedingLines = 0
    options.frequency = panel.frequency
    (self.options, self.panel) = (options, panel)
  }

  /// - Throws: `DataError` in the form that the file seems to have.
  func panel(_ source: DataSource) throws(DataError) -> Panel {
    do throws(DataError) {
      return try read(source, options)
    } catch {
      guard source.isFileToReadAgain, !error.isAboutFile else { throw error }
      var own = ownForm(options)
      do throws(DataError) {
        return try comparable(read(source, own), error)
      } catch {
        switch error.kind {
        case .unknownColumn where own.seriesColumn != nil: own.seriesColumn = nil
        case .ambiguousTimestamp: own.isDayFirst = panel.stampForm.isDayFirst
        default: throw error
        }
        return try comparable(read(source, own), error)
      }
    }
  }

  /// The rows on the steps of the data, or on their own.
  private func read(_ source: DataSource, _ options: ReadingOptions) throws(DataError) -> Panel {
    do throws(DataError) {
      return try source.load(options).panel
    } catch {
      guard error.kind == .noFrequency, source.isFileToReadAgain else { throw error }
      var free = options
      free.frequency = nil
      return try source.load(free).panel
    }
  }

  /// The same columns in another delimiter, with other marks in numbers, and stamps in another form.
  private func ownForm(_ options: ReadingOptions) -> ReadingOptions {
    var own = options
    guard let layout = options.form?.layout else { return own }
    own.form = nil
    own.hasHeader = options.hasHeader && layout.hasHeader
    own.timeColumns = options.timeColumns.isEmpty ? layout.timeColumns : options.timeColumns
    own.countsRows = own.timeColumns.isEmpty
    own.seriesColumn = options.seriesColumn ?? layout.seriesColumn
    own.missingValues = options.missingValues.isEmpty ? layout.missingValues : options.missingValues
    own.gapRule = options.gapRule ?? layout.gapRule
    own.duplicateRule = options.duplicateRule ?? layout.duplicateRule
    own.timeZone = options.timeZone ?? panel.stampForm.zoneName
    return own
  }

  /// - Throws: The error of the form of the data where stamps of the other form may be of another time.
  private func comparable(_ future: Panel, _ error: DataError) throws(DataError) -> Panel {
    guard future.stampForm.tellsSameTime(as: panel.stampForm) else { throw error }
    return future
  }
}

extension DataError {
  /// The error without what would be told of the data, too, which are written in another way.
  fileprivate var withoutRemediesOfOneFile: DataError {
    without { remedy in
      switch remedy {
      case .nameTimeFormat, .timeFormat, .foundTimeFormat, .nameTimeColumn, .timeColumns, .countRows,
        .noHeader, .header,
        .skipLines, .delimiter, .nameEncoding, .encoding, .ignoreColumns:
        true
      default: false
      }
    }
  }

  /// A value that is not known ahead although a source of such values was given.
  func missing(in future: DataSource) -> DataError {
    guard remedies == [.futureValues] else { return self }
    var error = DataError(kind, problem, fix: "add it to \(future.name.quoted)").at(
      line: line, column: column, value: value)
    error.file = file
    return error
  }
}
