import Text

/// One way in which a regressor may act on the values of a row.
struct RegressorTerm: Sendable, Equatable {
  /// How it acts.
  enum Shape: Sendable, Equatable {
    /// By its value so many rows before; a negative number for rows behind.
    case shifted(Int)
    /// By all its values up to the row, each row back by this share less: advertising that is remembered.
    case carried(Double)
    /// By what it is above a knot: heating ends at one temperature, cooling begins at another.
    case above(Double)
  }

  /// Which regressor.
  let regressor: Int
  let shape: Shape

  /// Rows before the row itself that a term looks at, at most.
  static let reach = 12
  /// Rows behind it.
  static let longestLead = 2

  /// Rows behind the row itself that the term looks at.
  var lead: Int { if case .shifted(let rows) = shape { max(0, -rows) } else { 0 } }

  /// Whether it is the regressor as it is.
  var isPlain: Bool { shape == .shifted(0) }

  /// The term in a row of a column that goes on for ``lead`` rows behind it; before the first row the column is as in it.
  func value(_ column: [Double], _ row: Int) -> Double {
    switch shape {
    case .shifted(let rows): return column[max(0, row - rows)]
    case .above(let knot): return max(0, column[row] - knot)
    case .carried(let share):
      var (sum, weight) = (0.0, 1.0)
      for back in 0...Self.reach {
        sum += weight * column[max(0, row - back)]
        weight *= share
      }
      return sum
    }
  }

  /// The terms that are tried for a column, itself first; none for one that is constant.
  static func all(of column: [Double], regressor: Int) -> [RegressorTerm] {
    let ordered = column.sorted()
    guard let first = ordered.first, let last = ordered.last, first < last else { return [] }
    var shapes = (0...3).map { Shape.shifted($0) } + (1...longestLead).map { .shifted(-$0) }
    shapes += [.carried(0.5), .carried(0.8)]
    if Set(column).count >= fewestForKnots {
      shapes += knots.map { .above(ordered[Int(Double(ordered.count - 1) * $0)]) }
    }
    return shapes.map { RegressorTerm(regressor: regressor, shape: $0) }
  }

  /// Different values that a column needs for knots, and where in their order those are.
  private static let fewestForKnots = 12
  private static let knots = [0.15, 0.3, 0.45, 0.6, 0.75, 0.9]

  /// What the term is called, such as `promo 1 row before`.
  ///
  /// - Parameter origin: What the regressor is counted from.
  func text(regressors names: [String], origin: Double) -> String {
    let name = regressor < names.count ? names[regressor] : "regressor \(regressor + 1)"
    func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }
    switch shape {
    case .shifted(0): return name
    case .shifted(let count) where count > 0: return "\(name) \(rows(count)) before"
    case .shifted(let count): return "\(name) \(rows(-count)) later"
    case .carried(let share): return "\(name) carried over by \(share)"
    case .above(let knot): return "\(name) above \(TextFormatting.significant(knot + origin))"
    }
  }
}

extension RegressorTerm {
  /// The term as three numbers of a model file.
  var numbers: [Double] {
    switch shape {
    case .shifted(let rows): [Double(regressor), 0, Double(rows)]
    case .carried(let share): [Double(regressor), 1, share]
    case .above(let knot): [Double(regressor), 2, knot]
    }
  }

  /// The term with such numbers; nil if they are none.
  init?(numbers: ArraySlice<Double>) {
    let numbers = Array(numbers)
    guard numbers.count == 3, let regressor = Int(exactly: numbers[0]), regressor >= 0, numbers[2].isFinite
    else { return nil }
    switch numbers[1] {
    case 0:
      guard let rows = Int(exactly: numbers[2]), (-Self.longestLead...Self.reach).contains(rows) else {
        return nil
      }
      self.init(regressor: regressor, shape: .shifted(rows))
    case 1:
      guard (0..<1).contains(numbers[2]) else { return nil }
      self.init(regressor: regressor, shape: .carried(numbers[2]))
    case 2: self.init(regressor: regressor, shape: .above(numbers[2]))
    default: return nil
    }
  }
}
