import Optimizers
import Persistence
import Platform
import Safetensors
import Tensors
import Text
import Training

/// The file that an interrupted fit leaves behind: the state between two epochs, the settings it belongs to, and a digest
/// of both.
///
/// Names, texts and digests are compared by their bytes, and nothing may be there that is not written. Files of earlier
/// versions have no digest; what can be checked of those is checked when the fit goes on.
public enum CheckpointFile {
  private static let settingsKey = "forecast.settings"
  private static let progressKey = "forecast.progress"
  private static let digestKey = "forecast.digest"

  /// Writes `checkpoint` under a temporary name and renames it.
  ///
  /// - Parameter settings: Everything that decides the result of the fit, for comparison when it goes on.
  public static func write(
    _ checkpoint: Checkpoint, settings: JSONValue, to path: String,
    _ options: AtomicFile.Options = AtomicFile.Options()
  ) throws(FileError) {
    try requireRegularFile(path)
    let tensors = checkpoint.values + checkpoint.bestValues + checkpoint.optimizer.memories.flatMap { $0 }
    try tensors.requireRoomToBeWritten(to: path)
    try SafetensorsFile(checkpoint, settings: settings.text()).write(to: path, options)
  }

  /// Makes sure that a checkpoint can stand at `path`: it is read back, and opening a pipe waits for its reader.
  ///
  /// - Throws: `FileError` with the operation `create` for folders, pipes, sockets and devices.
  public static func requireRegularFile(_ path: String) throws(FileError) {
    guard let kind = FileStatus(ofFile: path)?.kind, kind != .regular else { return }
    throw FileError(
      path: path, operation: .create, reason: kind == .folder ? .isDirectory : .isNoRegularFile(kind))
  }

  /// Whether the file at `path` is a whole checkpoint, of whatever fit.
  public static func isCheckpoint(_ path: String) -> Bool {
    guard let file = try? SafetensorsFile(reading: path) else { return false }
    return (try? texts(of: file)) != nil
  }

  /// Reads the checkpoint of a fit with the same settings.
  ///
  /// - Throws: `ModelFileError` if the file is damaged or belongs to a fit with other settings.
  public static func read(_ path: String, settings: JSONValue) throws(ModelFileError) -> Checkpoint {
    let file: SafetensorsFile
    do {
      file = try SafetensorsFile(reading: path)
    } catch {
      switch error {
      case .unreadable: throw .file(error)
      case .otherFormat: throw .damagedCheckpoint("it is not a safetensors file")
      case .damaged(_, let problem), .unsupported(_, let problem): throw .damagedCheckpoint(problem)
      }
    }
    return try checkpoint(in: file, settings: settings)
  }

  /// The checkpoint in a file of a fit with the same settings; see `read(_:settings:)`.
  ///
  /// - Throws: `ModelFileError` if the file is damaged or belongs to a fit with other settings.
  public static func checkpoint(
    in file: SafetensorsFile, settings: JSONValue
  ) throws(ModelFileError) -> Checkpoint {
    let texts = try texts(of: file)
    if let digest = texts.digest,
      !digest.hasSameBytes(as: file.checkpointDigest(texts.settings, texts.progress))
    {
      throw .damagedCheckpoint("its content does not have the digest that was stored with it")
    }
    if !texts.settings.hasSameBytes(as: settings.text()) {
      let old: JSONValue
      do { old = try JSONValue(parsing: texts.settings) } catch { throw .damagedCheckpoint("\(error)") }
      let comparison = SettingsComparison(isOfEarlierVersion: texts.digest == nil)
      if comparison.isOfEarlierVersion, !comparison.haveSameMembers(old, settings) {
        throw .earlierCheckpoint
      }
      // Scales and splits follow from the data: what has changed is the data.
      if let change = comparison.dataChange(old, settings) { throw .otherData(change) }
      if let difference = comparison.firstDifference(old, settings) { throw .otherSettings(difference) }
      guard texts.digest == nil else { throw .otherSettings("their text") }
    }
    var checkpoint = try file.tensorGroups()
    do {
      let progress = JSONReader(try JSONValue(parsing: texts.progress), path: "progress")
      try progress.rejectMembers(besides: ["steps", "epochs"])
      checkpoint.optimizer.stepCount = try progress.member("steps").integer()
      checkpoint.epochs = try progress.member("epochs").elements().map { try EpochReport(json: $0) }
    } catch {
      throw .damagedCheckpoint("\(error)")
    }
    checkpoint.isSealed = texts.digest != nil
    return checkpoint
  }

  private static func texts(
    of file: SafetensorsFile
  ) throws(ModelFileError) -> (settings: String, progress: String, digest: String?) {
    let keys = [settingsKey, progressKey, digestKey].prefix(file.metadata.count == 2 ? 2 : 3)
    guard file.metadata.count == keys.count,
      zip(file.metadata, keys).allSatisfy({ $0.key.hasSameBytes(as: $1) })
    else {
      throw .damagedCheckpoint("its metadata are not those of a checkpoint")
    }
    let values = file.metadata.map(\.value)
    return (values[0], values[1], values.count == 3 ? values[2] : nil)
  }

  fileprivate static func metadata(
    settings: String, progress: String, digest: String
  ) -> [(key: String, value: String)] {
    [(settingsKey, settings), (progressKey, progress), (digestKey, digest)]
  }
}

