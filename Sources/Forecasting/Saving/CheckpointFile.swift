import Optimizers
import Persistence
import Tensors
import Training

/// The file that an interrupted fit leaves behind: the state between two epochs and the settings it belongs to.
public enum CheckpointFile {
  private static let settingsKey = "forecast.settings"
  private static let progressKey = "forecast.progress"

  /// Writes `checkpoint` under a temporary name and renames it.
  ///
  /// - Parameter settings: Everything that decides the result of the fit, for comparison when it goes on.
  public static func write(
    _ checkpoint: Checkpoint, settings: JSONValue, to path: String
  ) throws(FileError) {
    let groups: [(name: String, tensors: [Tensor])] =
      [("now", checkpoint.values), ("best", checkpoint.bestValues)]
      + checkpoint.optimizer.memories.enumerated().map { ("memory\($0)", $1) }
    let tensors = groups.flatMap { group in
      group.tensors.enumerated().map { (name: "\(group.name).\($0)", value: $1) }
    }
    let progress: JSONValue = [
      "steps": .integer(checkpoint.optimizer.stepCount), "epochs": .array(checkpoint.epochs.map(\.json)),
    ]
    let metadata = [(key: settingsKey, value: settings.text()), (key: progressKey, value: progress.text())]
    try SafetensorsFile(tensors, metadata: metadata).write(to: path)
  }

  /// Reads the checkpoint of a fit with the same settings.
  ///
  /// - Throws: `ModelFileError` if the file is damaged or belongs to a fit with other settings.
  public static func read(_ path: String, settings: JSONValue) throws(ModelFileError) -> Checkpoint {
    let file: SafetensorsFile
    do { file = try SafetensorsFile(reading: path) } catch { throw .file(error) }
    guard let stored = file.metadata(settingsKey), let progress = file.metadata(progressKey) else {
      throw .description("it is not a checkpoint")
    }
    do {
      let old = try JSONValue(parsing: stored)
      if let difference = firstDifference(old, settings) { throw ModelFileError.otherSettings(difference) }
      return try checkpoint(file, progress: JSONReader(JSONValue(parsing: progress), path: "progress"))
    } catch let error as ModelFileError {
      throw error
    } catch {
      throw .description("\(error)")
    }
  }

  private static func checkpoint(_ file: SafetensorsFile, progress: JSONReader) throws -> Checkpoint {
    let tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0.value) })
    func group(_ name: String) -> [Tensor] {
      var members: [Tensor] = []
      while let next = tensors["\(name).\(members.count)"] { members.append(next) }
      return members
    }
    var optimizer = OptimizerState()
    optimizer.stepCount = try progress.member("steps").integer()
    while case let memory = group("memory\(optimizer.memories.count)"), !memory.isEmpty {
      optimizer.memories.append(memory)
    }
    return Checkpoint(
      epochs: try progress.member("epochs").elements().map { try EpochReport(json: $0) },
      values: group("now"), bestValues: group("best"), optimizer: optimizer)
  }

  /// The first member in which two objects differ, with both values, in words.
  private static func firstDifference(_ old: JSONValue, _ new: JSONValue, path: String = "") -> String? {
    if old == new { return nil }
    guard case .object(let a) = old, case .object(let b) = new, a.keys == b.keys else {
      return "\(path.isEmpty ? "the settings" : path): \(old.text()) then, \(new.text()) now"
    }
    for member in a {
      let name = path.isEmpty ? member.key : "\(path).\(member.key)"
      if let found = firstDifference(member.value, b[member.key] ?? .null, path: name) { return found }
    }
    return nil
  }
}
