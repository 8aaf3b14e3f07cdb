import Text

/// A matrix of shares as squares of one colour, the fuller the larger.
public struct HeatMap: Sendable {
  /// The line above the drawing.
  public var title: String
  /// What the axes are called.
  public var rowLabel: String, columnLabel: String
  /// Names of the rows and of the columns.
  public var rows: [String], columns: [String]
  /// Shape `[row, column]`.
  public var values: [[Double]]

  private let width = 440.0
  /// Above this many columns there is no room for the values in the cells.
  private static let columnsWithValues = 9
  /// Above this many rows or columns only some are named.
  private static let namedLimit = 24

  /// - Parameter values: Shape `[row, column]`.
  public init(
    title: String, rowLabel: String, columnLabel: String, rows: [String], columns: [String],
    values: [[Double]]
  ) {
    (self.title, self.rowLabel, self.columnLabel) = (title, rowLabel, columnLabel)
    (self.rows, self.columns, self.values) = (rows, columns, values)
  }

  /// The map as a file of its own.
  public var svg: String { markup(isStandalone: true).source + "\n" }

  /// Names have room for the larger letters of small screens.
  private static let nameSize = 13.5
  private var nameWidth: Double {
    min(124, (rows.map { ChartStyle.width(of: $0, size: Self.nameSize) }.max() ?? 0) + 4)
  }
  private var left: Double { max(30, nameWidth + 10) }
  private var cellWidth: Double { (width - left - 14) / Double(max(1, columns.count)) }
  private var cellHeight: Double { min(cellWidth, max(26, 300 / Double(max(1, rows.count)))) }
  private var bottom: Double { 46 + cellHeight * Double(rows.count) }
  private var largest: Double { values.flatMap { $0 }.filter(\.isFinite).max() ?? 0 }

  /// How wide the longest name along the bottom is.
  private var widestColumnName: Double {
    columns.map { ChartStyle.width(of: $0, size: Self.nameSize) }.max() ?? 0
  }

  /// Names along the bottom stand upright where they do not fit side by side; short ones of many columns are thinned out.
  private var turnsNames: Bool {
    let room = cellWidth * Double(Self.leastStride(columns.count))
    return widestColumnName > room - 4 && (columns.count <= Self.namedLimit || widestColumnName > 40)
  }

  private var columnNameHeight: Double {
    turnsNames ? min(96, (columns.map { ChartStyle.width(of: $0) }.max() ?? 0) + 10) : 20
  }

  /// The map as part of a page.
  package func markup(isStandalone: Bool = false) -> Markup {
    let isEmpty = rows.isEmpty || columns.isEmpty
    let height = isEmpty ? 90 : bottom + columnNameHeight + 46
    let heading: [Markup] = [
      .label(ChartStyle.shortened(title, to: width - 8, size: 13), x: 4, y: 15, class: "title"),
      .label(rowLabel, x: 4, y: 36, class: "quiet"),
    ]
    let empty: Markup = .label("nothing to show", x: width / 2, y: 66, anchor: "middle", class: "quiet")
    return .drawing(
      width: width, height: height, summary: title, isStandalone: isStandalone,
      heading + (isEmpty ? [empty] : [cells, rowNames, columnNames, scale]))
  }

  private var cells: Markup {
    .group(
      rows.indices.flatMap { row in columns.indices.map { cell(row, $0) } })
  }

  private func cell(_ row: Int, _ column: Int) -> Markup {
    let value = values[row][column]
    let share = largest > 0 && value.isFinite ? value / largest : 0
    let c = ChartStyle.coordinate
    let (x, y) = (left + Double(column) * cellWidth, 46 + Double(row) * cellHeight)
    let gap = cellWidth > 6 ? 1.0 : 0
    let text = TextFormatting.significant(value, digits: 3)
    let square: Markup = .tag(
      "rect",
      [
        "class": "cell", "x": c(x), "y": c(y), "width": c(cellWidth - gap), "height": c(cellHeight - gap),
        "fill-opacity": TextFormatting.fixed(0.04 + 0.96 * share, places: 3),
      ], [.tag("title", text: "\(rows[row]) → \(columns[column]): \(text)")])
    guard columns.count <= Self.columnsWithValues, value.isFinite else { return square }
    let label = TextFormatting.fixed(value, places: 2)
    return .group([
      square,
      .label(
        label.hasPrefix("0.") ? String(label.dropFirst()) : label, x: x + (cellWidth - gap) / 2,
        y: y + cellHeight / 2 + 4, anchor: "middle", class: Self.textClass(on: share)),
    ])
  }

