import ArgumentParser
import Forecasting
import Persistence
import Text

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", abstract: "Shows what is in a model file.")

  @Argument(help: ArgumentHelp("Model file.", valueName: "model"))
  var model: String = ModelOptions.defaultModel

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let file = try reportingFailures(model: model) { try ModelFile(reading: model) }
    let tensors = file.tensors.map { (name: $0.name, shape: $0.value.shape, count: $0.value.count) }
    let total = tensors.reduce(0) { $0 + $1.count }
    if json {
      let listed: [JSONValue] = tensors.map {
        ["name": .string($0.name), "shape": .array($0.shape.map { .integer($0) })]
      }
      let object: JSONValue = [
        "file": .string(model), "config": file.description.json, "parameters": .integer(total),
        "weights_sha256": .string(file.weightsSHA256), "tensors": .array(listed),
      ]
      return Console.standardOutput.write(object.text() + "\n")
    }
    let rows = tensors.map {
      ["  \(TextFormatting.printable($0.name))", "\($0.shape)", TextFormatting.grouped($0.count)]
    }
    Console.standardOutput.write(
      file.description.lines.map(TextFormatting.printable).joined(separator: "\n")
        + "\n\n\(TextFormatting.grouped(total)) parameters, SHA-256 "
        + "\(file.weightsSHA256)\n" + TextFormatting.table(rows))
  }
}

extension ModelDescription {
  /// The description as lines for a reader.
  fileprivate var lines: [String] {
    let settings = JSONReader(configuration)
    let values = ((try? settings.members()) ?? []).map { "\($0.key)=\($0.reader.value.plainText)" }
    return [
      "model      \(model) \(values.joined(separator: " "))",
      "task       lookback \(shape.lookback), horizon \(shape.horizon), features \(shape.features)"
        + (shape.target.map { ", target \($0)" } ?? ""),
      "columns    \(columns.time); \(columns.channels.joined(separator: ", "))",
      "frequency  \(columns.frequency)",
      "data       \(data.path) (SHA-256 \(data.sha256))",
      "split      \(split.rule): rows \(split.rows.train), \(split.rows.validation), \(split.rows.test)",
      "recipe     \(recipe?.summary ?? "nothing to train"), seed \(seed)",
      "training   \(TextFormatting.count(training.epochs, "epoch")), kept the weights of epoch \(training.bestEpoch)",
    ]
  }
}
