import Forecasters
import Forecasting
import Tensors
import TimeSeries
import Training

extension StoredModel {
  /// Whether the model can be scored on `data` as its fit was, before it was fitted again to all rows.
  func isAsScored(on data: StoredModelData) -> Bool {
    ForecasterCatalog.forecaster(named: file.description.model) is any Refitting.Type
      && file.description.isRefit && file.description.updatedRows == 0 && data.isTheFittedOne
      && !file.description.split.rows.test.isEmpty
  }

  /// The windows of all rows before the test rows, if the forecaster that was tested had been fitted to those; see ``Fit/scored(_:)``.
  func windowsBeforeTest(_ data: StoredModelData) throws(DataError) -> WindowSet? {
    let split = file.description.split
    guard case .last = split.rule, !split.rows.validation.isEmpty else { return nil }
    let isWide = file.description.series.isEmpty
    let splits = members(of: data.panel).map { member in
      let rows = isWide ? split.rows : member?.rows ?? split.rows
      return Split(trainingOnly: max(rows.train.upperBound, rows.validation.upperBound))
    }
    return try WindowSet(scaled(data.panel), splits: splits, shape: file.description.shape).hiding(
      hiddenRoles)
  }

  /// The forecaster fitted again to the training rows, and to those before the test rows, with what it has chosen.
  ///
  /// What cannot be fitted again, such as the networks of a combination, has not seen other rows.
  func refitted(
    _ forecaster: any Forecaster, to windows: WindowSet, beforeTest: WindowSet?, _ workers: Workers
  ) throws -> (onTraining: any Forecaster, beforeTest: any Forecaster) {
    guard let refitting = forecaster as? any Forecaster & Refitting else { return (forecaster, forecaster) }
    let plan = TrainingPlan(
      recipe: file.description.recipe ?? TrainingRecipe(), seed: file.description.seed, workers: workers)
    func fitted(to windows: WindowSet) throws -> any Forecaster {
      var copy = refitting
      try copy.refit(to: TrainingData(windows), plan, TrainingControl())
      return copy
    }
    let onTraining = try fitted(to: windows)
    return (onTraining, try beforeTest.map(fitted) ?? onTraining)
  }

  /// The forecaster fitted once to the rows before those to score, with what it has chosen, where its states have seen the latter, or other
  /// values of the former: a state does not go back, so that each window would be forecast by a fit of its own.
  ///
  /// - Returns: Nil for a forecaster whose states go on with the rows, and one that cannot be fitted to so few rows.
  func refitted(before windows: WindowSet, _ data: StoredModelData, _ workers: Workers) throws
    -> (any Forecaster)?
  {
    let (forecaster, features) = try opened(for: data.panel)
    var ends = data.panel.series.map { _ in 0 }
    for segment in windows.test.segments.reversed() { ends[segment.series] = segment.firstTargets.lowerBound }
    let stamps = zip(data.panel.series, ends).map { $1 > 0 ? $0.timestamps[$1] : nil }
    guard
      forecaster.hasStates(
        after: stamps, in: data.panel, columns: try file.description.roles.inputs)
    else { return nil }
    let scaled = try scaled(data.panel)
    let earlier: WindowSet
    do throws(DataError) {
      earlier = try WindowSet(
        scaled, splits: ends.map { Split(trainingOnly: $0) }, shape: file.description.shape)
    } catch {
      guard error.kind == .tooFewRows else { throw error }
      return nil
    }
    do {
      let windows = earlier.hiding(hiddenRoles).withCalendar(features)
      let found = try refitted(forecaster, to: windows, beforeTest: nil, workers).onTraining
      return found.hasFailedFits ? nil : found
    } catch TrainingError.notFitted, TrainingError.singularSystem {
      return nil
    }
  }
}
