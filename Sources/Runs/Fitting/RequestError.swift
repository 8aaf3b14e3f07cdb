import Forecasters
import Forecasting
import Layers
import Text
import TimeSeries

/// A request that cannot be met whatever the data: wrong names, values or options.
public enum RequestError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no such forecaster.
  case unknownModel(String)
  /// Training options were given for forecasters none of which is trained.
  case nothingToTrain(models: [String])
  /// A value of the configuration is wrong.
  case configuration(model: String, ConfigurationError)
  /// Quantiles or a distribution were to be learnt by a forecaster that is not trained on a loss.
  case cannotLearnLaw(model: String)
  /// The split leaves no validation rows, on which something is chosen: "the model", "the best epoch".
  case noValidationRows(split: String, toChoose: String)
  /// The validation rows have no window, or a target no value, on which something is chosen: "settings", "the best epoch"; beside it
  /// a split that has them.
  case noValidationValues(split: String, toChoose: String, other: String?)
  /// Forecasts straight from the data were asked for of a forecaster that is not fitted to each series by itself.
  case notLocal(model: String)
  /// The attention of a forecaster was to be looked at that has none.
  case noAttention(model: String)
  /// A size, a level or a probability is none that can be.
  case invalidValue(name: String, value: String, accepted: String)
  /// A backtest of no model was asked for.
  case noModels

  /// What is wrong and what would do, for readers of a program's own messages.
  public var description: String {
    switch self {
    case .unknownModel(let name):
      let names = ForecasterCatalog.names
      let hint =
        (OtherNames.name(for: name) ?? nearest(to: name, among: names)).map { "did you mean '\($0)'?" }
        ?? "the forecasters are \(names.joined(separator: ", "))"
      return "there is no forecaster \(name.quoted); \(hint)"
    case .nothingToTrain([Auto.card.name]):
      return
        "options of training, first weights and checkpoints belong to one model; name it instead of '\(Auto.card.name)'"
    case .nothingToTrain(let models):
      let verb = models.count > 1 ? "have" : "has"
      return
        "\(models.joined(separator: ", ")) \(verb) nothing to train step by step; leave out the options of training"
    case .configuration(let model, .unusableColumns(_, let role)):
      guard let role = ColumnRole(rawValue: role) else { return "\(model) cannot use columns of its role" }
      let names = ForecasterCatalog.names(taking: role).joined(separator: ", ")
      return "\(model) cannot use \(role.columns); these can: \(names)"
    case .configuration(let model, let error): return "\(model): \(error)"
    case .cannotLearnLaw(let model):
      return
        "\(model) is not trained on a loss, from which quantiles or a distribution could be learnt; neural forecasters such as "
        + "mlp are, and \(model) has intervals and quantiles of its residuals or its own law without any loss"
    case .noValidationRows(let split, let choice):
      return "the split \(split) has no validation rows, which choose \(choice); \(Remedy.usualSplit)"
    case .noValidationValues(let split, let choice, let other):
      return
        "the validation rows of the split \(split) have too few values to choose \(choice) on; "
        + (other.map { "\(Remedy.split($0))" } ?? "another split may have more")
    case .notLocal(let model):
      return
        "\(model) is not fitted to each series by itself; fit and store it first, then forecast with the stored model"
    case .noAttention(let model):
      let names = ForecasterCatalog.forecasters.filter { $0.trainsAttention }.map { $0.card.name }
      return
        "\(model) has no attention that could be looked at after each epoch; these have: \(names.joined(separator: ", "))"
    case .invalidValue(let name, let value, let accepted):
      return "\(name): \(value) is not accepted; use \(accepted)"
    case .noModels: return "there is no model to forecast by; name one"
    }
  }
}
