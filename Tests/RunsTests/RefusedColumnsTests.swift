import Forecasters
import Forecasting
import Layers
import Runs
import Tensors
import Testing
import TimeSeries

struct RefusedColumnsTests {
  /// The list is that of the catalogue, and those on it can be made.
  @Test(arguments: [ColumnRole.future, .fixed]) func theRefusalNamesTheForecastersThatCan(_ role: ColumnRole)
    throws
  {
    let task = ForecastTask(
      lookback: 8, horizon: 2, channelCount: 1, futureCount: role == .future ? 1 : 0,
      fixedCount: role == .fixed ? 1 : 0)
    var names: [String] = []
    for type in ForecasterCatalog.forecasters {
      do { try require(type, task) } catch {
        let refused = ConfigurationError.unusableColumns(forecaster: type.card.name, role: role.rawValue)
        #expect(error == refused)
        let text = RequestError.configuration(model: type.card.name, error).description
        let can = ForecasterCatalog.names(taking: role).joined(separator: ", ")
        #expect(text == "\(type.card.name) cannot use \(role.columns); these can: \(can)")
        continue
      }
      names.append(type.card.name)
    }
    #expect(names == ForecasterCatalog.names(taking: role) && names.contains("tide"))
  }

  private func require<F: Forecaster>(
    _ type: F.Type, _ task: ForecastTask
  ) throws(ConfigurationError) {
    try F.requireCovariates(of: task)
  }
}
