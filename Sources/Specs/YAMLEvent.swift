/// A piece of a YAML text and where it begins.
struct YAMLEvent {
  /// What the piece is.
  let kind: Kind
  /// The name that aliases call the value by, or the name that an alias calls; nil without one.
  let anchor: String?
  /// What it says that the value is, `tag:yaml.org,2002:str` for `!!str`; nil where it says nothing.
  let tag: String?
  /// Line and column of its first character, counted from 1.
  let line: Int, column: Int

  /// The tag as it is written, where it asks for more than YAML's own texts, numbers, lists and mappings.
  var foreignTag: String? {
    guard let tag, tag != "!" else { return nil }
    let standard = "tag:yaml.org,2002:"
    guard tag.hasPrefix(standard) else { return tag }
    let name = tag.dropFirst(standard.count)
    return ["str", "int", "float", "bool", "null", "seq", "map"].contains(name) ? nil : "!!\(name)"
  }

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
