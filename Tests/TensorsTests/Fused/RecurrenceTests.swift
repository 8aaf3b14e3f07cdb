import Tensors
import Testing

struct LongShortTermMemoryTests {
  private func points(steps: Int, batch: Int, inputs: Int, hidden: Int) -> [Tensor] {
    let width = 4 * hidden
    let shapes = [[steps, batch, inputs], [width, inputs], [width, hidden], [width], [width]]
    return shapes.enumerated().map { sample($1, seed: UInt64($0 + 1)) }
  }

  private func states(_ points: [Tensor]) -> Tensor {
    longShortTermMemory(
      points[0],
      LSTMWeights(input: points[1], recurrent: points[2], inputBias: points[3], recurrentBias: points[4]))
  }

  /// Odd sizes leave rows and hidden units over from every width of vectors and tiles.
  @Test(arguments: [(1, 1, 1, 1), (3, 5, 2, 7), (4, 13, 3, 19), (2, 33, 1, 16)])
  func itIsTheRecurrenceOfItsDefinition(steps: Int, batch: Int, inputs: Int, hidden: Int) {
    let points = points(steps: steps, batch: batch, inputs: inputs, hidden: hidden)
    expectEqual(states(points), naive(points), within: 2e-6)
  }

  @Test func itHasItsDerivatives() {
    expectGradients(of: states, at: points(steps: 3, batch: 2, inputs: 2, hidden: 5))
    expectGradients(of: states, at: points(steps: 1, batch: 1, inputs: 3, hidden: 2))
  }

  @Test func threadsDoNotChangeABit() {
    let points = points(steps: 5, batch: 37, inputs: 3, hidden: 18)
    func evaluate(threads: Int) -> [[Float]] {
      Workers.$current.withValue(Workers(threadCount: threads)) {
        let watched = points.map { $0.watched() }
        let result = states(watched)
        return [result.values] + gradient(of: sum(result * result), at: watched).map(\.values)
      }
    }
    let reference = evaluate(threads: 1)
    #expect([2, 3].allSatisfy { evaluate(threads: $0) == reference })
  }

  private func naive(_ points: [Tensor]) -> Tensor {
    let (x, input, recurrent) = (points[0], points[1].values, points[2].values)
    let bias = zip(points[3].values, points[4].values).map { $0 + $1 }
    let (steps, batch, inputs, hidden) = (x.shape[0], x.shape[1], x.shape[2], points[2].shape[1])
    var result: [Float] = []
    var state = [Float](repeating: 0, count: batch * hidden)
    var cells = state
    for step in 0..<steps {
      let last = state
      for index in 0..<batch * hidden {
        let (row, unit) = (index / hidden, index % hidden)
        let gates = (0..<4).map { gate in
          let line = gate * hidden + unit
          let entering = (0..<inputs).reduce(bias[line]) {
            $0 + input[line * inputs + $1] * x.values[(step * batch + row) * inputs + $1]
          }
          return (0..<hidden).reduce(entering) {
            $0 + recurrent[line * hidden + $1] * last[row * hidden + $1]
          }
        }
        func squashed(_ x: Float) -> Float { 1 / (1 + exponential(-x)) }
        func tanh(_ x: Float) -> Float { 2 * squashed(2 * x) - 1 }
        cells[index] = squashed(gates[1]) * cells[index] + squashed(gates[0]) * tanh(gates[2])
        state[index] = squashed(gates[3]) * tanh(cells[index])
      }
      result += state
    }
    return Tensor(shape: [steps, batch, hidden], values: result)
  }
}

struct SelectiveScanTests {
  private func points(batch: Int, time: Int, channels: Int, states: Int) -> [Tensor] {
    let signal = [batch, time, channels]
    let shapes = [signal, signal, signal, [batch, time, 2 * states], [channels, states], [channels]]
    return shapes.enumerated().map { sample($1, seed: UInt64($0 + 1)) }
  }

  private func scan(_ points: [Tensor]) -> Tensor {
    selectiveScan(
      ScanSignals(values: points[0], steps: points[1], gate: points[2], inputsAndOutputs: points[3]),
      logDecay: points[4], skip: points[5])
  }