  /// The style of a text on a cell: from some share on, dark ground and light ground change places.
  private static func textClass(on share: Double) -> String? {
    share > 0.85 ? "inverse" : share > 0.6 ? "mid" : nil
  }

  private var rowNames: Markup {
    .group(
      named(rows.count, needing: Self.nameSize + 1.5, cell: cellHeight).map { row in
        .label(
          ChartStyle.shortened(rows[row], to: nameWidth, size: Self.nameSize), x: left - 6,
          y: 46 + (Double(row) + 0.5) * cellHeight + 4, anchor: "end", class: "quiet")
      })
  }

  private var columnNames: Markup {
    let needed = turnsNames ? ChartStyle.fontSize : widestColumnName + 4
    return .group(
      named(columns.count, needing: needed, cell: cellWidth).map { column in
        let x = left + (Double(column) + 0.5) * cellWidth
        if turnsNames {
          let name = ChartStyle.shortened(columns[column], to: columnNameHeight - 8)
          return .label(name, x: x + 4, y: bottom + 6, anchor: "end", class: "quiet", rotation: -90)
        }
        let last = width - ChartStyle.width(of: columns[column]) / 2 - 2
        return .label(columns[column], x: min(x, last), y: bottom + 16, anchor: "middle", class: "quiet")
      })
  }

  private var scale: Markup {
    let y = bottom + columnNameHeight + 12
    let c = ChartStyle.coordinate
    let steps: [Markup] = (0..<5).map { step in
      .tag(
        "rect",
        [
          "class": "cell", "x": c(left + 16 + Double(step) * 14), "y": c(y + 6), "width": "14",
          "height": "10",
          "fill-opacity": TextFormatting.fixed(0.04 + 0.96 * Double(step) / 4, places: 3),
        ])
    }
    return .group(
      [.label(columnLabel, x: width - 14, y: y + 2, anchor: "end", class: "quiet")]
        + [.label("0", x: left + 4, y: y + 15, class: "quiet")] + steps
        + [.label(TextFormatting.significant(largest, digits: 3), x: left + 92, y: y + 15, class: "quiet")])
  }

  /// Every how many rows or columns of so many one is named at most.
  private static func leastStride(_ count: Int) -> Int { max(1, (count + namedLimit - 1) / namedLimit) }

  /// Which of so many rows or columns are named: as many as have room.
  private func named(_ count: Int, needing room: Double, cell: Double) -> [Int] {
    let least = cell > 0 ? Int((room / cell).rounded(.up)) : 1
    return Array(stride(from: 0, to: count, by: max(Self.leastStride(count), least)))
  }
}

extension HeatMap {
  /// The map itself or, of more than `limit` rows or columns, means of blocks, so that a page stays small.
  package func coarsened(to limit: Int = 40) -> HeatMap {
    let size = (max(rows.count, columns.count) + limit - 1) / limit
    guard size > 1 else { return self }
    func blocks(_ count: Int) -> [Range<Int>] {
      stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
    }
    func names(_ names: [String]) -> [String] { blocks(names.count).map { names[$0.lowerBound] } }
    var map = self
    (map.rows, map.columns) = (names(rows), names(columns))
    map.columnLabel += ", means of \(size)"
    map.values = blocks(rows.count).map { block in
      blocks(columns.count).map { across in
        let sum = block.reduce(0) { sum, row in sum + across.reduce(0) { $0 + values[row][$1] } }
        return sum / Double(block.count * across.count)
      }
    }
    return map
  }
}
