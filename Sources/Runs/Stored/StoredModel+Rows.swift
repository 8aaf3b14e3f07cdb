import Forecasting
import Text
import TimeSeries

extension StoredModel {
  /// Whether the model was fitted with rows held back to score it on.
  var holdsTestRows: Bool {
    let description = file.description
    return description.series.isEmpty
      ? !description.split.rows.test.isEmpty
      : description.series.members.contains { !$0.rows.test.isEmpty }
  }

  /// The windows whose targets are the rows from a stamp on, in the model's scale; there are no others.
  ///
  /// - Throws: `DataError` for a text that is no stamp, or too few rows from there on.
  func windows(_ data: StoredModelData, from first: String) throws(DataError) -> WindowSet {
    let shape = file.description.shape
    let splits = try splits(data, from: first)
    guard splits.contains(where: { !$0.test.isEmpty }) else {
      throw DataError(
        .tooFewRows, "from \(first.quoted) on there are fewer rows than the horizon of \(shape.horizon)",
        fix: "begin earlier"
      ).inFile(data.name)
    }
    let windows = try WindowSet(scaled(data.panel), splits: splits, shape: shape, needsTraining: false)
    guard !windows.test.isEmpty else {
      throw DataError(
        .tooFewRows,
        "from \(first.quoted) on no rows without a gap are enough for the lookback of \(shape.lookback) and the horizon of \(shape.horizon)",
        fix: "begin earlier, or give data without gaps"
      ).inFile(data.name)
    }
    return windows.hiding(hiddenRoles)
  }

  /// For each series the rows from a stamp on, as test rows, and those by which their scaled errors are measured, as training rows.
  private func splits(_ data: StoredModelData, from first: String) throws(DataError) -> [Split] {
    let shape = file.description.shape
    let rows = zip(try data.panel.firstRows(from: first), members(of: data.panel))
    return zip(data.panel.series, rows).map { series, place in
      let (row, member) = place
      let start = max(row, min(shape.lookback, series.rowCount))
      let end = start + shape.horizon <= series.rowCount ? series.rowCount : start
      // The training rows or, of other data, all rows before if they are enough.
      let trained = (member?.rows ?? file.description.split.rows).train
      let before = start < Self.fewestScalingRows(data.panel) ? 0..<0 : 0..<start
      let known = data.isTheFittedOne && trained.upperBound <= start ? trained : before
      return Split(train: known, validation: start..<start, test: start..<end)
    }
  }

  /// Rows before those that are scored, of which fewer say nothing about the errors of a naive forecast.
  private static func fewestScalingRows(_ panel: Panel) -> Int {
    max(2 * panel.frequency.defaultSeasonLength + 1, 10)
  }

  /// A warning that some rows from a stamp on have so few before them that nothing measures their scaled errors.
  func fewRowsNotes(_ data: StoredModelData, from first: String) throws(DataError) -> [String] {
    let fewest = Self.fewestScalingRows(data.panel)
    let isShort = try splits(data, from: first).contains { split in
      !split.test.isEmpty && split.train.isEmpty && split.test.lowerBound < fewest
    }
    return isShort
      ? ["\(data.name): errors are scaled (MASE) only where \(fewest) rows or more come before those scored"]
      : []
  }

  /// A warning that rows from a stamp on have been fitted to or chosen on.
  func seenNotes(_ data: StoredModelData, from first: String) throws(DataError) -> [String] {
    guard data.isTheFittedOne else { return [] }
    guard !file.description.isRefit, file.description.updatedRows == 0 else { return refitNotes(data) }
    let members = members(of: data.panel)
    let isSeen = zip(try data.panel.firstRows(from: first), members).contains { row, member in
      row < (member?.rows ?? file.description.split.rows).test.lowerBound
    }
    guard isSeen else { return [] }
    return [
      "\(data.name): rows from \(first.quoted) on were fitted to or chosen on: errors on them are too small"
    ]
  }

  /// A warning that errors are of rows that the model has seen, where it went on to all rows after its fit or had no others.
  package func refitNotes(_ data: StoredModelData) -> [String] {
    let description = file.description
    let path = description.data.path.quoted
    if description.updatedRows > 0 {
      return [
        "\(data.name): the model has been updated with the rows of \(path): errors on them are too small"
      ]
    }
    guard description.isRefit else { return [] }
    guard holdsTestRows else {
      return [
        "\(data.name): the model was fitted to all of its rows, those of \(path) among them: errors on them are too small"
      ]
    }
    return [
      "\(data.name): after its fit had been scored the model was fitted again to all rows of \(path): "
        + "errors on them are too small; those printed by the fit are honest"
    ]
  }
}
