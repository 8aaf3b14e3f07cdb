import Text

/// A remark on a fit: a season that was dropped, a simpler model in place of the asked-for one.
public enum FitNote: Sendable, Equatable, Codable {
  /// A remark in words.
  case remark(String)
  /// The regressor of this index has no effect: the rows tell nothing about it.
  case idleRegressor(Int)
  /// The regressor of this index is left out: the rows do not show an effect of it.
  case unseenRegressor(Int)

  /// The note with the regressors called by their names.
  ///
  /// - Parameter names: One a regressor, in the order of the series, as far as they are known.
  public func text(regressors names: [String]) -> String {
    switch self {
    case .remark(let text): text
    case .idleRegressor(let index): Self.name(index, names) + Self.idle
    case .unseenRegressor(let index): Self.name(index, names) + Self.unseen
    }
  }

  private static func name(_ index: Int, _ names: [String]) -> String {
    names.indices.contains(index) ? names[index].quoted : "\(regressor)\(index + 1)"
  }

  private static let regressor = "regressor "
  private static let idle = " has no effect: constant, or a sum of others, in these rows"
  private static let unseen = " is left out: these rows show no effect of it"
}

extension FitNote: CustomStringConvertible {
  /// The note as models store it, with regressors called by their numbers.
  public var description: String { text(regressors: []) }

  /// Reads ``description``.
  public init(_ description: String) {
    self = .remark(description)
    for (ending, note) in [(Self.idle, FitNote.idleRegressor), (Self.unseen, FitNote.unseenRegressor)]
    where description.hasPrefix(Self.regressor) && description.hasSuffix(ending) {
      guard let number = Int(description.dropFirst(Self.regressor.count).dropLast(ending.count)), number > 0
      else { return }
      self = note(number - 1)
    }
  }
}

extension FitNote: ExpressibleByStringInterpolation {
  /// A remark in words.
  public init(stringLiteral text: String) { self = .remark(text) }
}
