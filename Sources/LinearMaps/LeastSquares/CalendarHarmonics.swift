import Forecasting
import Platform
import TimeSeries

/// Sines and cosines of the time of the day, the week and the year, as inputs of linear maps.
public struct CalendarHarmonics: Sendable, Equatable {
  /// What the calendar has to say about each row.
  public let features: CalendarFeatures
  /// Pairs of each cycle.
  public let pairCount: Int

  /// The cycles that are longer than a step; nil where there is none, or no pair is wanted.
  ///
  /// - Parameter pairCount: Pairs of each cycle.
  public init?(pairCount: Int, frequency: Frequency?) {
    guard pairCount > 0, let features = CalendarChoice.auto.features(for: frequency) else { return nil }
    (self.features, self.pairCount) = (features, pairCount)
  }

  /// Sines and cosines.
  public var count: Int { 2 * pairCount * cycleCount }

  private var cycleCount: Int {
    [.hour, .weekday].count { features.features.contains($0) } + 1
  }

  /// The sines and cosines of a row.
  ///
  /// - Parameter row: What the calendar says about it, in the order of ``features``.
  public func values(of row: [Double]) -> [Double] {
    fractions(row).flatMap { fraction in
      (1...pairCount).flatMap { number in
        let angle = 2 * Double.pi * Double(number) * fraction
        return [Mathematics.sine(angle), Mathematics.cosine(angle)]
      }
    }
  }

  /// How much of each cycle has passed, 0 ..< 1.
  private func fractions(_ row: [Double]) -> [Double] {
    func number(_ feature: CalendarFeatures.Feature, upTo last: Double) -> Double? {
      features.features.firstIndex(of: feature).map { ((row[$0] + 0.5) * last).rounded() }
    }
    let minute = (number(.minute, upTo: 59) ?? 0) + (number(.second, upTo: 59) ?? 0) / 60
    let day = number(.hour, upTo: 23).map { ($0 + minute / 60) / 24 }
    let week = number(.weekday, upTo: 6).map { ($0 + (day ?? 0)) / 7 }
    let dayOfYear =
      number(.dayOfYear, upTo: 365) ?? number(.week, upTo: 52).map { 7 * $0 }
    let month = (number(.month, upTo: 11) ?? 0) + (number(.day, upTo: 30) ?? 0) / 31
    let year = dayOfYear.map { ($0 + (day ?? 0)) / 365.25 } ?? month / 12
    return [day, week, year].compactMap(\.self)
  }
}
