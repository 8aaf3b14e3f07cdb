import LocalModels

/// A regression on sines and cosines of a long season, with ARIMA errors that know the short one: dynamic harmonic regression.
///
/// A few waves of a year are told by little more than a year of days; a value of its own for each day of the year, as STL has it, asks for many years.
///
/// ```swift
/// let visits = (0..<500).map { Double($0 % 7 + ($0 % 365) / 30) }
/// let fitted = try HarmonicModel(period: 365).fit(LocalSeries(values: visits, season: 7))
/// print(fitted.forecast(horizon: 14, levels: [0.8]).mean)
/// ```
public struct HarmonicModel: LocalModel {
  /// The waves.
  private let waves: Waves

  /// Makes a model.
  ///
  /// - Parameters:
  ///   - period: Rows of the long season.
  ///   - pairCount: Pairs of sine and cosine.
  public init(period: Int, pairCount: Int = 2) {
    waves = Waves(period: period, pairCount: pairCount)
  }

  /// The name; see `LocalModel`.
  public var name: String { "harmonic-arima" }

  /// True: the orders are chosen.
  public var isAutomatic: Bool { true }

  /// True: rows may be missing.
  public var takesMissingValues: Bool { true }

  /// Fits a series that is no edge case; without the waves where there are fewer rows than one of the longest.
  public func fitOrdinary(_ series: LocalSeries) throws(LocalFitError) -> any FittedLocalModel {
    guard series.count >= waves.period else {
      var plain = try AutoArimaModel().fitOrdinary(series)
      plain.notes.append("no season of \(waves.period): \(series.count) rows are fewer")
      return plain
    }
    var explained = series
    explained.regressors = waves.columns(0..<series.count)
    return HarmonicFit(try AutoArimaModel().fitOrdinary(explained), waves, next: series.count)
  }
}

/// Sines and cosines of a season.
struct Waves: Sendable, Equatable {
  /// Rows of the longest wave.
  let period: Int
  /// Pairs of sine and cosine: waves of `period`, of half of it, of a third, ….
  let pairCount: Int

  /// What they are called in a summary.
  var names: [String] {
    (1...pairCount).flatMap { ["sine \($0) of \(period)", "cosine \($0) of \(period)"] }
  }

  /// Their values in a row.
  func values(_ row: Int) -> [Double] {
    (1...pairCount).flatMap { number in
      let angle = 2 * Double.pi * Double(number * (row % period) % period) / Double(period)
      return [sine(angle), cosine(angle)]
    }
  }

  /// Their values in some rows, one array a wave.
  func columns(_ rows: Range<Int>) -> [[Double]] {
    let values = rows.map { self.values($0) }
    return (0..<2 * pairCount).map { wave in values.map { $0[wave] } }
  }
}
