import ArgumentParser
import Forecasting
import Persistence
import Platform
import Runs
import Tensors
import Text
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
  @OptionGroup var threading: ThreadOptions

  var path: String { model ?? Self.defaultModel }

  func validate() throws {
    guard model != "-" else {
      throw ValidationError(
        "a model is read from its file, and only data from a pipe: \(Self.defaultModel) -")
    }
    guard let model, model.lowercased().hasSuffix(".csv") else { return }
    let fitted = data.map { $0.hasSuffix(".safetensors") ? $0 : Self.defaultModel } ?? Self.defaultModel
    throw ValidationError("name the model before the data: \(fitted) \(model)")
  }

  /// How the data is read.
  var reading: ReadingOptions {
    get throws(DataError) { try format.reading(threads: workers.threadCount) }
  }

  /// The threads.
  var workers: Workers { threading.workers }

  /// Reads the model.
  func read() throws(CommandFailure) -> ModelFile {
    if model == nil, !FileContents.exists(path) {
      throw CommandFailure(
        .missingFile, "\(path): no such file; forecast fit data.csv makes one, or name another")
    }
    let model = try reportingFailures(model: path) { try ModelFile(reading: path) }
    let future = try? model.description.roles.columns(.future)
    try format.idleMissingRule(of: [model.description.model], knownAhead: !(future ?? []).isEmpty)?.refuse()
    return model
  }

  /// Refuses, before anything is computed, an output that is the model or its data, or cannot be made.
  ///
  /// - Parameters:
  ///   - data: The data that are read.
  ///   - future: What is read of the columns known ahead.
  func requireCreatable(_ output: String, besides data: String, _ future: String? = nil) throws {
    try UsedFile.requireDistinct(
      read: [UsedFile("the model", path), UsedFile("the data", data)]
        + (future.map { [UsedFile("--future", $0)] } ?? []),
      written: [UsedFile("--output", output)])
    try AtomicFile.requireCreatable(output)
  }

  /// Runs `body` on the data that is named or, without a name, on the file recorded in the model.
  ///
  /// Whoever made the model chose the recorded path: it is read only if it is a regular file, and a message about it
  /// shows nothing of its content.
  func withData<Result>(of model: ModelFile, _ body: (String) throws -> Result) throws(CommandFailure)
    -> Result
  {
    if let data { return try reportingFailures(model: path) { try body(data) } }
    let recorded = model.description.data.path
    guard recorded != "-" else {
      throw CommandFailure(
        .usage, "\(path): fitted on what came through a pipe; name the data after the model")
    }
    guard let status = FileStatus(ofFile: recorded) else {
      throw CommandFailure(
        .missingFile, advice(recorded, recorded.hasPrefix("/") ? "is not there" : "is not in this folder"))
    }
    guard status.kind == .regular else {
      throw CommandFailure(.badData, advice(recorded, "is no regular file"))
    }
    return try reportingFailures(model: path) {
      do { return try body(recorded) } catch let error as DataError where error.showsContent {
        guard !isData(recorded, of: model) else { throw error }
        let place = error.line.map { " (line \($0))" } ?? ""
        throw CommandFailure(.badData, advice(recorded, "is not data of this model\(place)"))
      }
    }
  }

  /// Whether a file can be read as data of the model: what is wrong then is another file, or an option.
  ///
  /// It is read as the model says and, where that does not do, with the options too.
  private func isData(_ recorded: String, of model: ModelFile) -> Bool {
    let (stored, asTold) = (StoredModel(model), try? format.reading(threads: 1))
    return [ReadingOptions(), asTold].compactMap(\.self).contains { reading in
      (try? stored.read(.file(recorded), reading)) != nil
    }
  }

  private func advice(_ recorded: String, _ problem: String) -> String {
    "\(path): the file recorded in it, \(recorded.quoted), \(problem); name the data after the model"
  }
}

extension DataError {
  /// Whether the message tells what is in the file, and not only that it cannot be used.
  fileprivate var showsContent: Bool {
    switch kind {
    case .missingFile, .unreadable, .empty, .notText, .tooFewRows, .outOfMemory: false
    // Without a line it is about a column that was asked for, among those of the model.
    case .unknownColumn: line != nil
    case .missingValue: remedies != [.futureValues]
    default: true
    }
  }
}
