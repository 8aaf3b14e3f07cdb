import Persistence
import Platform
import Tensors
import Training

/// A claim of an article as an experiment that anyone can repeat: settings, cases, and what their records say of it.
///
/// Settings are described by fields, as those of forecasters and recipes are. A case is one fit of one model, and leaves one record; a
/// study goes on with the cases that have none.
public protocol Study: Described {
  /// What all cases of a study share, such as its data.
  associatedtype Material: Sendable

  /// Name, summary and source.
  static var card: StudyCard { get }
  /// Settings for a first look, in less than a minute.
  static var quick: Self { get }

  /// The keys of settings that choose which cases there are, and change none of them; that of the number of seeds unless stated.
  static var choosingKeys: Set<String> { get }

  /// What stands between the values of a setting that has several; a comma unless stated.
  static var listSeparator: String { get }

  /// Every case, in the order in which they are run and shown.
  var cases: [StudyCase] { get }

  /// The files that cases read where settings name some; none unless stated.
  func files(_ context: StudyContext) -> [String]

  /// Makes what all cases share.
  ///
  /// - Throws: An error that ends the whole study, such as one that says that its data are missing.
  func material(_ context: StudyContext) throws -> Material

  /// Runs one case; nil if it was interrupted.
  func run(
    _ study: StudyCase, on material: Material, _ context: StudyContext
  ) throws -> StudyRecord?

  /// What some records say.
  func report(_ records: [StudyRecord]) -> StudyReport
}

/// What a study is called and where its claim is from.
public struct StudyCard: Sendable {
  /// The name on the command line.
  public let name: String
  /// One line that says what is studied.
  public let summary: String
  /// The article.
  public let source: String
}

/// One fit of a study.
public struct StudyCase: Sendable, Equatable {
  /// What is fitted.
  public let model: String
  /// What it is fitted to, where a study has several tasks; empty otherwise.
  public let task: String
  /// Of the first weights and everything else random.
  public let seed: UInt64

  /// - Parameter task: Empty where a study has one task only.
  public init(model: String, task: String = "", seed: UInt64) {
    (self.model, self.task, self.seed) = (model, task, seed)
  }

  /// Every model for every task, with the seeds from 1 on.
  static func all(tasks: [String], models: [String], seedCount: Int) -> [StudyCase] {
    tasks.flatMap { task in
      models.flatMap { model in
        (1...max(1, seedCount)).map { StudyCase(model: model, task: task, seed: UInt64($0)) }
      }
    }
  }

  /// The case in one line.
  public var title: String { (task.isEmpty ? model : "\(task), \(model)") + ", seed \(seed)" }
}

/// How the cases of a study are run.
public struct StudyContext: Sendable {
  /// The threads; they do not change the result.
  public let workers: Workers
  /// The folders that relative paths of settings start from, the first that has the file.
  public let folders: [String]
  /// The folder of benchmark files; nil if none is known.
  public var dataFolder: String?
  /// Asked between steps whether to end.
  public let isInterrupted: @Sendable () -> Bool

  /// - Parameters:
  ///   - workers: The threads; they do not change the result.
  ///   - folders: The folders that relative paths of settings start from; the working directory unless stated.
  public init(
    workers: Workers, folders: [String] = ["."], isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    (self.workers, self.folders, self.isInterrupted) = (workers, folders, isInterrupted)
  }

  /// The path of a file or folder that a setting names: from the first folder that has it, or as it is written.
  func path(of name: String) -> String {
    guard !name.hasPrefix("/") else { return name }
    let places = folders.map { $0 == "." ? name : "\($0)/\(name)" }
    return places.first { FileContents.exists($0) } ?? name
  }
}

extension Study {
  /// A comma.
  public static var listSeparator: String { "," }

  /// The number of seeds.
  public static var choosingKeys: Set<String> { ["seedCount"] }

  /// None.
  public func files(_ context: StudyContext) -> [String] { [] }

  /// The digest of the files that cases read; nil where there are none, and of a folder. What a pipe gives is left to the cases.
  func filesDigest(_ context: StudyContext) -> String? {
    let regular = files(context).filter { FileStatus(ofFile: $0)?.kind == .regular }
    let digests = regular.compactMap { try? SHA256.hexDigest(ofFile: $0) }
    return digests.isEmpty ? nil : digests.joined(separator: " ")
  }

  /// The settings that change a case.
  private var decisive: JSONValue {
    let fields = Self.fields.filter { !Self.choosingKeys.contains($0.key) }
    return .object(JSONObject(fields.map { (key: $0.key, value: $0.value(self)) }))
  }

  /// Whether settings that were kept with a record change cases as these do.
  func decide(as kept: JSONValue) -> Bool {
    // Read back, as the kept ones are: a number that was whole need not be told from an integer.
    guard case .object(let members) = try? JSONValue(parsing: json.text()) else { return false }
    return members.allSatisfy { Self.choosingKeys.contains($0.key) || kept[$0.key] == $0.value }
  }

  /// The digest by which the record of a case is found: of the study, its settings and the case.
  public func id(of study: StudyCase) -> String {
    let text = JSONValue.array([
      .string(Self.card.name), decisive, .string(study.model), .string(study.task), .integer(Int(study.seed)),
    ]).text()
    return String(SHA256.hexDigest(of: Array(text.utf8)).prefix(16))
  }
}

extension Study where Material == Void {
  /// Nothing that cases share.
  public func material(_ context: StudyContext) {}
}
