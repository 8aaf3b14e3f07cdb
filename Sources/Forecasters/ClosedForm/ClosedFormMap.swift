import Forecasting
import Layers
import LinearMaps
import Tensors

/// A linear map of windows, one for all channels or one for each, and what is known beside the histories.
struct ClosedFormMap: Sendable {
  /// Inputs beside the history.
  struct Extras: Sendable, Equatable {
    let future: Int
    let calendar: Int
    let fixed: Int

    var count: Int { future + calendar + fixed }
  }

  let lookback: Int
  let horizon: Int
  let extras: Extras
  let harmonics: CalendarHarmonics?
  /// Maps: channels where each has one; nil for one that all share.
  let mapCount: Int?
  /// What is taken out of the windows of each map.
  var centrings: [WindowCentring]
  /// Shape `[map, horizon, lookback]` and `[map, horizon]`, without the first axis for one map.
  var weight: Tensor, bias: Tensor
  /// Shape `[map, horizon, column]`.
  var futureWeight: Tensor, calendarWeight: Tensor, fixedWeight: Tensor

  /// The map that forecasts the level of each window.
  init(
    lookback: Int, horizon: Int, extras: Extras, harmonics: CalendarHarmonics?, mapCount: Int?,
    centring: WindowCentring
  ) {
    (self.lookback, self.horizon, self.extras) = (lookback, horizon, extras)
    (self.harmonics, self.mapCount) = (harmonics, mapCount)
    centrings = Array(repeating: centring, count: mapCount ?? 1)
    func zeros(_ shape: [Int]) -> Tensor {
      Tensor(shape: (mapCount.map { [$0] } ?? []) + shape, filledWith: 0)
    }
    weight = ParameterBudget.tensor(shape: (mapCount.map { [$0] } ?? []) + [horizon, lookback]) {
      zeros([horizon, lookback])
    }
    bias = zeros([horizon])
    futureWeight = zeros([horizon, extras.future])
    calendarWeight = zeros([horizon, extras.calendar])
    fixedWeight = zeros([horizon, extras.fixed])
  }

  /// Takes over solutions.
  ///
  /// - Parameters:
  ///   - solutions: Shape `[horizon, input]` each: the history, columns known ahead, those of the calendar, fixed ones, the offset.
  ///   - maps: The map of each solution.
  mutating func install(_ solutions: [[Double]], centrings known: [WindowCentring], maps: [Int]) {
    var values = Parts(weight, bias, futureWeight, calendarWeight, fixedWeight)
    for (place, map) in maps.enumerated() {
      centrings[map] = known[place]
      var rows = solutions[place]
      fold(&rows, known[place])
      values.install(rows, map: map, self)
    }
    weight = Tensor(shape: weight.shape, values: values.weight)
    bias = Tensor(shape: bias.shape, values: values.bias)
    futureWeight = Tensor(shape: futureWeight.shape, values: values.future)
    calendarWeight = Tensor(shape: calendarWeight.shape, values: values.calendar)
    fixedWeight = Tensor(shape: fixedWeight.shape, values: values.fixed)
  }

  /// What is taken out and put back before and after the map; nothing where the map does it.
  private var normalization: WindowNormalization {
    guard mapCount == nil else { return .none }
    switch centrings[0] {
    case .instance: return .instance
    case .last: return .last
    case .none, .mean: return .none
    }
  }

  /// Makes the map take windows as they are: the level is a mean of the history, too.
  private func fold(_ rows: inout [Double], _ centring: WindowCentring) {
    let count = centring.rows(ofLookback: lookback)
    guard count > 0, mapCount != nil || normalization(of: centring) == .none else { return }
    let width = lookback + extras.count + 1
    for step in 0..<horizon {
      let start = step * width
      let share = (1 - rows[start..<start + lookback].reduce(0, +)) / Double(count)
      for row in start + lookback - count..<start + lookback { rows[row] += share }
    }
  }

  private func normalization(of centring: WindowCentring) -> WindowNormalization {
    var copy = self
    copy.centrings[0] = centring
    return copy.normalization
  }

  /// Forecasts with the map made ready for many windows.
  func predicting() -> @Sendable (Batch) -> Forecast {
    let (map, kind) = (self, normalization)
    let stacked = mapCount == nil ? StackedWeight(stacking: [weight]) : nil
    return { batch in
      let forecast: Tensor
      if let stacked {
        let normalizer = WindowNormalizer(kind, channelCount: batch.history.shape[1])
        forecast = normalizer(batch.history, observed: batch.observed) { stacked.map($0, adding: map.bias) }
      } else {
        forecast = channelLinear(batch.history, weight: map.weight, bias: map.bias)
      }
      return Forecast(point: map.effects(batch).map { forecast.adding($0) } ?? forecast)
    }
  }
}

