import TimeSeries

/// Which features of the calendar a forecaster is given, for configurations.
///
/// Published scripts do not always name the frequency of their data: those of FAN ask for the features of minutes
/// on hourly data, whose minute never changes.
public enum CalendarChoice: String, Sendable, CaseIterable {
  /// Those of the data's frequency.
  case auto
  /// No calendar at all.
  case none
  /// Month.
  case monthly = "m"
  /// Day of the month and week.
  case weekly = "w"
  /// Weekday, day of the month and day of the year.
  case daily = "d"
  /// Hour and those of days.
  case hourly = "h"
  /// Minute and those of hours.
  case minutely = "t"
  /// Second and those of minutes.
  case secondly = "s"

  /// The features for data of `frequency`; nil if there are none.
  public func features(for frequency: Frequency?) -> CalendarFeatures? {
    let chosen: Frequency? =
      switch self {
      case .auto: frequency
      case .none: nil
      case .monthly: .months(1, isMonthEnd: false)
      case .weekly: .days(7)
      case .daily: .days(1)
      case .hourly: .hours(1)
      case .minutely: .minutes(1)
      case .secondly: .fixed(milliseconds: 1000)
      }
    let features = chosen.map { CalendarFeatures(for: $0) }
    return features?.features.isEmpty == false ? features : nil
  }
}
