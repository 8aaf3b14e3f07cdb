import LocalModels
import Text
import TimeSeries

/// What errors of the first step say, in words.
struct ResidualStatements {
  private let channel: ResidualDiagnostics.Channel
  private let residuals: ChannelResiduals

  /// A part of the calendar, and what lies in it.
  fileprivate struct Group {
    let name: String
    /// Mean error and mean truth of each day or row, which count as independent.
    var errors: [Double] = [], truths: [Double] = []

    var error: Double { errors.reduce(0, +) / Double(errors.count) }
    var truth: Double { truths.reduce(0, +) / Double(truths.count) }
    /// The mean in units of its standard error; 0 for few values.
    var significance: Double {
      guard errors.count >= 6 else { return 0 }
      let moments = SampleMoments(errors)
      let square = moments.sampleVariance
      return square > 0 ? moments.mean / (square / Double(errors.count)).squareRoot() : 0
    }
  }

  init(_ channel: ResidualDiagnostics.Channel, _ residuals: ChannelResiduals) {
    (self.channel, self.residuals) = (channel, residuals)
  }

  /// Errors beyond this many standard errors are no accident.
  private static let certain = 4.0
  /// Smaller shares of the truths are not worth a word.
  private static let worthwhile = 0.01

  var all: [String] {
    guard channel.count >= 10 else { return ["\(channel.name): too few test windows to judge by"] }
    let found =
      [scale, level, horizon].compactMap { $0 } + calendar + [correlation, tails].compactMap { $0 }
    return found.map { "\(channel.name): \($0)" }
  }

  /// What errors of several series are measured by.
  private var scale: String? {
    guard channel.isStandardized else { return nil }
    return
      "errors of \(TextFormatting.grouped(residuals.series.count)) series are taken together, each in deviations of its "
      + "series' training rows"
  }

  /// The first step as a whole.
  private var level: String? {
    var days: [Int64: Group] = [:]
    for error in residuals.all {
      days[error.stamp.seconds.day, default: Group(name: "")].add(error)
    }
    var group = Group(name: "throughout")
    for day in days.values.sorted(by: { $0.errors[0] < $1.errors[0] }) {
      group.errors.append(day.error)
      group.truths.append(day.truth)
    }
    return sentence(group)
  }

  /// The last step, where forecasts far ahead drift away.
  private var horizon: String? {
    guard channel.bias.count > 1, let last = channel.bias.last, channel.meanSize > 0 else { return nil }
    let share = last / channel.meanSize
    guard share.magnitude >= 0.03 else { return nil }
    let (size, side) = (TextFormatting.percent(share.magnitude, digits: 1), last > 0 ? "high" : "low")
    // No forecast of what is above zero is lower than by all of it.
    let words =
      share.magnitude < 1 ? "\(size) \(side) on average" : "\(side) on average, by \(size) of the mean value"
    return "\(channel.bias.count) steps ahead forecasts are \(words)"
  }

  /// The worst weekday, hour and month.
  private var calendar: [String] {
    let errors = residuals.all
    guard let step = typicalStep else { return [] }
    var parts: [[Group]] = []
    if step <= 86_400 {
      parts.append(groups(errors, Self.weekdays) { $0.weekday })
    }
    if step <= 3600 {
      let hours = (0..<24).map { "at \($0.padded(to: 2)):00" }
      parts.append(groups(errors, hours) { $0.hour })
    }
    if step > 86_400, step < 100 * 86_400 {
      parts.append(groups(errors, Self.months) { $0.month - 1 })
    }
    return parts.compactMap { groups in
      groups.max { $0.significance.magnitude < $1.significance.magnitude }.flatMap { sentence($0) }
    }
  }

  private static let weekdays = [
    "on Mondays", "on Tuesdays", "on Wednesdays", "on Thursdays", "on Fridays", "on Saturdays", "on Sundays",
  ]
  private static let months = [
    "in January", "in February", "in March", "in April", "in May", "in June", "in July", "in August",
    "in September", "in October", "in November", "in December",
  ]

  /// Seconds between rows.
  private var typicalStep: Int64? {
    guard let first = residuals.series.first, first.count > 1 else { return nil }
    let steps = zip(first, first.dropFirst()).map { $1.stamp.seconds - $0.stamp.seconds }.sorted()
    return steps[steps.count / 2]
  }

  /// Errors by a part of the calendar; those of one day and part are one.
  private func groups(
    _ errors: [ChannelResiduals.Error], _ names: [String], _ part: (Timestamp) -> Int
  ) -> [Group] {
    var groups = names.map { Group(name: $0) }
    var days = names.map { _ in [Int64: Group]() }
    for error in errors {
      days[part(error.stamp)][error.stamp.seconds.day, default: Group(name: "")].add(error)
    }
    for index in names.indices {
      for (_, day) in days[index].sorted(by: { $0.key < $1.key }) {
        groups[index].errors.append(day.error)
        groups[index].truths.append(day.truth)
      }
    }
    return groups
  }

  /// How far forecasts of a group are off, where that is neither an accident nor small.
  private func sentence(_ group: Group) -> String? {
    guard group.significance.magnitude >= Self.certain, channel.meanSize > 0 else { return nil }
    let size = max(group.truth.magnitude, 0.2 * channel.meanSize)
    let share = group.error.magnitude / size
    guard share >= Self.worthwhile else { return nil }
    return
      "the model is \(TextFormatting.percent(share, digits: share < 0.095 ? 1 : 0)) "
      + "\(group.error > 0 ? "high" : "low") \(group.name) (one step ahead, \(group.errors.count) "
      + "\(group.errors.count == residuals.count ? "rows" : unit))"
  }

  /// What errors of one date are taken together as: longer steps are not of a day.
  private var unit: String { (typicalStep ?? 0) > 86_400 ? "dates" : "days" }

  /// Whether errors follow each other.
  private var correlation: String? {
    guard let test = channel.correlation else { return nil }
    let bound = 2 / Double(channel.count).squareRoot()
    guard test.probability < 0.01,
      let lag = test.autocorrelations.indices.max(by: {
        test.autocorrelations[$0].magnitude < test.autocorrelations[$1].magnitude
      }), test.autocorrelations[lag].magnitude > max(bound, 0.05)
    else { return "errors one step ahead do not follow each other: they look like noise" }
    let value = test.autocorrelations[lag]
    return
      "errors one step ahead follow each other: those \(TextFormatting.count(lag + 1, "row")) apart are "
      + "\(value > 0 ? "alike" : "opposite") (correlation \(TextFormatting.fixed(value, places: 2))), which a better model could use"
  }

  /// Whether large errors come oftener than a normal law has them.
  private var tails: String? {
    let values = residuals.all.map(\.value)
    let moments = SampleMoments(values)
    guard moments.populationVariance > 0 else { return nil }
    let edge = 3 * moments.populationVariance.squareRoot()
    let far = values.count { ($0 - moments.mean).magnitude > edge }
    let share = Double(far) / Double(values.count)
    guard far >= 5, share > 0.006 else { return nil }
    return
      "large errors are more frequent than a normal law has them: \(TextFormatting.percent(share, digits: 1)) lie beyond "
      + "three deviations instead of 0.3 %"
  }
}

extension ResidualStatements.Group {
  fileprivate mutating func add(_ error: ChannelResiduals.Error) {
    errors.append(error.value)
    truths.append(error.truth)
  }
}

extension Int64 {
  /// The day of seconds since 1970.
  fileprivate var day: Int64 { self >= 0 ? self / 86_400 : (self + 1) / 86_400 - 1 }
}