/// Compares the settings of two fits.
private struct SettingsComparison {
  /// Earlier versions wrote another format and computed scales from values in single precision.
  let isOfEarlierVersion: Bool

  /// Whether both have the same members, whatever their values.
  func haveSameMembers(_ old: JSONValue, _ new: JSONValue) -> Bool {
    guard case .object(let a) = old, case .object(let b) = new else { return true }
    return a.count == b.count
      && a.allSatisfy { member in b[member.key].map { haveSameMembers(member.value, $0) } ?? false }
  }

  /// How the data of two fits differ, in words; nil if they have the same bytes.
  func dataChange(_ old: JSONValue, _ new: JSONValue) -> String? {
    guard let then = old["data"], let now = new["data"], then["sha256"] != now["sha256"],
      case .string(let before)? = then["path"], case .string(let path)? = now["path"]
    else { return nil }
    return before == path ? "\(path) has changed" : "\(before) then, \(path) now"
  }

  /// The first member in which two objects differ, with both values where they are short, in words.
  func firstDifference(_ old: JSONValue, _ new: JSONValue, path: String = "") -> String? {
    if old == new || (isOfEarlierVersion && isRounded(old, new, path)) { return nil }
    let words = Self.words(path, old, new)
    switch (old, new) {
    case (.object(let a), .object(let b)):
      for key in a.keys + b.keys.filter({ a[$0] == nil }) {
        let name = path.isEmpty ? key : "\(path).\(key)"
        guard let value = a[key], let other = b[key] else {
          return "\(name): \(a[key] == nil ? "now" : "then") only"
        }
        if let found = firstDifference(value, other, path: name) { return found }
      }
      return nil
    case (.array(let a), .array(let b)) where a.count == b.count && isOfEarlierVersion:
      return zip(a, b).contains { firstDifference($0, $1, path: path) != nil } ? words : nil
    default:
      return words
    }
  }

  /// What differs; values that fill lines are left out.
  private static func words(_ path: String, _ old: JSONValue, _ new: JSONValue) -> String {
    let name = path.isEmpty ? "the settings" : path
    let (then, now) = (old.text(), new.text())
    return then.utf8.count + now.utf8.count > 100 ? name : "\(name): \(then) then, \(now) now"
  }

  private func isRounded(_ old: JSONValue, _ new: JSONValue, _ path: String) -> Bool {
    if path == "formatVersion" { return true }
    guard case .number(let a) = old, case .number(let b) = new else { return false }
    return abs(a - b) <= 1e-6 * max(abs(a), abs(b))
  }
}

extension SafetensorsFile {
  /// The tensors and texts of `checkpoint`.
  fileprivate init(_ checkpoint: Checkpoint, settings: String) {
    let groups: [(name: String, tensors: [Tensor])] =
      [("now", checkpoint.values), ("best", checkpoint.bestValues)]
      + checkpoint.optimizer.memories.enumerated().map { ("memory\($0)", $1) }
    let tensors = groups.flatMap { group in
      group.tensors.enumerated().map { (name: "\(group.name).\($0)", value: $1) }
    }
    let progress: JSONValue = [
      "steps": .integer(checkpoint.optimizer.stepCount), "epochs": .array(checkpoint.epochs.map(\.json)),
    ]
    self.init(tensors, metadata: [])
    let digest = checkpointDigest(settings, progress.text())
    metadata = CheckpointFile.metadata(settings: settings, progress: progress.text(), digest: digest)
  }

  /// SHA-256 over both texts and over name, shape and bytes of every tensor, in order of the names' bytes.
  fileprivate func checkpointDigest(_ settings: String, _ progress: String) -> String {
    var digest = SHA256()
    let entries = entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    let shapes = entries.map { "\($0.name) \($0.shape)" }
    for text in [settings, progress] + shapes { digest.update(Array(text.utf8) + [0]) }
    for entry in entries { unsafe digest.update(entry.values.span.bytes) }
    return digest.hexDigest
  }

  /// The tensors as a checkpoint without progress: `now.0`, …, `best.0`, …, `memory0.0`, … and no others.
  fileprivate func tensorGroups() throws(ModelFileError) -> Checkpoint {
    // By the bytes of the names; no name is there twice.
    var rest: [[UInt8]: Tensor] = [:]
    for (name, value) in tensors { rest[Array(name.utf8)] = value }
    func take(_ group: String) -> [Tensor] {
      var members: [Tensor] = []
      while let member = rest.removeValue(forKey: Array("\(group).\(members.count)".utf8)) {
        members.append(member)
      }
      return members
    }
    var checkpoint = Checkpoint(
      epochs: [], values: take("now"), bestValues: take("best"), optimizer: OptimizerState())
    while case let memory = take("memory\(checkpoint.optimizer.memories.count)"), !memory.isEmpty {
      checkpoint.optimizer.memories.append(memory)
    }
    guard let unexpected = tensors.first(where: { rest[Array($0.name.utf8)] != nil }) else {
      return checkpoint
    }
    throw .damagedCheckpoint("the tensor \(unexpected.name.quoted) has no place in it")
  }
}

extension String {
  /// Whether both are the same bytes; `==` also unites different spellings of one accented letter.
  fileprivate func hasSameBytes(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
