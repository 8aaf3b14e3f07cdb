import TimeSeries

extension Panel {
  /// Refuses what fits and forecasts cannot use yet: several series, missing cells, told roles.
  ///
  /// The only place that says so; it goes when masks and panels reach the windows.
  func requireSingleCompleteSeries() throws(DataError) {
    if series.count > 1 {
      throw DataError(
        .invalidOption, "the file has \(series.count) series, and models are fitted on one",
        fix: "take one of them"
      ).at(column: seriesColumn).inFile(source)
    }
    if roles != nil || !fixedColumns.isEmpty {
      throw DataError(
        .invalidOption, "columns were told roles, which no model can use yet", fix: "leave the roles out"
      ).inFile(source)
    }
    for column in columns.indices where missingCount(ofColumn: column) > 0 {
      let count = missingCount(ofColumn: column)
      throw DataError(
        .missingValue,
        "\(count) \(count == 1 ? "cell is" : "cells are") missing, and no model can use gaps yet",
        fix: "fill them in"
      ).at(column: columns[column]).inFile(source)
    }
  }
}
