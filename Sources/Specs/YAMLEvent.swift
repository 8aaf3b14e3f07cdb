/// A piece of a YAML text and where it begins.
struct YAMLEvent {
  /// What the piece is.
  let kind: Kind
  /// The name that aliases call the value by, or the name that an alias calls; nil without one.
  let anchor: String?
  /// What it says that the value is (`!!str`, `!!python/tuple`); nil where it says nothing.
  let tag: String?
  /// Line and column of its first character, counted from 1.
  let line: Int, column: Int

  /// The pieces of a text that matter for its values.
  enum Kind: Equatable {
    case streamStart, streamEnd
    case documentStart, documentEnd
    case scalar(String)
    case alias
    case sequenceStart, sequenceEnd
    case mappingStart, mappingEnd
  }
}
