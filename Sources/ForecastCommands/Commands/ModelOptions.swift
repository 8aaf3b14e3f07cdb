import ArgumentParser
import Forecasting
import Persistence
import Platform
import TimeSeries

struct ModelOptions: ParsableArguments {
  /// The model file used when none is named.
  static let defaultModel = "model.safetensors"

  @Argument(
    help: ArgumentHelp("Model file written by forecast fit. (default: \(defaultModel))", valueName: "model"))
  var model: String?

  @Argument(help: ArgumentHelp("CSV file. (default: the one the model was fitted on)", valueName: "data.csv"))
  var data: String?

  @OptionGroup(title: "Reading") var format: DataOptions

  var path: String { model ?? Self.defaultModel }

  func validate() throws {
    guard let model, model.lowercased().hasSuffix(".csv") else { return }
    let fitted = data.map { $0.hasSuffix(".safetensors") ? $0 : Self.defaultModel } ?? Self.defaultModel
    throw ValidationError("name the model before the data: \(fitted) \(model)")
  }

  /// How the data is read.
  func reading(_ threading: ThreadOptions) -> CSVOptions {
    format.reading(threads: threading.workers.threadCount)
  }

  /// Reads the model.
  func read() throws(CommandFailure) -> ModelFile {
    if model == nil, !FileContents.exists(path) {
      throw CommandFailure(
        .missingFile, "\(path): no such file; forecast fit data.csv makes one, or name another")
    }
    return try reportingFailures(model: path) { try ModelFile(reading: path) }
  }
}
