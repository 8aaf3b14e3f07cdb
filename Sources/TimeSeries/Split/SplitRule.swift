import Text

/// How rows are divided, before the data is known.
public enum SplitRule: Hashable, Sendable {
  /// The ETT borders for ETT files, recognised by name and header, otherwise 0.7/0.1/0.2.
  case auto
  /// 12, 4 and 4 months of 30 days of hourly rows: 8640, 2880, 2880. Further rows are unused.
  case ettHourly
  /// The same months at 15 minutes: 34560, 11520, 11520.
  case ettMinutely
  /// Shares of the rows, which sum to 1: `a = ⌊train n⌋` rows, `t = ⌊test n⌋` rows at the end, between them
  /// validation.
  case ratios(train: Double, validation: Double, test: Double)

  /// So many rows at the end for the test, so many before them for validation, all others for training.
  case last(validation: Int, test: Int)

  /// What `auto` uses for all but the ETT files.
  public static let usualRatios = SplitRule.ratios(train: 0.7, validation: 0.1, test: 0.2)

  /// Reads `auto`, `ett-hourly`, `ett-minutely`, three ratios like `0.7/0.1/0.2` or rows at the end like `last:12/12`.
  ///
  /// - Throws: `DataError.invalidOption` for other text, or ratios that are negative, leave nothing to train on or
  ///   do not sum to 1.
  public init(_ text: String) throws(DataError) {
    switch text {
    case "auto": self = .auto
    case "ett-hourly": self = .ettHourly
    case "ett-minutely": self = .ettMinutely
    default: self = try text.hasPrefix(Self.lastPrefix) ? Self.last(text) : Self.ratios(text)
    }
  }

  private static let lastPrefix = "last:"

  private static func last(_ text: String) throws(DataError) -> SplitRule {
    let parts = text.dropFirst(lastPrefix.count).split(separator: "/", omittingEmptySubsequences: false).map {
      Int($0)
    }
    guard parts.count == 2, let validation = parts[0], let test = parts[1], validation >= 0, test >= 0 else {
      throw DataError(
        .invalidOption, "'\(text.shortened())' is not a split", fix: "use rows at the end like last:12/12")
    }
    return .last(validation: validation, test: test)
  }

  private static func ratios(_ text: String) throws(DataError) -> SplitRule {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Double($0) }
    guard parts.count == 3, let train = parts[0], let validation = parts[1], let test = parts[2] else {
      throw DataError(
        .invalidOption, "'\(text.shortened())' is not a split",
        fix: "use auto, ett-hourly, ett-minutely, ratios like 0.7/0.1/0.2 or rows at the end like last:12/12")
    }
    try requireWhole(train, validation, test, text: text)
    return .ratios(train: train, validation: validation, test: test)
  }

  private static func requireWhole(
    _ train: Double, _ validation: Double, _ test: Double, text: String
  ) throws(DataError) {
    let sum = train + validation + test
    guard train != 0 else {
      throw DataError(
        .invalidOption, "the split '\(text.shortened())' leaves no rows to train on",
        fix: "give the first ratio, that of training, a share, such as 0.7/0.1/0.2")
    }
    guard train > 0, validation >= 0, test >= 0, abs(sum - 1) < 1e-9 else {
      throw DataError(
        .invalidOption, "the ratios of the split '\(text.shortened())' do not make a whole",
        fix: "three ratios that are not negative and sum to 1, such as 0.7/0.1/0.2")
    }
  }
}

extension SplitRule: CustomStringConvertible {
  /// The text that ``init(_:)`` reads.
  public var description: String {
    switch self {
    case .auto: "auto"
    case .ettHourly: "ett-hourly"
    case .ettMinutely: "ett-minutely"
    case .ratios(let train, let validation, let test): "\(train)/\(validation)/\(test)"
    case .last(let validation, let test): "\(Self.lastPrefix)\(validation)/\(test)"
    }
  }
}

extension SplitRule {
  /// The rule that `auto` stands for with this panel; other rules stay.
  public func resolvingAuto(for panel: Panel) -> SplitRule {
    guard self == .auto else { return self }
    guard panel.columns == ["HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"] else {
      return .usualRatios
    }
    let name = panel.sourceName
    if ["ETTh1.csv", "ETTh2.csv"].contains(name), panel.rowCount >= 14_400 { return .ettHourly }
    if ["ETTm1.csv", "ETTm2.csv"].contains(name), panel.rowCount >= 57_600 { return .ettMinutely }
    return .usualRatios
  }

