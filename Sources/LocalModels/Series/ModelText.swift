import Text

/// Numbers of a fitted model, with no fewer digits than R prints.
package enum ModelText {
  /// A coefficient or a state: four decimals, or five significant digits where four decimals are fewer; `absent` where there is none.
  package static func coefficient(_ value: Double?) -> String {
    guard let value, !value.isNaN else { return absent }
    return (1..<1e7).contains(value.magnitude)
      ? TextFormatting.fixed(value, places: 4) : TextFormatting.significant(value)
  }

  /// A likelihood or a criterion: seven significant digits; `absent` where there is none.
  package static func criterion(_ value: Double?) -> String {
    value.map { TextFormatting.significant($0, digits: 7) } ?? absent
  }

  /// The line of the three criteria.
  package static func criteria(aic: Double?, aicc: Double?, bic: Double?) -> String {
    "AIC = \(criterion(aic))  AICc = \(criterion(aicc))  BIC = \(criterion(bic))"
  }

  /// A variance: five significant digits.
  package static func variance(_ value: Double) -> String { TextFormatting.significant(value) }

  private static let absent = "absent"
}
