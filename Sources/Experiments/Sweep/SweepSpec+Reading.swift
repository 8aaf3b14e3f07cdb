import Forecasters
import Forecasting
import Layers
import Persistence
import Runs
import Specs
import Text
import TimeSeries

extension SweepSpec {
  private static let keys = [
    "name", "data", "reading", "models", "horizons", "lookbacks", "seeds", "features", "target", "split",
    "training", "grid",
  ]

  /// Reads the spec in the file at `path`.
  ///
  /// - Throws: `FileError` if it cannot be read, `SpecError` with line and column for what is wrong in it.
  public init(reading path: String) throws {
    try self.init(SpecNode(reading: path))
  }

  /// Reads a spec from text.
  ///
  /// - Throws: `SpecError` with line and column.
  public init(parsing text: String, file: String) throws(SpecError) {
    try self.init(parsing: Array(text.utf8), file: file)
  }

  /// Reads a spec from text in UTF-8.
  ///
  /// - Throws: `SpecError` with line and column.
  public init(parsing bytes: [UInt8], file: String) throws(SpecError) {
    try self.init(SpecNode(parsing: bytes, file: file))
  }

  private init(_ root: SpecNode) throws(SpecError) {
    file = root.file
    let members = SweepMembers(file: file, byName: try root.members(Self.keys, of: "a sweep"))
    name = try members["name"]?.text() ?? SpecNode.name(ofFile: file)
    data = try members.required("data").distinct { (node) throws(SpecError) in try node.text() }
    reading = try members["reading"]?.readingOptions() ?? ReadingOptions()
    models = try Self.models(members.required("models"))
    horizons = try members.required("horizons").integers(in: 1...1_000_000)
    lookbacks = try members["lookbacks"]?.integers(in: 1...1_000_000) ?? [UsualSizes.lookback]
    seeds = try members["seeds"]?.integers(in: 0...Int.max).map { UInt64($0) } ?? [1]
    features = try members["features"]?.converted { try Features($0) } ?? .multivariate
    target = try members["target"]?.text()
    split = try members["split"]?.converted { try SplitRule($0) } ?? .auto
    training = try members["training"]?.recipeChanges() ?? RecipeChanges()
    let known = RecipeChanges.keys + Set(models.map(\.value.name)).sorted().flatMap { settingKeys($0) }
    let training = training
    grid = try members["grid"]?.axes(among: known) { training.changes($0) ? "training" : nil } ?? []
    if let node = members["target"], features == .multivariate {
      throw node.error("a target applies to features S or MS; with M all channels are forecast")
    }
    try requirePlannable()
  }

  private static func models(_ node: SpecNode) throws(SpecError) -> [Placed<Model>] {
    var models: [Placed<Model>] = []
    var labels: Set<String> = []
    for element in try node.elements() {
      let model = try Model(element)
      guard labels.insert(model.label).inserted else {
        throw element.error("\(model.label.quoted) occurs twice; give one of them another label")
      }
      models.append(Placed(value: model, line: element.line, column: element.column))
    }
    return models
  }
}

/// The members of the outermost mapping.
private struct SweepMembers {
  let file: String
  let byName: [String: SpecNode]

  subscript(key: String) -> SpecNode? { byName[key] }

  func required(_ key: String) throws(SpecError) -> SpecNode {
    guard let node = byName[key] else {
      throw SpecError(
        file: file, problem: "the key '\(key)' is missing; a sweep needs data, models and horizons")
    }
    return node
  }
}

extension SweepSpec.Model {
  private static let keys = ["name", "label", "set", "training", "grid"]

  /// Reads `samformer` or `{name: samformer, label: …, set: …, training: …, grid: …}`.
  fileprivate init(_ node: SpecNode) throws(SpecError) {
    guard node.isMapping else {
      self.init(
        name: try Self.forecaster(node), label: try node.text(), settings: [], training: .init(), grid: [])
      return
    }
    let members = try node.members(Self.keys, of: "a model")
    guard let name = members["name"] else { throw node.error("the key 'name' is missing; name a forecaster") }
    self.init(
      name: try Self.forecaster(name), label: try (members["label"] ?? name).text(), settings: [],
      training: .init(), grid: [])
    for member in try members["set"]?.members() ?? [] {
      let value = try member.value.only(of: member.name)
      do { try checkSetting(self.name, member.name, value) } catch { throw member.key.error("\(error)") }
      settings.append((key: member.name, value: value))
    }
    if let node = members["training"] { training = try node.recipeChanges() }
    if let node = members["grid"] {
      let (training, settings) = (training, settings)
      grid = try node.axes(among: RecipeChanges.keys + settingKeys(self.name)) { key in
        training.changes(key) ? "training" : settings.contains { $0.key == key } ? "set" : nil
      }
    }
  }

