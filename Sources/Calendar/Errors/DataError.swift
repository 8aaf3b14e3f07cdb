import Text

/// What is wrong with a data file, or with a request that a data file cannot meet.
///
/// The description is one or two lines that name the file, line, column and value and say what to do:
/// `prices.csv:17: column 'OT': 'abc' is not a number; replace it by a number or remove the row`.
public struct DataError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The class of a problem. ``missingFile`` and ``unreadable`` are about the file, all others about its content.
  public enum Kind: Sendable, Equatable {
    /// There is no such file.
    case missingFile
    /// The file is a directory, may not be read, or reading failed.
    case unreadable
    /// No header, or no rows below it.
    case empty
    /// The file is binary, of another format, damaged, or not in its encoding.
    case notText
    /// Column names are missing, doubled, or the first line is not a header.
    case badHeader
    /// A row has more or fewer fields than the header, or a quote is never closed.
    case raggedRow
    /// A cell of a number column is text.
    case notANumber
    /// A cell is empty or spells a missing value such as `NaN`.
    case missingValue
    /// A number is infinite or beyond float32.
    case outOfRange
    /// A mark in a number may stand before decimals or between thousands.
    case ambiguousNumber
    /// A stamp is not of the form of the others, or of no known form.
    case badTimestamp
    /// Day and month cannot be told apart.
    case ambiguousTimestamp
    /// A stamp is earlier than the one before.
    case timeGoesBackwards
    /// The stamps have no dominating step.
    case noFrequency
    /// Two rows of a series have the same stamp.
    case duplicateStamp
    /// The rows of a series do not follow each other where they must.
    case scatteredSeries
    /// Rows are missing between two others.
    case missingRow
    /// Fewer rows than asked for.
    case tooFewRows
    /// A column asked for does not exist.
    case unknownColumn
    /// A series asked for does not exist.
    case unknownSeries
    /// The text of an option (split, features, frequency) cannot be understood.
    case invalidOption
    /// The data does not fit into memory.
    case outOfMemory
  }

  /// The class of the problem.
  public let kind: Kind
  /// The file as the caller named it.
  public var file: String?
  /// The 1-based line of the file.
  public var line: Int?
  /// The name of the column.
  public var column: String?
  /// The offending text, at most some forty characters.
  public var value: String?
  /// What is wrong, with the value in it.
  public let problem: String
  /// What to do about it, in words.
  public let fix: String?
  /// What to ask for instead, where another request would do; the likeliest first.
  public private(set) var remedies: [Remedy] = []

  /// Creates an error; places that are not known stay `nil`.
  public init(_ kind: Kind, _ problem: String, fix: String? = nil) {
    self.kind = kind
    self.problem = problem
    self.fix = fix
  }

  /// Creates an error that another request would not meet.
  public init(_ kind: Kind, _ problem: String, remedy: Remedy) {
    self.init(kind, problem, fix: "\(remedy)")
    remedies = [remedy]
  }

  /// Whether the file itself is missing or unreadable (exit code 66) rather than its content wrong (65).
  public var isAboutFile: Bool { kind == .missingFile || kind == .unreadable }

  /// The same error with a file name.
  public func inFile(_ name: String) -> DataError {
    var copy = self
    copy.file = name
    return copy
  }

  /// The same error with a line, column and value; `nil` leaves a place as it is.
  public func at(line: Int? = nil, column: String? = nil, value: String? = nil) -> DataError {
    var copy = self
    copy.line = line ?? copy.line
    copy.column = column ?? copy.column
    copy.value = value ?? copy.value
    return copy
  }

  /// The same error with requests that would not meet it.
  public func remedied(by remedies: Remedy...) -> DataError {
    var copy = self
    copy.remedies += remedies
    return copy
  }

  /// The same error without the advice to use its column for something else, where no other column of numbers would be left.
  package var keepingItsColumn: DataError {
    without { remedy in
      switch remedy {
      case .ignoreColumns, .seriesColumn, .seriesColumns: true
      default: false
      }
    }
  }

  /// The same error without remedies that would not help.
  package func without(_ isNoHelp: (Remedy) -> Bool) -> DataError {
    var copy = self
    copy.remedies.removeAll(where: isNoHelp)
    return copy
  }

  /// The message, one or two lines: `file:line: column: problem; fix`.
  public var description: String {
    let mayLeaveOut = remedies.contains { if case .ignoreColumns = $0 { true } else { false } }
    return description(fix: [fix, mayLeaveOut ? "leave the column out" : nil].joinedByOr)
  }

  /// The same error with another remedy in the place of one.
  package func replacing(remedy place: Int, by remedy: Remedy) -> DataError {
    var copy = self
    copy.remedies[place] = remedy
    return copy
  }

  /// The same error without one of several remedies.
  package func withoutRemedy(_ place: Int) -> DataError {
    var copy = self
    if remedies.count > 1 { copy.remedies.remove(at: place) }
    return copy
  }

  /// The message with other words for what to do.
  public func description(fix: String?) -> String {
    var text = ""
    if let file { text += file.printable }
    if let line { text += text.isEmpty ? "line \(line)" : ":\(line)" }
    if !text.isEmpty { text += ": " }
    if let column { text += "column '\(column.printable)': " }
    text += problem
    if let fix { text += "; \(fix)" }
    return text
  }
}

extension [String?] {
  /// Alternatives in one sentence; nil for none.
  package var joinedByOr: String? {
    let known = compactMap(\.self)
    return known.isEmpty ? nil : known.joined(separator: ", or ")
  }
}

extension DataError {
  /// There is not enough memory for the data.
  package static let outOfMemory = DataError(
    .outOfMemory, "the data does not fit into memory", fix: "use a machine with more memory or fewer columns")
}
