/// A drawing of characters: braille patterns, four dots high and two wide, or one mark per character.
struct DotCanvas {
  /// How dots become characters.
  enum Form: Sendable {
    /// Unicode's braille patterns.
    case braille
    /// One ASCII character for each style.
    case ascii
  }

  /// What is drawn; later cases cover earlier ones where they share a character.
  enum Layer: Int, CaseIterable {
    case wideBand, band, history, truth, forecast

    /// Whether it fills an area, in whole characters that lines are drawn over.
    var isArea: Bool { self == .wideBand || self == .band }
  }

  let columnCount: Int
  let rowCount: Int
  private let form: Form
  private let usesColor: Bool
  private var cells: [Cell]

  private struct Cell {
    var bits: UInt8 = 0
    var layer = Layer.history
    var isWhole = false
  }

  init(columnCount: Int, rowCount: Int, form: Form, usesColor: Bool) {
    (self.columnCount, self.rowCount) = (columnCount, rowCount)
    (self.form, self.usesColor) = (form, usesColor)
    cells = Array(repeating: Cell(), count: columnCount * rowCount)
  }

  /// Dots along each axis; without colour a forecast is drawn in whole characters, so that it can be told from truth.
  private func resolution(of layer: Layer) -> (x: Int, y: Int) {
    isWhole(layer) ? (columnCount, rowCount) : (columnCount * 2, rowCount * 4)
  }

  private func isWhole(_ layer: Layer) -> Bool {
    form == .ascii || layer.isArea || (layer == .forecast && !usesColor)
  }

  /// Draws a line through places given as shares of width and height, from the lower left corner.
  mutating func draw(_ places: [(x: Double, y: Double)], on layer: Layer) {
    let size = resolution(of: layer)
    let dots = places.map {
      (x: Self.dot($0.x, size.x), y: size.y - 1 - Self.dot($0.y, size.y))
    }
    for (index, end) in dots.enumerated() {
      let start = dots[max(0, index - 1)]
      let count = max(1, max(abs(end.x - start.x), abs(end.y - start.y)))
      for step in 0...count {
        set(
          start.x + (end.x - start.x) * step / count, start.y + (end.y - start.y) * step / count, layer)
      }
    }
  }

  /// Fills what lies between a lower and an upper line, given like those of ``draw(_:on:)`` from left to right.
  mutating func fill(_ edges: [(x: Double, low: Double, high: Double)], on layer: Layer) {
    for (index, right) in edges.enumerated() {
      let left = edges[max(0, index - 1)]
      let columns = (Self.dot(left.x, columnCount), Self.dot(right.x, columnCount))
      for column in columns.0...max(columns.0, columns.1) {
        let share = Double(column - columns.0) / Double(max(1, columns.1 - columns.0))
        let last = columns.0 == columns.1 ? 1 : share
        let low = Self.dot(left.low + (right.low - left.low) * last, rowCount)
        let high = Self.dot(left.high + (right.high - left.high) * last, rowCount)
        for row in min(low, high)...max(low, high) { set(column, rowCount - 1 - row, layer) }
      }
    }
  }

  private static func dot(_ share: Double, _ count: Int) -> Int {
    max(0, min(count - 1, Int((share * Double(count - 1)).rounded())))
  }

  private mutating func set(_ x: Int, _ y: Int, _ layer: Layer) {
    let whole = isWhole(layer)
    let index = whole ? y * columnCount + x : (y / 4) * columnCount + x / 2
    if whole {
      cells[index] = Cell(bits: 0xFF, layer: layer, isWhole: true)
    } else {
      if cells[index].layer.isArea { cells[index] = Cell() }
      // The dots of a pattern are numbered down its left column, then its right one, the lowest row last.
      let bit: UInt8 = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]][y % 4][x % 2]
      cells[index].bits |= bit
      if layer.rawValue >= cells[index].layer.rawValue { cells[index].layer = layer }
    }
  }

  /// The characters of a row with the layer of each; nil where nothing is drawn.
  func row(_ row: Int) -> [(character: Character, layer: Layer)?] {
    (0..<columnCount).map { column in
      let cell = cells[row * columnCount + column]
      guard cell.bits != 0 else { return nil }
      return (character(of: cell), cell.layer)
    }
  }

  private func character(of cell: Cell) -> Character {
    guard cell.isWhole else {
      return Unicode.Scalar(0x2800 + UInt32(cell.bits)).map { Character($0) } ?? " "
    }
    return Self.sample(of: cell.layer, form: form, usesColor: usesColor)
  }

  /// What a layer looks like, for legends.
  static func sample(of layer: Layer, form: Form, usesColor: Bool) -> Character {
    switch (form, layer) {
    case (.ascii, .wideBand): "-"
    case (.ascii, .band): "="
    case (.braille, .wideBand): "░"
    case (.braille, .band): "▒"
    case (.ascii, .history): "."
    case (.ascii, .truth): "o"
    case (.ascii, .forecast): "#"
    case (.braille, .forecast): usesColor ? "⠤" : "▪"
    case (.braille, _): "⠤"
    }
  }
}
