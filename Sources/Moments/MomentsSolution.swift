import Forecasters
import Forecasting
import Layers
import Persistence
import Runs
import Tensors
import Text
import TimeSeries
import Training

/// A linear map from the moments of many parts of a data set, the same as from all rows at once.
///
/// Parts may be divided by time or by series, and come in any order. Where settings are to be chosen, each part is left out in turn.
///
/// ```swift
/// let part = try MomentsPart(of: .file("data.csv"), lookback: 48, horizon: 12)
/// let solution = try MomentsSolution(of: [(name: "data", part: part)], settings: [("ridge", "0.1")], workers: workers)
/// print(solution.windowCount)
/// ```
public struct MomentsSolution: Sendable {
  /// A part and what messages call it.
  public typealias NamedPart = (name: String, part: MomentsPart)

  /// The model of all rows.
  public let model: ModelFile
  /// Rows, each counted once, of all series together.
  public let rowCount: Int
  /// Series; 1 for wide data.
  public let seriesCount: Int
  /// Windows, each of one column.
  public let windowCount: Int

  /// - Parameters:
  ///   - settings: Settings of the closed form as key and text; without any normalization the last value is taken out.
  ///   - control: Told what is tried and chosen.
  /// - Throws: `MomentsError` that names the part, `RequestError` for settings, `TrainingError` for moments without a solution.
  public init(
    of parts: [NamedPart], settings: [(key: String, value: String)] = [], workers: Workers,
    control: TrainingControl = TrainingControl()
  ) throws {
    guard !parts.isEmpty else { throw MomentsError.noParts }
    try Self.requireAlike(parts)
    var configuration = LinearClosedForm.Configuration()
    configuration.normalization = .last
    for (key, value) in settings {
      do { try configuration.set(key, to: value) } catch {
        throw RequestError.configuration(model: LinearClosedForm.card.name, error)
      }
    }
    guard !configuration.normalization.kinds.contains(.instance) else { throw MomentsError.deviations }
    try Self.requireSummable(configuration)
    let joined = try JoinedParts(parts)
    guard joined.moments.windowCount > 0 else {
      throw MomentsError.noWindow(width: joined.moments.lookback + joined.moments.horizon)
    }
    var description = joined.description(of: parts)
    let task = try description.task
    var generator = SeededGenerator(seed: 1)
    var forecaster: LinearClosedForm
    do { forecaster = try LinearClosedForm.make(configuration, for: task, using: &generator) } catch {
      throw RequestError.configuration(model: LinearClosedForm.card.name, error)
    }
    do {
      try forecaster.fit(joined.moments, parts: joined.parts, workers, control)
    } catch TrainingError.choiceNeedsValidation {
      throw MomentsError.onePart
    }
    description.configuration = forecaster.resolved(configuration).json
    model = ModelFile(forecaster, described: description)
    (rowCount, seriesCount) = (joined.rowCount, max(1, joined.series.count))
    windowCount = joined.moments.windowCount
  }

  /// Refuses settings that need more than moments.
  private static func requireSummable(_ configuration: LinearClosedForm.Configuration) throws(RequestError) {
    func refuse(_ key: String, _ value: String, _ accepted: String) throws(RequestError) {
      throw .configuration(
        model: LinearClosedForm.card.name, .invalidValue(key: key, value: value, accepted: accepted))
    }
    if configuration.keepsRows { try refuse("keepsRows", "true", "false: parts do not hold their rows") }
    if configuration.harmonics > 0 {
      try refuse("harmonics", "\(configuration.harmonics)", "0: moments say nothing of the calendar")
    }
    if configuration.loss != .mse { try refuse("loss", "mae", "mse: moments say nothing of single windows") }
    if configuration.folds > 0 {
      try refuse("folds", "\(configuration.folds)", "0: each part is left out in turn")
    }
  }

  /// The solution as an object.
  public var json: JSONValue {
    [
      "model": .string(model.description.model), "series": .integer(seriesCount),
      "rows": .integer(rowCount), "windows": .integer(windowCount),
      "lookback": .integer(model.description.shape.lookback),
      "horizon": .integer(model.description.shape.horizon),
      "configuration": model.description.configuration, "weights_sha256": .string(model.weightsSHA256),
    ]
  }

  /// Makes sure that all parts are of windows and columns like those of the first.
  private static func requireAlike(_ parts: [NamedPart]) throws(MomentsError) {
    let first = parts[0]
    for (name, part) in parts.dropFirst() {
      func require(_ what: String, _ text: (ModelDescription) -> String) throws(MomentsError) {
        let (found, expected) = (text(part.description), text(first.part.description))
        guard found == expected else {
          throw .mismatch(file: name, what: what, found: found, expected: expected, first: first.name)
        }
      }
      try require("its windows have") { "lookback \($0.shape.lookback) and horizon \($0.shape.horizon)" }
      try require("its columns are") { $0.columns.channels.joined(separator: ", ") }
      try require("its rows are apart by") { "\($0.columns.frequency)" }
      try require("it holds") { $0.series.isEmpty ? "columns of one series" : "series one below the other" }
    }
  }
}
