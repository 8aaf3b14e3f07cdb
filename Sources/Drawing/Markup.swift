import Text

/// XML that is also HTML: a tree that is escaped when it is written, so that no name in a file can leave its place.
public indirect enum Markup: Sendable {
  /// Text between tags.
  case text(String)
  /// An element with its attributes in order.
  case element(String, [(name: String, value: String)], [Markup])
  /// Several pieces in a row.
  case group([Markup])

  /// An element.
  package static func tag(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup] = []
  ) -> Markup {
    .element(name, attributes.map { (name: $0.key, value: $0.value) }, children)
  }

  /// An element that holds text alone.
  package static func tag(
    _ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String
  ) -> Markup {
    tag(name, attributes, [.text(text)])
  }

  /// The markup as text.
  public var source: String {
    var writer = MarkupWriter()
    writer.write(self)
    return writer.text
  }
}

extension Markup: ExpressibleByStringLiteral {
  /// Text between tags.
  public init(stringLiteral value: String) { self = .text(value) }
}

private struct MarkupWriter {
  var text = ""

  /// Elements of HTML without content, which take no end tag there; `<br/>` is right in XML and in HTML.
  private static let voidNames: Set<String> = ["br", "col", "hr", "img", "meta"]
  /// Elements of SVG may be closed at once, those of HTML may not.
  private static let closableNames: Set<String> = ["circle", "line", "path", "rect"]

  mutating func write(_ markup: Markup) {
    switch markup {
    case .text(let string): write(string, isAttribute: false)
    case .group(let pieces): for piece in pieces { write(piece) }
    case .element(let name, let attributes, let children):
      text += "<\(name)"
      for (name, value) in attributes {
        text += " \(name)=\""
        write(value, isAttribute: true)
        text += "\""
      }
      if Self.voidNames.contains(name) || (children.isEmpty && Self.closableNames.contains(name)) {
        text += "/>"
        return
      }
      text += ">"
      for child in children { write(child) }
      text += "</\(name)>"
    }
  }

  private mutating func write(_ string: String, isAttribute: Bool) {
    for scalar in string.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"" where isAttribute: text += "&quot;"
      case "\n", "\t": text.unicodeScalars.append(scalar)
      // Some of these XML cannot hold in any form, others turn the text around.
      case _ where !scalar.isPrintable: text += String(scalar).printable
      default: text.unicodeScalars.append(scalar)
      }
    }
  }
}
