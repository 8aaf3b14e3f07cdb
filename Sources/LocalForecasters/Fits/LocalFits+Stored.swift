import Classical
import Forecasting
import LocalModels
import TimeSeries

// In a model file every fit is a few arrays, `series0.channel2/…`: those of the model's state, its kind, name and remarks as names of
// empty arrays, and the stamp of the last row that the state has seen, with the values of that row and of some before it. Where missing
// rows follow the last value, `series0.channel2 known` is the state after that, and `series0.channel2 known rows` how many there are.

extension LocalFits {
  /// Every fit as named arrays.
  var named: [(name: String, values: [Double])] {
    var state = LocalModelState(kind: "", name: "", notes: [])
    for (series, fits) in channels.enumerated() {
      for (channel, fit) in fits.enumerated() {
        guard let fit else { continue }
        let member = Self.member(series, channel)
        state.appendMember(member, fit.model.state)
        if let known = fit.filtered.lastKnown {
          state.appendMember("\(member)\(Self.knownName)", known.model.state)
          state.append("\(member)\(Self.knownName)\(Self.rowsName)", [Double(known.missingCount)])
        }
        state.append("\(member)\(Self.lastName)", [Double(fit.stamp.milliseconds)] + fit.recent)
      }
    }
    return state.entries.map { ($0.name, $0.values) }
  }

  /// Coefficients, criteria and states of all fits, and the last row that each has seen.
  var parameterCount: Int {
    named.reduce(0) { sum, entry in
      guard !entry.name.contains(Self.knownName) else { return sum }
      return sum + (entry.name.hasSuffix(Self.lastName) ? 2 : entry.values.count)
    }
  }

  /// How the name of the array ends that tells of the last rows.
  private static let lastName = " last"
  /// What stands behind the name of a channel in the names of the state after its last value, and of the number of missing rows since.
  private static let knownName = " known", rowsName = " rows"

  private static func member(_ series: Int, _ channel: Int) -> String { "series\(series).channel\(channel)" }

  /// The fits of a model file.
  ///
  /// - Throws: `ModelFileError.description` for arrays that are missing or do not fit.
  func restored(from learnt: LearntValues) throws(ModelFileError) -> LocalFits {
    let exact = Set(learnt.numbers.map(\.name))
    if let other = learnt.tensors.first(where: { !exact.contains($0.name) }) {
      throw .unexpectedTensor(other.name)
    }
    // A state for each series: there may be many, and arrays are looked for by their names.
    let states = Dictionary(grouping: learnt.numbers) { Self.series(of: $0.name) }.mapValues { numbers in
      LocalModelState(
        kind: "", name: model.name, notes: [],
        entries: numbers.map { LocalModelState.Entry(name: $0.name, values: $0.values) })
    }
    let count = (targets.max() ?? 0) + 1
    let places = Self.places(in: learnt.numbers.map(\.name))
    // A wide file has one series with all its targets but for those without a value in the rows of the fit; of many, some may have no fit.
    let isWide = places.allSatisfy { $0.series == 0 }
    let members = Set(learnt.numbers.map { $0.name.prefix { $0 != "/" && $0 != " " } })
    let seriesCount = (places.map(\.series).max() ?? 0) + 1
    var restored = self
    restored.channels = Array(repeating: [], count: seriesCount)
    do throws(LocalFitError) {
      if isWide { restored.channels[0] = Array(repeating: nil, count: count) }
      for place in isWide ? targets.map({ (series: 0, channel: $0) }) : places {
        guard targets.contains(place.channel) else {
          throw .malformedState(model: model.name, array: Self.member(place.series, place.channel))
        }
        if restored.channels[place.series].isEmpty {
          restored.channels[place.series] = Array(repeating: nil, count: count)
        }
        let isFitted = members.contains(Self.member(place.series, place.channel)[...])
        guard isFitted || places.isEmpty else { continue }
        guard let state = states[place.series] else {
          throw .malformedState(model: model.name, array: Self.member(place.series, place.channel))
        }
        restored.channels[place.series][place.channel] = try Self.fit(place.series, place.channel, in: state)
      }
    } catch {
      throw .description("\(error)")
    }
    return restored
  }

  /// The series that an array belongs to; -1 for none.
  private static func series(of name: String) -> Int {
    guard name.hasPrefix("series") else { return -1 }
    return Int(name.dropFirst("series".count).prefix { $0 != "." }) ?? -1
  }

  /// The series and channels for which there is a last row.
  private static func places(in names: [String]) -> [(series: Int, channel: Int)] {
    names.compactMap { name in
      guard name.hasSuffix(lastName), name.hasPrefix("series") else { return nil }
      let parts = name.dropFirst("series".count).dropLast(lastName.count).split(separator: ".")
      guard parts.count == 2, parts[1].hasPrefix("channel"), let series = Int(parts[0]),
        let channel = Int(parts[1].dropFirst("channel".count)), series >= 0, series < names.count
      else { return nil }
      return (series, channel)
    }
  }

  private static func fit(
    _ series: Int, _ channel: Int, in state: LocalModelState
  ) throws(LocalFitError) -> ChannelFit? {
    let member = member(series, channel)
    let last = try state.array("\(member)\(lastName)")
    guard last.count > 1, let milliseconds = Int64(exactly: last[0]) else {
      throw .malformedState(model: state.name, array: "\(member)\(lastName)")
    }
    let filtered = FilteredModel(
      try state.restoredMember(member), lastKnown: try lastKnown("\(member)\(knownName)", in: state))
    return ChannelFit(filtered, stamp: Timestamp(milliseconds: milliseconds), values: last.dropFirst())
  }

  /// The state after the last value, where missing rows follow it.
  private static func lastKnown(
    _ member: String, in state: LocalModelState
  ) throws(LocalFitError) -> FilteredModel.LastKnown? {
    let rows = "\(member)\(rowsName)"
    guard state.entries.contains(where: { $0.name == rows }) else { return nil }
    return FilteredModel.LastKnown(
      model: try state.restoredMember(member), missingCount: max(1, try state.integer(rows)))
  }
}

extension LocalFits {
  /// The model of each channel of each series as R prints it.
  ///
  /// - Parameters:
  ///   - names: Of the channels.
  ///   - future: Of the columns known ahead.
  ///   - series: Of the series; empty for a wide file.
  func summary(channels names: [String], future: [String], series: [String]) -> [String] {
    channels.enumerated().flatMap { number, fits in
      fits.enumerated().flatMap { channel, fit -> [String] in
        guard let fit else { return [] }
        let name = channel < names.count ? names[channel] : "channel \(channel + 1)"
        let owner = number < series.count ? "\(series[number]), " : ""
        return ["\(owner)\(name): \(fit.model.name)"]
          + fit.model.summary(regressors: future).dropFirst().map { $0.isEmpty ? "" : "  \($0)" }
      }
    }
  }
}
