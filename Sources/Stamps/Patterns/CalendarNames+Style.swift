import Calendar

extension CalendarNames {
  /// The style of a word that is one of the names.
  func style(of word: String, _ match: Match, _ language: CalendarLanguage) -> StampPattern.NameStyle {
    let (upper, lower) = (word.uppercased(), word.lowercased())
    let letterCase: StampPattern.NameStyle.Case =
      upper == lower ? .title : word == upper ? .upper : word == lower ? .lower : .title
    return StampPattern.NameStyle(
      language: language, list: Self.list(in: match.lists, isLong: match.isLong), letterCase: letterCase)
  }

  /// The likeliest of some lists: whole names first, unless they are as short as shortened ones.
  static func list(in lists: UInt16, isLong: Bool) -> Int {
    isLong ? lists.trailingZeroBitCount : UInt16.bitWidth - 1 - lists.leadingZeroBitCount
  }

  /// The name of a month or day of the week as a style writes it.
  func text(_ place: Int, _ style: StampPattern.NameStyle) -> String {
    let list = lists[min(style.list, lists.count - 1)]
    var text = list.names[place]
    let isWhole = lists.contains { !$0.isShort && $0.names[place] == text }
    if style.lacksAccents { text = text.withoutAccents }
    switch style.letterCase {
    case .title: text = style.language.capital(String(text.prefix(1))) + text.dropFirst()
    case .upper: text = style.lacksAccents ? text.uppercased() : style.language.capital(text)
    case .lower: break
    }
    let hasDot = style.dots == .all || (style.dots == .shortened && list.isShort && !isWhole)
    return hasDot ? text + "." : text
  }

  /// The list of shortened names that a format means without another word.
  var shortList: Int { lists.count - 1 }
}

extension StampPattern.NameStyle {
  /// Whether names are not shortened.
  func isWhole(in names: CalendarNames) -> Bool { !names.lists[min(list, names.lists.count - 1)].isShort }
}

extension CalendarLanguage {
  /// Capital letters: Turkish has one with a dot.
  fileprivate func capital(_ text: String) -> String {
    (self == .turkish ? text.replacing("i", with: "İ") : text).uppercased()
  }
}
