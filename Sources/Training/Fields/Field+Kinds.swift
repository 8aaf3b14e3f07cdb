import Persistence

extension Field {
  /// A whole number within `range`.
  public static func integer(
    _ key: String, _ path: any WritableKeyPath<Owner, Int> & Sendable, in range: ClosedRange<Int>,
    _ summary: String
  ) -> Self {
    Self(
      key, path, summary, accepted: "\(range.lowerBound) … \(range.upperBound)", encode: { .integer($0) },
      decode: { value in
        guard case .integer(let number) = value, range.contains(number) else { return nil }
        return number
      })
  }

  /// A number within `range`.
  ///
  /// - Parameter accepted: The range in words; nil for its bounds.
  public static func number(
    _ key: String, _ path: any WritableKeyPath<Owner, Float> & Sendable, in range: ClosedRange<Float>,
    _ summary: String, accepted: String? = nil
  ) -> Self {
    Self(
      key, path, summary, accepted: accepted ?? "\(range.lowerBound) … \(range.upperBound)",
      encode: { JSONValue($0) }, decode: { $0.number(in: range) })
  }

  /// A number within `range`, or none: `null` in files, `none` in text.
  ///
  /// - Parameter accepted: The range in words.
  public static func optionalNumber(
    _ key: String, _ path: any WritableKeyPath<Owner, Float?> & Sendable, in range: ClosedRange<Float>,
    _ summary: String, accepted: String
  ) -> Self {
    Self(
      key, path, summary, accepted: "none | \(accepted)", encode: { $0.map { JSONValue($0) } ?? .null },
      decode: { value in
        switch value {
        case .null, .string("none"): .some(nil)
        default: value.number(in: range).map { .some($0) }
        }
      })
  }

  /// Yes or no.
  public static func boolean(
    _ key: String, _ path: any WritableKeyPath<Owner, Bool> & Sendable, _ summary: String
  ) -> Self {
    Self(
      key, path, summary, accepted: "true | false", encode: { .boolean($0) },
      decode: { value in
        guard case .boolean(let flag) = value else { return nil }
        return flag
      })
  }

  /// One of the cases of an enumeration, by its raw name.
  public static func choice<Choice: RawRepresentable<String> & CaseIterable & Sendable>(
    _ key: String, _ path: any WritableKeyPath<Owner, Choice> & Sendable, _ summary: String
  ) -> Self {
    .text(
      key, path, Choice.allCases.map(\.rawValue).joined(separator: " | "), summary, write: \.rawValue,
      read: { Choice(rawValue: $0) })
  }

  /// A value with a text form.
  ///
  /// - Parameter accepted: The texts that `read` accepts, in words.
  public static func text<Member>(
    _ key: String, _ path: any WritableKeyPath<Owner, Member> & Sendable, _ accepted: String,
    _ summary: String, write: @escaping @Sendable (Member) -> String,
    read: @escaping @Sendable (String) -> Member?
  ) -> Self {
    Self(
      key, path, summary, accepted: accepted, encode: { .string(write($0)) },
      decode: { value in
        guard case .string(let text) = value else { return nil }
        return read(text)
      })
  }

  /// A value with a text form, or none: `null` in files, `none` in text.
  ///
  /// - Parameter accepted: The texts that `read` accepts, in words.
  public static func optionalText<Member>(
    _ key: String, _ path: any WritableKeyPath<Owner, Member?> & Sendable, _ accepted: String,
    _ summary: String, write: @escaping @Sendable (Member) -> String,
    read: @escaping @Sendable (String) -> Member?
  ) -> Self {
    Self(
      key, path, summary, accepted: "none | \(accepted)",
      encode: { $0.map { .string(write($0)) } ?? .null },
      decode: { value in
        switch value {
        case .null, .string("none"): .some(nil)
        case .string(let text): read(text).map { .some($0) }
        default: nil
        }
      })
  }
}

extension JSONValue {
  /// The number in single precision, nil if it is none within `range`.
  fileprivate func number(in range: ClosedRange<Float>) -> Float? {
    guard let number = (try? JSONReader(self).number()).map(Float.init), range.contains(number) else {
      return nil
    }
    return number
  }
}
