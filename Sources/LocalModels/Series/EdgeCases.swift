/// What happens to series that no model can be fitted to in the ordinary way: the one place for these rules.
///
/// | series | rule |
/// |---|---|
/// | no rows | error |
/// | an infinite or missing value | error with its row |
/// | a regressor of another length | error, if the model looks at regressors |
/// | one row | that value, no intervals |
/// | constant | that value, variance 0 |
/// | constant but for differences too small beside the level, such as a counter's | naive, with a note |
/// | fewer than 5 rows, automatic model | naive (up to 3 rows) or drift (4) |
/// | no longer than a season | no season, with a note |
package enum EdgeCases {
  package static func fit(
    _ model: some LocalModel, to series: LocalSeries
  ) throws(LocalFitError) -> any FittedLocalModel {
    try check(series, model: model)
    var series = series
    if !model.takesRegressors { series.regressors = [] }
    if series.count == 1 { return ConstantFit(single: series.values[0]) }
    if series.isConstant, let value = series.values.first(where: { !$0.isNaN }) {
      guard series.differs else { return ConstantFit(constant: value) }
      if !model.isExact { return nearlyConstantFit(series, value) }
    }
    var notes: [FitNote] = []
    if series.season > 1, series.count <= series.season {
      notes.append("no season: \(series.count) rows are not more than one season of \(series.season)")
      series.season = 1
    }
    var fitted: any FittedLocalModel
    if model.isAutomatic, series.count < 5 {
      fitted = try shortFit(series)
      notes.append("\(fitted.name) in place of \(model.name): \(series.count) rows are fewer than 5")
    } else {
      fitted = try model.fitOrdinary(series)
    }
    fitted.notes = notes + fitted.notes
    return fitted
  }

  /// The last value for up to three rows, the line through the first and the last for four.
  package static func shortFit(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    series.count <= 3
      ? try Naive().fitOrdinary(series)
      : try Drift().fitOrdinary(series.replacingValues(MissingValues.filled(series)))
  }

  /// The last value, for values whose differences are lost beside their size: a counter that began long ago.
  private static func nearlyConstantFit(_ series: LocalSeries, _ first: Double) -> NaiveFit {
    var fitted = NaiveFit(lastValueOf: series.values.filter { !$0.isNaN })
    fitted.notes = [
      "the last value is repeated: values differ by less than 1.5e-8 of their size; subtract \(first) from them"
    ]
    return fitted
  }

  private static func check(_ series: LocalSeries, model: some LocalModel) throws(LocalFitError) {
    guard series.values.contains(where: { !$0.isNaN }) else { throw .noValues }
    for (row, value) in series.values.enumerated() {
      if value.isNaN, !model.takesMissingValues { throw .missingValue(row: row) }
      if value.isInfinite { throw .infiniteValue(row: row) }
      if model.needsDemand, value < 0 { throw .negativeDemand(row: row, value: value) }
    }
    guard model.takesRegressors else { return }
    for regressor in series.regressors where regressor.count != series.count {
      throw .regressorLength(needed: series.count, has: regressor.count)
    }
  }
}
