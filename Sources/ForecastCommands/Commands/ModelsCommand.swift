import ArgumentParser
import Forecasters
import Forecasting
import Persistence
import Presentation
import Runs
import Text
import TimeSeries

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Lists the forecasters, or describes one with its settings and recipe.")

  @Argument(help: "A forecaster.")
  var name: String?

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print the list as a table in Markdown.")
  var markdown = false

  func validate() throws {
    if markdown, json || name != nil {
      throw ValidationError("--markdown prints the list of all models; leave out --json and the name")
    }
  }

  func run() throws {
    guard let name else { return try list() }
    guard let type = ForecasterCatalog.forecaster(named: name) else {
      throw CommandFailure(RequestError.unknownModel(name))
    }
    try describe(type)
  }

  private func list() throws {
    let models = try reportingFailures { try ModelOverview.all() }
    let text =
      json
      ? JSONValue.array(models.map(\.json)).line
      : markdown ? ModelTable(models).markdown : ModelTable(models).text
    try Console.standardOutput.print(text)
  }

  private func describe<F: Forecaster>(_ type: F.Type) throws {
    let overview = try reportingFailures { try ModelOverview(of: type) }
    let task = ModelOverview.task
    let defaults = F.Configuration()
    let recipe = F.recipe(for: task, defaults)
    if json {
      var object = JSONObject()
      object["name"] = .string(F.card.name)
      object["summary"] = .string(F.card.summary)
      object["source"] = .string(F.card.source)
      object["parameters"] = .integer(overview.parameterCount)
      object["multiply_adds"] = .integer(overview.multiplyAdds)
      object["takes"] = .array(type.columnsTaken.map { .string($0.rawValue) })
      object["settings"] = .array(F.Configuration.fields.map { $0.json(defaults) })
      object["recipe"] = recipe?.json ?? .null
      return try Console.standardOutput.print(JSONValue.object(object).line)
    }
    let settings = F.Configuration.fields.map { field in
      ["  \(field.key) = \(field.value(defaults).plainText)", "  \(field.accepted)", "  \(field.summary)"]
    }
    try Console.standardOutput.print(
      "\(F.card.name): \(F.card.summary)\n\(F.card.source)\n\(ModelTable([overview]).sizes)\n\nSettings (--set key=value):\n"
        + (settings.isEmpty ? "  none\n" : TextFormatting.table(settings.leftAligned)) + "\nRecipe:\n  "
        + (recipe?.summary ?? "nothing to train") + "\n\nColumns beside the targets:\n"
        + (type.columnsTaken.isEmpty
          ? "  none are looked at\n" : type.columnsTaken.map { "  \($0.columns)\n" }.joined()))
  }
}

extension ForecasterKind {
  /// The roles that it takes, in the order of their declaration.
  fileprivate static var columnsTaken: [ColumnRole] { ColumnRole.allCases.filter { takes.contains($0) } }
}

extension ConfigurationField {
  fileprivate func json(_ defaults: Owner) -> JSONValue {
    [
      "key": .string(key), "default": value(defaults), "accepted": .string(accepted),
      "summary": .string(summary),
    ]
  }
}
