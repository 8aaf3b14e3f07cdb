/// A series of demand: sizes of the rows above zero, and the intervals between them.
struct Demand {
  /// The values above zero in order.
  let sizes: [Double]
  /// The distances between their rows; the first is the number of its row, counted from 1.
  let intervals: [Double]

  init(_ values: [Double]) {
    var sizes: [Double] = []
    var intervals: [Double] = []
    var last = -1
    for (row, value) in values.enumerated() where value > 0 {
      sizes.append(value)
      intervals.append(Double(row - last))
      last = row
    }
    self.sizes = sizes
    self.intervals = intervals
  }

  /// The mean interval, rounded to a whole number (halves to even), at least 1.
  var roundedInterval: Int {
    guard !intervals.isEmpty else { return 1 }
    let mean = intervals.reduce(0, +) / Double(intervals.count)
    return max(Int(mean.rounded(.toNearestOrEven)), 1)
  }
}

/// The kind of a series of demand by Syntetos and Boylan (2005): how often, and how evenly, there is demand.
public enum DemandKind: String, Sendable, CaseIterable {
  /// Often and evenly.
  case smooth
  /// Seldom, of even size.
  case intermittent
  /// Often, of uneven size.
  case erratic
  /// Seldom and of uneven size.
  case lumpy

  /// The kind of a series: ADI = rows / demands against 1.32, CV² = variance / mean² of the sizes against 0.49; nil without demand.
  public init?(_ values: [Double]) {
    guard let interval = DemandKind.averageInterval(values), let variation = DemandKind.variation(values)
    else { return nil }
    self =
      switch (interval < 1.32, variation < 0.49) {
      case (true, true): .smooth
      case (false, true): .intermittent
      case (true, false): .erratic
      case (false, false): .lumpy
      }
  }

  /// ADI, the number of rows for each demand; nil without demand.
  public static func averageInterval(_ values: [Double]) -> Double? {
    let count = values.count { $0 > 0 }
    return count == 0 ? nil : Double(values.count) / Double(count)
  }

  /// CV², the variance of the sizes (divisor count − 1) over their squared mean; 0 for a single demand, nil without one.
  public static func variation(_ values: [Double]) -> Double? {
    let sizes = values.filter { $0 > 0 }
    guard !sizes.isEmpty else { return nil }
    let mean = sizes.reduce(0, +) / Double(sizes.count)
    guard sizes.count > 1 else { return 0 }
    let ratios = sizes.map { ($0 / mean - 1) * ($0 / mean - 1) }
    return ratios.reduce(0, +) / Double(sizes.count - 1)
  }
}
