import Forecasting
import TimeSeries
import Training

/// A fit whose data, configuration and recipe are settled.
package struct PreparedFit<F: Forecaster> {
  /// What was told, the defaults elsewhere.
  package let configuration: F.Configuration
  /// The data, cut to windows.
  package let data: PreparedData
  /// The windows of the data, with the calendar features that the forecaster wants.
  package let windows: WindowSet
  /// Those features; nil for none.
  private let calendar: CalendarFeatures?
  /// How it is trained; nil for a forecaster that has nothing to train.
  let recipe: TrainingRecipe?
  /// Of the model to be, before anything is learnt.
  let description: ModelDescription
  /// The windows with a lookback for baselines; nil where there is room for none.
  let baselineData: PreparedData?
  /// The same fit, made to choose the lookback; nil where there is none.
  let trial: LookbackTrial<F>?

  /// - Parameters:
  ///   - calendar: The calendar features that the forecaster wants; nil for none.
  ///   - trial: The same fit, made to choose the lookback; nil where there is none.
  init(
    configuration: F.Configuration, data: PreparedData, calendar: CalendarFeatures?, recipe: TrainingRecipe?,
    description: ModelDescription, baselineData: PreparedData?, trial: LookbackTrial<F>?
  ) {
    (self.configuration, self.data, self.calendar) = (configuration, data, calendar)
    windows = data.windows.withCalendar(calendar)
    (self.recipe, self.description) = (recipe, description)
    (self.baselineData, self.trial) = (baselineData, trial)
  }

  /// Other windows of the data as the forecaster is to be given them.
  func withCalendar(_ windows: WindowSet) -> WindowSet { windows.withCalendar(calendar) }
}
