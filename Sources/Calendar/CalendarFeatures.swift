/// What the calendar says about a stamp, each feature scaled to -0.5…0.5.
///
/// `second/59 - ½, minute/59 - ½, hour/23 - ½, weekday/6 - ½ (Monday 0), (day - 1)/30 - ½, (dayOfYear - 1)/365 - ½,
/// (month - 1)/11 - ½, (ISO week - 1)/52 - ½`: the "timeF" encoding of the Informer and Autoformer code.
public struct CalendarFeatures: Sendable, Equatable {
  /// One feature.
  public enum Feature: String, Sendable, CaseIterable {
    /// Second of the minute.
    case second
    /// Minute of the hour.
    case minute
    /// Hour of the day.
    case hour
    /// Day of the week.
    case weekday
    /// Day of the month.
    case day
    /// Day of the year.
    case dayOfYear
    /// Month of the year.
    case month
    /// Week of ISO 8601.
    case week

    /// The scaled value, -0.5…0.5.
    public func value(at stamp: Timestamp) -> Float {
      let fraction: Double =
        switch self {
        case .second: Double(stamp.second) / 59
        case .minute: Double(stamp.minute) / 59
        case .hour: Double(stamp.hour) / 23
        case .weekday: Double(stamp.weekday) / 6
        case .day: Double(stamp.day - 1) / 30
        case .dayOfYear: Double(stamp.dayOfYear - 1) / 365
        case .month: Double(stamp.month - 1) / 11
        case .week: Double(stamp.isoWeek - 1) / 52
        }
      return Float(fraction - 0.5)
    }
  }

  /// The features in order; none for yearly data.
  public let features: [Feature]

  /// The features that vary at this frequency.
  public init(for frequency: Frequency) {
    features =
      switch frequency {
      case .calendarMonths(let count, _): count.isMultiple(of: 12) ? [] : [.month]
      case .monthDays: [.day, .month]
      case .weekdays: [.weekday, .day, .dayOfYear]
      case .counter: []
      case .sessions(let week): Self.features(of: .seconds(Int64(week.step)))
      case .span(let step): Self.features(of: step)
      }
  }

  private static func features(of step: TimeStep) -> [Feature] {
    let daily: [Feature] = [.weekday, .day, .dayOfYear]
    return step < .minute
      ? [.second, .minute, .hour] + daily
      : step < .hour
        ? [.minute, .hour] + daily : step < .day ? [.hour] + daily : step < .week ? daily : [.day, .week]
  }

  /// The names of the features, in order.
  public var names: [String] { features.map(\.rawValue) }

  /// The values at a stamp, in the order of ``names``.
  public func values(at stamp: Timestamp) -> [Float] { features.map { $0.value(at: stamp) } }
}
