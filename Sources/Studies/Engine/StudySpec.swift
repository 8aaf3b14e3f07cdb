import Experiments
import Layers
import Specs
import Text
import Training

/// What is to be run: a study with its settings, from a file or named by a caller.
///
/// Both ways set the same values by the same keys. A file says
/// ```yaml
/// study: periodic
/// quick: true                   # optional: from the settings of a first look on
/// set: {functions: [sin, mod], epochs: 50}
/// ```
/// and what a file has set, a caller may set again:
///
/// ```swift
/// var ownSpec = try StudySpec(parsing: "study: toy\nquick: true\nset: {epochs: 2}", file: "own.yaml")
/// try ownSpec.set("trainingCount", to: "64")
/// print(ownSpec.study.spec)
/// ```
public struct StudySpec: Sendable {
  /// The file as the user named it; nil without one.
  public let file: String?
  /// The file's without folder and ending, or the study's.
  public let name: String
  /// The study with its settings.
  public private(set) var study: any Study
  /// Where the file has what is set as it says.
  private var places: [String: SpecNode] = [:]

  private static let keys = ["study", "quick", "set"]

  /// A study with its defaults.
  ///
  /// - Parameter isQuick: Whether settings are those of a first look.
  /// - Throws: `UnknownStudy`.
  public init(named name: String, isQuick: Bool = false) throws(UnknownStudy) {
    guard let type = StudyCatalog.study(named: name) else { throw UnknownStudy(name: name) }
    (file, self.name, study) = (nil, name, type.settings(isQuick: isQuick))
  }

  /// Reads the spec in the file at `path`.
  ///
  /// - Parameter isQuick: Whether settings are those of a first look where the file says nothing of them.
  /// - Throws: `FileError` if it cannot be read, `SpecError` with line and column for what is wrong in it.
  public init(reading path: String, isQuick: Bool = false) throws {
    try self.init(SpecNode(reading: path), isQuick: isQuick)
  }

  /// Reads a spec from text.
  ///
  /// - Throws: `SpecError` with line and column.
  public init(parsing text: String, file: String, isQuick: Bool = false) throws(SpecError) {
    try self.init(SpecNode(parsing: Array(text.utf8), file: file), isQuick: isQuick)
  }

  private init(_ root: SpecNode, isQuick: Bool) throws(SpecError) {
    let members = try root.members(Self.keys, of: "a study's spec")
    guard let node = members["study"] else {
      throw SpecError(
        file: root.file, problem: "the key 'study' is missing; name one of \(UnknownStudy.known)")
    }
    let chosen = try node.text()
    guard let type = StudyCatalog.study(named: chosen) else {
      throw node.error(UnknownStudy(name: chosen).description)
    }
    let isQuick = try members["quick"]?.boolean() ?? isQuick
    (file, name, study) = (root.file, SpecNode.name(ofFile: root.file), type.settings(isQuick: isQuick))
    for member in try members["set"]?.members() ?? [] { try set(member, as: type) }
  }

  private mutating func set<S: Study>(_ member: SpecNode.Member, as type: S.Type) throws(SpecError) {
    let text =
      member.value.isList
      ? try member.value.elements().map { (node) throws(SpecError) in try node.text() }
        .joined(separator: S.listSeparator) : try member.value.text()
    do { try set(member.name, to: text) } catch {
      guard case .unknownKey = error else { throw member.value.error("\(error)") }
      throw member.key.error("\(error)")
    }
    places[member.name] = member.value
  }

  /// Sets the value of `key` from text, in place of the file's.
  ///
  /// - Throws: `ConfigurationError` for an unknown key or a value that is not accepted.
  public mutating func set(_ key: String, to text: String) throws(ConfigurationError) {
    try study.set(key, to: text)
    places[key] = nil
  }

  /// The folders that relative paths start from: that of the file, if there is one, and the working directory.
  public var folders: [String] { (file.map { [SpecNode.folder(ofFile: $0)] } ?? []) + ["."] }

  /// An error about a value with its place in the file, if it is the file's.
  public func located(_ error: any Error) -> any Error {
    guard case .invalidValue(let key, _, _)? = error as? ConfigurationError, let node = places[key] else {
      return error
    }
    return node.error("\(error)")
  }
}

/// A name that is no study's.
public struct UnknownStudy: Error, Sendable, Equatable, CustomStringConvertible {
  /// The name.
  public let name: String

  fileprivate static var known: String { StudyCatalog.names.joined(separator: ", ") }

  /// The name with the nearest one that there is.
  public var description: String {
    let hint = nearest(to: name, among: StudyCatalog.names).map { "did you mean '\($0)'?" }
    return "there is no study \(name.quoted); \(hint ?? "the studies are \(Self.known)")"
  }
}

extension Study {
  fileprivate static func settings(isQuick: Bool) -> Self { isQuick ? quick : Self() }

  /// The study with all its settings as a text in YAML, from which ``StudySpec`` makes the same study.
  public var spec: String {
    // A string of JSON is one of YAML.
    "study: \(Self.card.name)\nset:\n"
      + Self.fields.map { "  \($0.key): \($0.value(self).text())\n" }.joined()
  }
}
