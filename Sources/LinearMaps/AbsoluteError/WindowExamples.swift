import Forecasting
import LeastSquares
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
  /// The inputs that are those of the target's row.
  private let targetInputs: Range<Int>
  private let stretches: [Stretch]

  /// Consecutive windows with what is taken out of them.
  private struct Stretch: Sendable {
    let values: [Double]
    let windows: SlidingWindows
    let observed: [UInt8]?
    let count: Int
    /// What is one number a window, `[1 + input, window]`: the level, and the last inputs.
    let ofWindows: [Double]
    /// Inputs of which that is so.
    let ofWindowsCount: Int
    /// The inputs that are those of the target's row.
    let ofTargets: [WindowInput]
  }

  /// - Parameters:
  ///   - targets: The target columns that share the map, counted from 0; nil for all.
  ///   - harmonics: Of the calendar that the windows have; nil for none.
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
        let inputs = stretch.inputs(centring, scales: scales)
        let ofWindows = inputs.filter { !$0.isOfTarget }
        return Stretch(
          values: stretch.values,
          windows: SlidingWindows(of: stretch.values, width: windows.lookback, count: stretch.count),
          observed: stretch.observed, count: stretch.count,
          ofWindows: levels + ofWindows.flatMap(\.values), ofWindowsCount: ofWindows.count,
          ofTargets: inputs.filter(\.isOfTarget))
      }
    }
    targetInputs = lookback..<lookback + (stretches.first?.ofTargets.count ?? 0)
    inputCount = targetInputs.upperBound + (stretches.first?.ofWindowsCount ?? 1)
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
        for step in steps { outputs.append(stretch.values[first + step] - stretch.ofWindows[window]) }
      }
      mask(&outputs, stretch, steps)
      return outputs
    }
  }

  /// `Φ x` for `x` of shape `[input, step]`.
  func applied(_ x: [Double], _ steps: Range<Int>) -> [[Double]] {
    let count = steps.count
    // The level is taken off every row of a history.
    var factors = [Double](repeating: 0, count: count)
    for index in 0..<lookback * count { factors[index % count] -= x[index] }
    factors += x[(targetInputs.upperBound * count)...]
    return stretches.map { stretch in
      var result = stretch.windows.product(Array(x[..<(lookback * count)]), columns: count)
      result.addProduct(
        MatrixPart(stretch.ofWindows, rowStride: 1, columnStride: stretch.count),
        MatrixPart(factors, rowStride: count), rows: stretch.count, columns: count,
        depth: factors.count / count, stride: count)
      for (place, input) in zip(targetInputs, stretch.ofTargets) {
        add(input, of: stretch, steps, by: Array(x[place * count..<(place + 1) * count]), to: &result)
      }
      mask(&result, stretch, steps)
      return result
    }
  }

  /// `Φᵀ r`, shape `[input, step]`.
  func gathered(_ r: [[Double]], _ steps: Range<Int>) -> [Double] {
    let (count, last) = (steps.count, inputCount - targetInputs.upperBound)
    var result = [Double](repeating: 0, count: inputCount * count)
    for (stretch, r) in zip(stretches, r) {
      stretch.windows.addTransposedProduct(r, columns: count, to: &result)
      var sums = [Double](repeating: 0, count: (1 + last) * count)
      sums.addProduct(
        MatrixPart(stretch.ofWindows, rowStride: stretch.count), MatrixPart(r, rowStride: count),
        rows: 1 + last, columns: count, depth: stretch.count, stride: count)
      for index in 0..<lookback * count { result[index] -= sums[index % count] }
      for index in 0..<last * count { result[targetInputs.upperBound * count + index] += sums[count + index] }
      for (place, input) in zip(targetInputs, stretch.ofTargets) {
        let sums = products(input, of: stretch, steps, with: r)
        for step in 0..<count { result[place * count + step] += sums[step] }
      }
    }
    return result
  }

  /// Adds multiples of an input of the target's row, one factor a step.
  private func add(
    _ input: WindowInput, of stretch: Stretch, _ steps: Range<Int>, by factors: [Double],
    to result: inout [Double]
  ) {
    let count = steps.count
    for window in 0..<stretch.count {
      let level = input.levels?[window] ?? 0
      let first = window + lookback + steps.lowerBound
      for place in 0..<count {
        let value = input.values[first + place] - level
        result[window * count + place] += value * factors[place]
      }
    }
  }

  /// Sums over windows of the products of an input of the target's row with `r`, one a step.
  private func products(
    _ input: WindowInput, of stretch: Stretch, _ steps: Range<Int>, with r: [Double]
  ) -> [Double] {
    let count = steps.count
    var sums = [Double](repeating: 0, count: count)
    for window in 0..<stretch.count {
      let level = input.levels?[window] ?? 0
      let first = window + lookback + steps.lowerBound
      for place in 0..<count {
        let value = input.values[first + place] - level
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