  /// The rows of the three parts of the only series of a panel.
  ///
  /// - Throws: `DataError.tooFewRows` when the data ends before an ETT border, or when a part with a ratio above
  ///   zero would be empty.
  public func resolve(for panel: Panel) throws(DataError) -> Split {
    try resolvingAuto(for: panel).rows(panel.only, of: panel)
  }

  /// The rows of the three parts of each series, which is divided by itself.
  ///
  /// Of many series those that are too short for a part have none of it.
  ///
  /// - Throws: As ``resolve(for:)``; of many series, for the longest if it is too short.
  public func splits(for panel: Panel) throws(DataError) -> [Split] {
    guard panel.series.count > 1 else { return [try resolve(for: panel)] }
    let rule = resolvingAuto(for: panel)
    var splits: [Split] = []
    for series in panel.series {
      splits.append((try? rule.rows(series, of: panel)) ?? Split(trainingOnly: series.targetEnd))
    }
    if let longest = panel.series.max(by: { $0.targetEnd < $1.targetEnd }) {
      _ = try rule.rows(longest, of: panel)
    }
    return splits
  }

  private func rows(_ series: Series, of panel: Panel) throws(DataError) -> Split {
    let count = series.targetEnd
    do {
      return switch self {
      case .ettHourly: try Self.months(of: 720, "ett-hourly", count)
      case .ettMinutely: try Self.months(of: 2880, "ett-minutely", count)
      case .ratios(let train, let validation, let test): try Self.shares(train, validation, test, count)
      case .last(let validation, let test): try Self.end(validation, test, count)
      case .auto: preconditionFailure("auto resolves to another rule")
      }
    } catch {
      throw error.inFile(panel.source)
    }
  }

  private static func end(_ validation: Int, _ test: Int, _ count: Int) throws(DataError) -> Split {
    guard validation >= 0, test >= 0 else {
      throw DataError(
        .invalidOption, "\(min(validation, test)) rows at the end are no part of a split",
        fix: "use counts from 0 on")
    }
    // Not as a sum, which may be beyond all bounds.
    guard test < count, validation < count - test else {
      throw DataError(
        .tooFewRows, "\(count) rows leave none for training before \(validation) and \(test)",
        remedy: .usualSplit)
    }
    let (first, second) = (count - test - validation, count - test)
    return Split(train: 0..<first, validation: first..<second, test: second..<count)
  }

  private static func months(of rows: Int, _ name: String, _ count: Int) throws(DataError) -> Split {
    guard count >= 20 * rows else {
      throw DataError(
        .tooFewRows, "the split \(name) needs \(20 * rows) rows, have \(count)", remedy: .usualSplit)
    }
    return Split(train: 0..<12 * rows, validation: 12 * rows..<16 * rows, test: 16 * rows..<20 * rows)
  }

  private static func shares(
    _ train: Double, _ validation: Double, _ test: Double, _ count: Int
  ) throws(DataError) -> Split {
    try requireWhole(train, validation, test, text: "\(train)/\(validation)/\(test)")
    let trainCount = Int(train * Double(count))
    // Two floors of ratios such as 0.8/0/0.2 leave up to one row between them, and rounding may not overlap.
    let testStart = max(trainCount, count - Int(test * Double(count)))
    let validationEnd = validation > 0 ? testStart : trainCount
    let split = Split(train: 0..<trainCount, validation: trainCount..<validationEnd, test: testStart..<count)
    let parts = [
      ("training", train, split.train), ("validation", validation, split.validation),
      ("test", test, split.test),
    ]
    for (name, share, rows) in parts where share > 0 && rows.isEmpty {
      throw DataError(
        .tooFewRows, "\(count) rows leave none for the \(name) part of \(share)", isTooFew: count < 10)
    }
    return split
  }
}

extension DataError {
  /// Rows that only more of them, or another split, would divide.
  fileprivate init(_ kind: Kind, _ problem: String, isTooFew: Bool) {
    if isTooFew {
      self.init(kind, problem, fix: "add rows")
    } else {
      self.init(kind, problem, remedy: .usualSplit)
    }
  }
}
