import Forecasting
import Layers
import Persistence
import Safetensors
import Tensors
import Training

extension Conformance {
  func fileProblems() throws -> [String] {
    let trained = shaken(try make(seed: 3))
    let bytes = SafetensorsFile(trained.namedTensors, metadata: []).serialized()
    let tensors = try SafetensorsFile(parsing: bytes, named: "memory").tensors
    let restored = try make(seed: 4).replacingTensors(named: tensors)
    return problem(
      "tensors that went through a file give another forecast",
      unless: try forecast(restored, history(batch: 2)).values == forecast(trained, history(batch: 2)).values)
  }

  func settingProblems() throws -> [String] {
    var problems: [String] = []
    for field in F.Configuration.fields {
      var configuration = F.Configuration()
      do {
        try configuration.set(field.key, to: "nonsense")
        problems.append("\(field.key) accepts nonsense")
      } catch {
        problems += problem(
          "the refusal of \(field.key) does not name it: \(error)", unless: "\(error)".contains(field.key))
      }
      try configuration.set(field.key, to: field.value(configuration).plainText)
      problems += problem(
        "\(field.key) is not read back from its own text", unless: configuration == F.Configuration())
    }
    do { try F.recipe(for: task, F.Configuration())?.check() } catch {
      problems.append("the published recipe cannot be followed: \(error)")
    }
    let defaults = F.Configuration()
    let stored = try F.Configuration(json: JSONReader(defaults.json))
    return problems + problem("the defaults are not read back from their JSON", unless: stored == defaults)
  }

  /// Largest sizes, one at a time and all together, within a budget that is much smaller than they are.
  func sizeProblems() throws -> [String] {
    let fields = F.Configuration.fields.compactMap { field in field.largest.map { (field.key, $0) } }
    let limit = 1 << 20
    return fields.map { [$0] }.appending(fields).flatMap { settings -> [String] in
      var generator = SeededGenerator.idle
      let forecaster: F
      do {
        var configuration = try configuration()
        for (key, value) in settings { try configuration.set(key, to: value) }
        forecaster = try F.make(configuration, for: task, atMost: limit, using: &generator)
      } catch {
        return []
      }
      // Gains, offsets and the like are not counted; they are never the most.
      let count = forecaster.namedTensors.reduce(0) { $0 + $1.value.count }
      let names = settings.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
      return problem("\(names) makes \(count) values, with a limit of \(limit)", unless: count <= 2 * limit)
    }
  }
}

extension Field {
  /// The upper bound of a whole number, as text; nil for other fields.
  fileprivate var largest: String? {
    let bounds = accepted.split(separator: " … ")
    return bounds.count == 2 ? Int(bounds[1]).map { "\($0)" } : nil
  }
}

extension Array {
  fileprivate func appending(_ element: Element) -> [Element] { self + [element] }
}
