import Forecasting
import Tensors
import TimeSeries

/// Windows of some targets as examples of linear maps, read from the series as they are needed.
///
/// Inputs are those of ``StepMoments``, `[w_history − μ, …, σ]`, outputs `y − μ`. Matrices are `[input, step]` and `[window, step]` for a
/// few steps of the target, the latter once for each stretch of consecutive windows, and 0 where the target was not observed.
struct WindowExamples: Sendable {
  /// Rows of a history.
  let lookback: Int
  /// Rows of a target.
  let horizon: Int
  /// Inputs, the offset's last.
  let inputCount: Int
  private let stretches: [Stretch]

  /// Consecutive windows with what is taken out of them.
  private struct Stretch: Sendable {
    let values: [Double]
    let windows: SlidingWindows
    let observed: [UInt8]?
    let count: Int
    let levels: [Double]
    let inputs: [WindowInput]
  }

  /// - Parameters:
  ///   - targets: The target columns that share the map, counted from 0; nil for all.
  ///   - harmonics: Of the calendar that the windows are marked with; nil for none.
  init<Role>(
    of windows: Windows<Role>, targets: [Int]? = nil, _ centring: WindowCentring,
    harmonics: CalendarHarmonics? = nil
  ) {
    (lookback, horizon) = (windows.lookback, windows.horizon)
    let columns = windows.targetColumns
    stretches = (targets.map { $0.map { columns[$0] } } ?? columns).flatMap { column in
      windows.segments.map { segment in
        let stretch = WindowStretch(column, of: segment, in: windows, harmonics: harmonics)
        let (levels, scales) = stretch.levels(centring)
        return Stretch(
          values: stretch.values,
          windows: SlidingWindows(of: stretch.values, width: windows.lookback, count: stretch.count),
          observed: stretch.observed, count: stretch.count, levels: levels,
          inputs: stretch.inputs(centring, scales: scales))
      }
    }
    inputCount = lookback + (stretches.first?.inputs.count ?? 1)
  }

  /// Windows of all stretches.
  var windowCount: Int { stretches.reduce(0) { $0 + $1.count } }

  /// Windows whose target was not observed, at each of some steps.
  func missingCounts(_ steps: Range<Int>) -> [Int] {
    steps.map { step in
      stretches.reduce(0) { sum, stretch in
        guard let observed = stretch.observed else { return sum }
        let first = lookback + step
        return observed[first..<first + stretch.count].reduce(sum) { $0 + ($1 == 0 ? 1 : 0) }
      }
    }
  }

  /// The outputs.
  func outputs(_ steps: Range<Int>) -> [[Double]] {
    stretches.map { stretch in
      var outputs: [Double] = []
      outputs.reserveCapacity(stretch.count * steps.count)
      for window in 0..<stretch.count {
        let first = window + lookback
        for step in steps { outputs.append(stretch.values[first + step] - stretch.levels[window]) }
      }
      mask(&outputs, stretch, steps)
      return outputs
    }
  }

  /// `Φ x` for `x` of shape `[input, step]`.
  func applied(_ x: [Double], _ steps: Range<Int>) -> [[Double]] {
    let count = steps.count
    var sums = [Double](repeating: 0, count: count)
    for index in 0..<lookback * count { sums[index % count] += x[index] }
    return stretches.map { stretch in
      var result = stretch.windows.product(Array(x[..<(lookback * count)]), columns: count)
      for window in 0..<stretch.count {
        let level = stretch.levels[window]
        for place in 0..<count { result[window * count + place] -= level * sums[place] }
      }
      for (place, input) in stretch.inputs.enumerated() {
        let start = (lookback + place) * count
        add(input, of: stretch, steps, by: Array(x[start..<start + count]), to: &result)
      }
      mask(&result, stretch, steps)
      return result
    }
  }

  /// `Φᵀ r`, shape `[input, step]`.
  func gathered(_ r: [[Double]], _ steps: Range<Int>) -> [Double] {
    let count = steps.count
    var result = [Double](repeating: 0, count: inputCount * count)
    for (stretch, r) in zip(stretches, r) {
      stretch.windows.addTransposedProduct(r, columns: count, to: &result)
      var levels = [Double](repeating: 0, count: count)
      for window in 0..<stretch.count {
        let level = stretch.levels[window]
        for place in 0..<count { levels[place] += level * r[window * count + place] }
      }
      for index in 0..<lookback * count { result[index] -= levels[index % count] }
      for (place, input) in stretch.inputs.enumerated() {
        let sums = products(input, of: stretch, steps, with: r)
        for step in 0..<count { result[(lookback + place) * count + step] += sums[step] }
      }
    }
    return result
  }

  /// Adds multiples of an input, one factor a step.
  private func add(
    _ input: WindowInput, of stretch: Stretch, _ steps: Range<Int>, by factors: [Double],
    to result: inout [Double]
  ) {
    let count = steps.count
    for window in 0..<stretch.count {
      let level = input.levels?[window] ?? 0
      let first = input.isOfTarget ? window + lookback + steps.lowerBound : window
      for place in 0..<count {
        let value = input.values[input.isOfTarget ? first + place : first] - level
        result[window * count + place] += value * factors[place]
      }
    }
  }

  /// Sums over windows of the products of an input with `r`, one a step.
  private func products(
    _ input: WindowInput, of stretch: Stretch, _ steps: Range<Int>, with r: [Double]
  ) -> [Double] {
    let count = steps.count
    var sums = [Double](repeating: 0, count: count)
    for window in 0..<stretch.count {
      let level = input.levels?[window] ?? 0
      let first = input.isOfTarget ? window + lookback + steps.lowerBound : window
      for place in 0..<count {
        let value = input.values[input.isOfTarget ? first + place : first] - level
        sums[place] += value * r[window * count + place]
      }
    }
    return sums
  }

  private func mask(_ values: inout [Double], _ stretch: Stretch, _ steps: Range<Int>) {
    guard let observed = stretch.observed else { return }
    for window in 0..<stretch.count {
      for (place, step) in steps.enumerated() where observed[lookback + window + step] == 0 {
        values[window * steps.count + place] = 0
      }
    }
  }
}