extension ClosedFormMap {
  /// The values of all tensors.
  private struct Parts {
    var weight: [Float], bias: [Float], future: [Float], calendar: [Float], fixed: [Float]

    init(_ weight: Tensor, _ bias: Tensor, _ future: Tensor, _ calendar: Tensor, _ fixed: Tensor) {
      (self.weight, self.bias) = (weight.values, bias.values)
      (self.future, self.calendar, self.fixed) = (future.values, calendar.values, fixed.values)
    }

    mutating func install(_ rows: [Double], map: Int, _ shape: ClosedFormMap) {
      let (horizon, extras) = (shape.horizon, shape.extras)
      let width = shape.lookback + extras.count + 1
      func put(_ size: Int, from first: Int, into values: inout [Float]) {
        for step in 0..<horizon {
          let start = (map * horizon + step) * size
          for index in 0..<size { values[start + index] = Float(rows[step * width + first + index]) }
        }
      }
      put(shape.lookback, from: 0, into: &weight)
      put(extras.future, from: shape.lookback, into: &future)
      put(extras.calendar, from: shape.lookback + extras.future, into: &calendar)
      put(extras.fixed, from: shape.lookback + extras.future + extras.calendar, into: &fixed)
      put(1, from: width - 1, into: &bias)
    }
  }

  /// What is known beside the histories adds to the forecast, `[batch, map, horizon]`; nil for nothing.
  fileprivate func effects(_ batch: Batch) -> Tensor? {
    guard extras.count > 0 else { return nil }
    let (rows, maps) = (lookback + horizon, mapCount ?? 1)
    let (known, fixed) = (batch.future?.values ?? [], batch.fixed?.values ?? [])
    let markCount = harmonics?.features.features.count ?? 0
    let (futureWeights, calendarWeights) = (futureWeight.values, calendarWeight.values)
    let fixedWeights = fixedWeight.values
    var effects: [Float] = []
    for window in 0..<batch.count {
      func column(_ place: Int) -> ArraySlice<Float> {
        let start = (window * (markCount + extras.future) + place) * rows
        return known[start..<start + rows]
      }
      let columns = (0..<extras.future).map { Array(column(markCount + $0)) }
      let phases = phases((0..<markCount).map { Array(column($0)[(column($0).startIndex + lookback)...]) })
      for map in 0..<maps {
        let levels = columns.map { level(of: $0, centrings[map]) }
        for step in 0..<horizon {
          let row = map * horizon + step
          var effect: Float = 0
          for (place, values) in columns.enumerated() {
            effect += futureWeights[row * columns.count + place] * (values[lookback + step] - levels[place])
          }
          for place in 0..<extras.calendar {
            effect += calendarWeights[row * extras.calendar + place] * phases[step][place]
          }
          for place in 0..<extras.fixed {
            effect += fixedWeights[row * extras.fixed + place] * fixed[window * extras.fixed + place]
          }
          effects.append(effect)
        }
      }
    }
    return Tensor(shape: [batch.count, maps, horizon], values: effects)
  }

  /// The inputs of the calendar at each step.
  private func phases(_ calendar: [[Float]]) -> [[Float]] {
    guard let harmonics else { return Array(repeating: [], count: horizon) }
    return (0..<horizon).map { step in
      harmonics.values(of: calendar.map { Double($0[step]) }).map { Float($0) }
    }
  }

  private func level(of column: [Float], _ centring: WindowCentring) -> Float {
    let count = centring.rows(ofLookback: lookback)
    return count == 0 ? 0 : column[lookback - count..<lookback].reduce(0, +) / Float(count)
  }
}

extension Tensor {
  /// `[batch, channel, horizon]` with the effect of each channel's map, or of the only one, added.
  ///
  /// - Parameter effects: Shape `[batch, map, horizon]`.
  fileprivate func adding(_ effects: Tensor) -> Tensor {
    let (channelCount, horizon, maps) = (shape[1], shape[2], effects.shape[1])
    var values = values
    let added = effects.values
    for index in values.indices {
      let (window, channel) = (
        index / (channelCount * horizon), maps == 1 ? 0 : index / horizon % channelCount
      )
      values[index] += added[(window * maps + channel) * horizon + index % horizon]
    }
    return Tensor(shape: shape, values: values)
  }
}
