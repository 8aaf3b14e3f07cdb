import Forecasting
import Text
import TimeSeries

extension ScaledData {
  /// What is odd about the rows.
  var oddities: [String] {
    let own =
      panel.series.count == 1
      ? Self.notes(panel, scaler, splits[0].train)
      : Self.notes(panel) + Self.divisionNotes(panel, splits) + Self.emptyNotes(panel, splits)
        + (scaling == .shared ? [] : Self.constantNotes(panel, splits))
    let ends = SeriesEnds(panel, panel.source)
    return own + ends.empty(panel.targetColumns, isJoined: joinsSeries)
      + ends.zeros(panel.targetColumns, isJoined: joinsSeries)
  }

  /// That the usual split was adapted.
  var adaptedNotes: [String] {
    guard case .last = split.rule else { return [] }
    return [
      "\(panel.source): divided by \(split.rule), since \(SplitRule.usualRatios) leaves a part too few rows for the horizon"
    ]
  }

  private static func notes(_ panel: Panel, _ scaler: StandardScaler, _ train: Range<Int>) -> [String] {
    let notes =
      panel.origin.notes.filter { !$0.isOrdinary }.map(\.description)
      + panel.only.irregularities.summarized(in: panel.stampForm)
      + panel.farValues().filter { $0.ruinsScaling(rowCount: panel.rowCount) }.map(\.description)
      + scaler.constantChannels.filter { panel.missingCount(ofColumn: $0) < panel.rowCount }.map {
        ColumnSummary(panel, column: $0, rows: train).count > 0
          ? "column '\(panel.columns[$0])' is constant over the training rows; kept, with scale 1"
          : "column '\(panel.columns[$0])' has no value in the training rows; kept, with mean 0 and scale 1"
      }
    return notes.map { "\(panel.source): \($0)" }
  }

  /// What is odd about many series, in few lines.
  private static func notes(_ panel: Panel) -> [String] {
    let notes = panel.origin.notes.filter { !$0.isOrdinary }.map(\.description)
    let irregular = panel.series.filter { !$0.irregularities.isEmpty }
    let example = irregular.first.flatMap { series in
      series.irregularities.first.map {
        "series \((series.id ?? "").quoted): \($0.shown(by: panel.stampForm.shown))"
      }
    }
    let stamps = example.map {
      irregular.count == 1 ? $0 : "\($0); \(irregular.count - 1) more series have irregular time stamps"
    }
    return (notes + [stamps].compactMap(\.self)).map { "\(panel.source): \($0)" }
  }

  /// Series that have values to score and none to take a scale from.
  private static func emptyNotes(_ panel: Panel, _ splits: [Split]) -> [String] {
    note(
      panel,
      "have no value in their training rows and are kept "
        + "with mean 0 and the scale of the others, so that standardised errors mean little"
    ) { values, series in
      let train = splits[series].train
      return !train.isEmpty && train.allSatisfy { values[$0].isNaN }
        && values.indices.contains { !values[$0].isNaN }
    }
  }

  /// Series that have other values to score than the one in all of their training rows, which tell no scale.
  private static func constantNotes(_ panel: Panel, _ splits: [Split]) -> [String] {
    note(
      panel,
      "have the same value in all of their training rows, and "
        + "other ones later; they are scaled as the others vary beside their means"
    ) { values, series in
      let split = splits[series]
      guard !split.validation.isEmpty || !split.test.isEmpty,
        let first = split.train.first(where: { !values[$0].isNaN })
      else { return false }
      func differs(in rows: Range<Int>) -> Bool {
        rows.contains { values[$0] < values[first] || values[$0] > values[first] }
      }
      return !differs(in: split.train) && differs(in: split.train.upperBound..<values.count)
    }
  }

  /// How many series are so in a target column, and which, if any.
  ///
  /// - Parameter isSo: Asked with the values of a column and the index of their series.
  private static func note(
    _ panel: Panel, _ what: String, where isSo: (Span<Double>, Int) -> Bool
  ) -> [String] {
    let targets = panel.targetColumns
    let found = panel.series.indices.filter { series in
      targets.contains { column in
        panel.withColumn(column, ofSeries: series) { isSo($0, series) }
      }
    }
    guard !found.isEmpty else { return [] }
    let names = found.map { (panel.series[$0].id ?? "").quoted }.abridged()
    return ["\(panel.source): \(found.count) of \(panel.series.count) series \(what): \(names)"]
  }

  /// Each series is divided by itself, so that some may learn what others are tested on.
  private static func divisionNotes(_ panel: Panel, _ splits: [Split]) -> [String] {
    var (lastTraining, firstTest): (Timestamp?, Timestamp?)
    for (series, split) in zip(panel.series, splits) where !split.train.isEmpty {
      let end = series.timestamps[split.train.upperBound - 1]
      if lastTraining.map({ $0 < end }) ?? true { lastTraining = end }
      guard !split.test.isEmpty else { continue }
      let start = series.timestamps[split.test.lowerBound]
      if firstTest.map({ start < $0 }) ?? true { firstTest = start }
    }
    guard let lastTraining, let firstTest, lastTraining >= firstTest else { return [] }
    return [
      "\(panel.source): every series is divided by itself; training rows of some are later than test rows of others"
    ]
  }
}

extension [TimeIrregularity] {
  /// One line per irregularity, the first few of them, with stamps as a file of the form shows them.
  package func summarized(in form: StampForm, limit: Int = 5) -> [String] {
    let shown = prefix(limit).map { $0.shown(by: form.shown) }
    return count > limit ? shown + ["\(count - limit) more irregular time stamps"] : shown
  }
}
