import LinearMaps
import TimeSeries

/// The moments of all parts, joined in time and standardised by mean and deviation of all rows.
struct JoinedParts {
  /// Of all rows.
  let moments: KeptMoments
  /// Of the windows within each part, in the same units.
  let parts: [KeptMoments]
  /// Names of the series in their order; empty for wide data.
  let series: [String]
  /// Rows of all series together.
  let rowCount: Int
  /// Of each series.
  let scalers: [StandardScaler]
  /// Of each series.
  let rowCounts: [Int]

  /// - Throws: `MomentsError` for parts that do not go together.
  init(_ named: [MomentsSolution.NamedPart]) throws(MomentsError) {
    let reference = named[0].part
    let channels = reference.description.columns.channels
    series = Set(named.flatMap { $0.part.description.series.members.map(\.id) }).sorted()
    var columns: [JoinedColumn] = []
    for (index, pieces) in Self.groups(named, series, channelCount: channels.count).enumerated() {
      let (series, target) = (index / channels.count, index % channels.count)
      columns.append(try JoinedColumn(pieces, series: series, target: target, name: channels[target]))
    }
    moments = reference.moments.replacing(columns: columns.map(\.moments))
    // Parts in the order of their names, which is no order of theirs.
    parts = named.indices.sorted { named[$0].name < named[$1].name }.map { [columns] part in
      reference.moments.replacing(
        columns: columns.flatMap { column in column.parts.filter { $0.part == part }.map(\.moments) })
    }.filter { $0.windowCount > 0 }
    let bySeries = stride(from: 0, to: columns.count, by: channels.count).map {
      columns[$0..<$0 + channels.count]
    }
    scalers = bySeries.map { StandardScaler(means: $0.map(\.mean), deviations: $0.map(\.deviation)) }
    rowCounts = bySeries.map { columns in columns.map(\.moments.rowCount).max() ?? 0 }
    rowCount = rowCounts.reduce(0, +)
  }

  /// The pieces of each column of each series in the order of time, whatever that of the parts.
  private static func groups(
    _ named: [MomentsSolution.NamedPart], _ names: [String], channelCount: Int
  ) -> [[MomentsPiece]] {
    let pieces = named.enumerated().flatMap { place, named in
      named.part.moments.columns.filter { $0.rowCount > 0 }.map { MomentsPiece($0, ofPart: place, named) }
    }
    let places = Dictionary(
      names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var groups = [[MomentsPiece]](repeating: [], count: max(1, names.count) * channelCount)
    for piece in pieces.sorted(by: { $0.isEarlier(than: $1) }) {
      groups[(places[piece.series] ?? 0) * channelCount + piece.moments.target].append(piece)
    }
    return groups
  }
}
