import Forecasters
import Forecasting
import TimeSeries
import Training

extension Fit {
  /// What is known of a model before its fit.
  func describe<F: Forecaster>(
    _ type: F.Type, _ configuration: F.Configuration, _ data: PreparedData, _ recipe: TrainingRecipe?
  ) -> ModelDescription {
    let (panel, scaled) = (data.panel, data.scaledData)
    var description = ModelDescription(
      model: F.card.name, configuration: configuration.json, shape: data.shape,
      columns: .init(
        time: panel.timeColumns.joined(separator: ","), channels: panel.columns, frequency: panel.frequency,
        scaler: scaled.scaler, form: panel.origin.form, roles: panel.roles,
        fixed: data.task.fixedCount == 0
          ? .init() : .init(names: panel.fixedColumns, scaler: scaled.fixedScaler)),
      split: data.split, data: data.file, recipe: recipe, seed: request.seed,
      training: .init(epochs: 0, bestEpoch: 0))
    description.columns.coverage = panel.coverageToStore
    description.joinsSeries = scaled.joinsSeries
    description.series = scaled.stored(fallback: type.looksBack ? ShortSeries.fallback(of: type) : nil)
    let told = request.reading.seriesIDs
    if case .file = request.data {
      // A series may be called `all` itself.
      let areAll = told == ReadingOptions.allSeries && panel.series.map(\.id) != told
      description.series.isChosen = !told.isEmpty && !areAll
    }
    return description
  }
}