  private static func forecaster(_ node: SpecNode) throws(SpecError) -> String {
    let name = try node.text()
    guard ForecasterCatalog.forecaster(named: name) != nil else {
      throw node.error(RequestError.unknownModel(name).description)
    }
    return name
  }
}

/// The keys of the configuration of a forecaster.
func settingKeys(_ model: String) -> [String] {
  func keys<F: Forecaster>(_ type: F.Type) -> [String] { F.Configuration.fields.map(\.key) }
  return ForecasterCatalog.forecaster(named: model).map { keys($0) } ?? []
}

/// Finds out whether a forecaster accepts a setting.
private func checkSetting(_ model: String, _ key: String, _ value: String) throws(ConfigurationError) {
  func check<F: Forecaster>(_ type: F.Type) throws(ConfigurationError) {
    var configuration = F.Configuration()
    try configuration.set(key, to: value)
  }
  guard let type = ForecasterCatalog.forecaster(named: model) else { return }
  try check(type)
}

extension SpecNode {
  /// The elements as values, none of them twice.
  fileprivate func distinct<Value: Hashable & Sendable>(
    _ read: (SpecNode) throws(SpecError) -> Value
  ) throws(SpecError) -> [SweepSpec.Placed<Value>] {
    var seen: Set<Value> = []
    var result: [SweepSpec.Placed<Value>] = []
    for element in try elements() {
      let value = try read(element)
      guard seen.insert(value).inserted else { throw element.error("\("\(value)".quoted) occurs twice") }
      result.append(.init(value: value, line: element.line, column: element.column))
    }
    return result
  }

  /// Whole numbers within `range`, none of them twice.
  fileprivate func integers(in range: ClosedRange<Int>) throws(SpecError) -> [Int] {
    try distinct { (node) throws(SpecError) in try node.integer(in: range) }.map(\.value)
  }

  fileprivate func converted<Value>(_ convert: (String) throws -> Value) throws(SpecError) -> Value {
    let text = try text()
    do { return try convert(text) } catch { throw self.error("\(error)") }
  }

  /// What is told about the data files, by the names of the command line's options.
  fileprivate func readingOptions() throws(SpecError) -> ReadingOptions {
    var options = ReadingOptions()
    for member in try members() {
      guard let key = ReadingOptions.Key(name: member.name) else {
        let known = ReadingOptions.Key.allCases.map(\.rawValue)
        let hint = nearest(to: member.name, among: known).map { "did you mean '\($0)'?" }
        throw member.key.error(
          "there is no key \(member.name.quoted) of the reading; \(hint ?? "the keys are " + known.joined(separator: ", "))"
        )
      }
      let text =
        member.value.isList
        ? try member.value.elements().map { (node) throws(SpecError) in try node.text() }
          .map(\.asListedName).joined(separator: ",") : try member.value.text()
      do { try options.set(key, to: text) } catch { throw member.value.error("\(error)") }
    }
    return options
  }

  /// The text of the one value of a key.
  fileprivate func only(of key: String) throws(SpecError) -> String {
    guard !isList else {
      throw error("\(key.quoted) has one value here; several to choose from on validation go under 'grid'")
    }
    return try text()
  }

  fileprivate func recipeChanges() throws(SpecError) -> RecipeChanges {
    var changes = RecipeChanges()
    for (key, value) in try members(RecipeChanges.keys, of: "the training").sorted(by: { $0.key < $1.key }) {
      let text = try value.only(of: key)
      do { try changes.set(key, to: text) } catch { throw value.error("\(error)") }
    }
    return changes
  }

  /// - Parameter place: Where the same mapping gives a key one value; nil for nowhere.
  fileprivate func axes(
    among known: [String], _ place: (String) -> String?
  ) throws(SpecError) -> [SweepSpec.Axis] {
    _ = try members(known, of: "the grid of these models")
    var axes: [SweepSpec.Axis] = []
    for member in try members() {
      if let place = place(member.name) {
        throw member.key.error("\(member.name.quoted) is in '\(place)' too; remove it there or here")
      }
      let values = try member.value.distinct { (node) throws(SpecError) -> String in
        let text = try node.text()
        guard RecipeChanges.keys.contains(member.name) else { return text }
        var changes = RecipeChanges()
        do { try changes.set(member.name, to: text) } catch { throw node.error("\(error)") }
        return text
      }
      axes.append(SweepSpec.Axis(key: member.name, values: values.map(\.value)))
    }
    return axes
  }
}
