import ArgumentParser
import Forecasting

struct ModelOptions: ParsableArguments {
  /// The model file used when none is named.
  static let defaultModel = "model.safetensors"

  @Argument(
    help: ArgumentHelp("Model file written by forecast fit. (default: \(defaultModel))", valueName: "model"))
  var model: String?

  @Argument(help: ArgumentHelp("CSV file. (default: the one the model was fitted on)", valueName: "data.csv"))
  var data: String?

  var path: String { model ?? Self.defaultModel }

  func validate() throws {
    if let model, data == nil, model.lowercased().hasSuffix(".csv") {
      throw ValidationError("name the model before the data: \(Self.defaultModel) \(model)")
    }
  }

  /// Reads the model.
  func read() throws(CommandFailure) -> ModelFile {
    try reportingFailures(model: path) { try ModelFile(reading: path) }
  }
}