  /// Sixteen states and whole vectors of channels have loops of their own; more than 16 steps keep states in between.
  @Test(arguments: [(1, 1, 1, 1), (2, 5, 3, 2), (3, 37, 19, 5), (2, 18, 32, 16), (1, 33, 21, 16)])
  func itIsTheRecurrenceOfItsDefinition(batch: Int, time: Int, channels: Int, states: Int) {
    let points = points(batch: batch, time: time, channels: channels, states: states)
    expectEqual(scan(points), naive(points), within: 2e-5)
  }

  @Test(arguments: [(2, 3, 2, 2), (1, 18, 1, 2), (1, 2, 17, 1)])
  func itHasItsDerivatives(batch: Int, time: Int, channels: Int, states: Int) {
    expectGradients(of: scan, at: points(batch: batch, time: time, channels: channels, states: states))
  }

  @Test func sixteenStatesHaveTheDerivativesOfAnyOther() {
    // A seventeenth state that nothing enters or leaves takes the general loops to the same result.
    let points = points(batch: 2, time: 20, channels: 16, states: 16)
    var wide = points
    wide[3] = padded(points[3].reshaped(to: [2, 20, 2, 16])).reshaped(to: [2, 20, 34])
    wide[4] = padded(points[4])
    func gradients(_ points: [Tensor]) -> [Tensor] {
      let watched = points.map { $0.watched() }
      let y = scan(watched)
      return gradient(of: sum(y * y), at: watched)
    }
    let (ours, reference) = (gradients(points), gradients(wide))
    for index in [0, 1, 2, 5] { expectEqual(ours[index], reference[index], within: 1e-4) }
  }

  /// A zero behind each row.
  private func padded(_ x: Tensor) -> Tensor {
    let width = x.size(ofAxis: -1)
    var values: [Float] = []
    for (index, value) in x.values.enumerated() {
      values.append(value)
      if index % width == width - 1 { values.append(0) }
    }
    return Tensor(shape: x.shape.dropLast() + [width + 1], values: values)
  }

  @Test func theConvolutionSeesThePresentAndThePast() {
    let x = Tensor(shape: [1, 3, 1], values: [1, 2, 3])
    let y = causalConvolutionSiLU(
      x, weight: Tensor(shape: [1, 2], values: [10, 1]), bias: Tensor(shape: [1], values: [0.5]))
    expectEqual(y, silu([1.5, 12.5, 23.5]), within: 1e-5)
    for (time, channels, size) in [(5, 3, 4), (2, 17, 4), (3, 1, 1)] {
      let points = [
        sample([2, time, channels]), sample([channels, size], seed: 2), sample([channels], seed: 3),
      ]
      expectGradients(of: { causalConvolutionSiLU($0[0], weight: $0[1], bias: $0[2]) }, at: points)
    }
  }

  private func silu(_ values: [Float]) -> Tensor {
    Tensor(shape: [1, values.count, 1], values: values.map { $0 / (1 + exponential(-$0)) })
  }

  private func naive(_ points: [Tensor]) -> Tensor {
    let (batch, time, channels) = (points[0].shape[0], points[0].shape[1], points[0].shape[2])
    let states = points[4].shape[1]
    let (u, delta, z, shared) = (points[0].values, points[1].values, points[2].values, points[3].values)
    var result = [Float](repeating: 0, count: u.count)
    for window in 0..<batch {
      for channel in 0..<channels {
        var h = [Float](repeating: 0, count: states)
        for t in 0..<time {
          let (row, at) = (window * time + t, (window * time + t) * channels + channel)
          let step = naturalLogarithm(1 + exponential(delta[at]))
          var y = points[5].values[channel] * u[at]
          for n in 0..<states {
            h[n] *= exponential(-step * exponential(points[4].values[channel * states + n]))
            h[n] += step * shared[row * 2 * states + n] * u[at]
            y += shared[row * 2 * states + states + n] * h[n]
          }
          result[at] = y * z[at] / (1 + exponential(-z[at]))
        }
      }
    }
    return Tensor(shape: points[0].shape, values: result)
  }
}
