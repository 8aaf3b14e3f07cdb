import Forecasting
import Layers
import LeastSquares
import LinearMaps
import Tensors
import TestSupport
import Testing
import TimeSeries

/// Step-wise normal equations beside those of all steps together, and beside sums over windows one by one.
struct StepMomentsTests {
  private static let shape = WindowSet.Shape(lookback: 7, horizon: 5)

  private static func windows(missing share: Double, seed: UInt64) throws -> WindowSet {
    var generator = SeededGenerator(seed: seed)
    let columns = (0..<2).map { column in
      (
        name: "c\(column)",
        values: (0..<120).map { row in
          let value = Double(generator.normal()) + Double(row % 6)
          return Double(generator.uniform()) < share ? Double.nan : value
        }
      )
    }
    let stamps = Frequency.hours(1).stamps(after: Timestamp(year: 2020), count: 120)
    let panel = try Panel(source: "noise", timestamps: stamps, columns: columns)
    let split = try SplitRule("0.7/0.1/0.2").resolve(for: panel)
    let scaler = StandardScaler(fitting: panel, rows: split.train)
    return try WindowSet(ScaledPanel(panel, scalers: [scaler]), splits: [split], shape: shape)
  }

  @Test(arguments: [WindowCentring.instance, .last])
  func withNothingMissingTheyAreThoseOfAllSteps(_ kind: WindowCentring) throws {
    let windows = try Self.windows(missing: 0, seed: 1).training
    let workers = Workers(threadCount: 2)
    let (steps, whole) = (
      try StepMoments(of: windows, workers: workers), try WindowMoments(of: windows, workers: workers)
    )
    #expect(steps.errorCount == whole.errorCount)
    let together = try #require(whole.normalEquations(kind).solution(ridge: 0.01, freeInputs: 1))
    let size = Self.shape.lookback + 1
    for step in 0..<Self.shape.horizon {
      let alone = try #require(
        steps.normalEquations(step: step, [kind])[0].solution(ridge: 0.01, freeInputs: 1))
      let expected = together[step * size..<(step + 1) * size]
      #expect(zip(alone, expected).allSatisfy { abs($0 - $1) < 1e-9 }, "step \(step)")
    }
  }

  @Test(arguments: [WindowCentring.instance, .last])
  func missingTargetsAreInNoSum(_ kind: WindowCentring) throws {
    for (share, seed) in [(0.1, UInt64(2)), (0.5, 3), (0.9, 4)] {
      let windows = try Self.windows(missing: share, seed: seed).training
      let moments = try StepMoments(of: windows, workers: Workers(threadCount: 2))
      #expect(
        moments.errorCount == (0..<windows.count).reduce(0) { $0 + windows.observedTargetCount(ofWindow: $1) }
      )
      for step in 0..<Self.shape.horizon {
        let found = moments.normalEquations(step: step, [kind])[0]
        let expected = Self.bruteForce(windows, step: step, kind)
        let b = (0..<expected.inputSize).map { 0.1 * Double($0) - 0.3 }
        let (near, far) = (found.squaredError(of: b), expected.squaredError(of: b))
        #expect(abs(near - far) < 1e-4 * abs(far), "share \(share), seed \(seed), step \(step)")
        let solutions = [found, expected].compactMap { $0.solution(ridge: 0.01, freeInputs: 1) }
        try #require(solutions.count == 2)
        #expect(zip(solutions[0], solutions[1]).allSatisfy { abs($0 - $1) < 1e-4 })
      }
    }
  }

  /// Windows as forecasters are given them, in single precision, added up one by one.
  private static func bruteForce<Role>(
    _ windows: Windows<Role>, step: Int, _ kind: WindowCentring
  ) -> NormalEquations {
    let (lookback, size) = (shape.lookback, shape.lookback + 1)
    var (gram, cross, square) = (
      [Double](repeating: 0, count: size * size), [Double](repeating: 0, count: size), 0.0
    )
    for window in 0..<windows.count {
      let (batch, target) = windows.batch([window])
      let observed = windows.observedTargets([window])
      let normalizer = WindowNormalizer(.instance, channelCount: 2)
      let statistics = normalizer.normalize(batch.history, observed: batch.observed).statistics
      for channel in 0..<2 where observed?.values[channel * shape.horizon + step] ?? 1 == 1 {
        let x = batch.history.values[channel * lookback..<(channel + 1) * lookback].map { Double($0) }
        let isLast = kind == .last
        let level = isLast ? x[lookback - 1] : Double(statistics?.shift.values[channel] ?? 0)
        let input = x.map { $0 - level } + [isLast ? 1 : Double(statistics?.scale.values[channel] ?? 1)]
        let output = Double(target.values[channel * shape.horizon + step]) - level
        for i in 0..<size {
          for j in 0..<size { gram[i * size + j] += input[i] * input[j] }
          cross[i] += input[i] * output
        }
        square += output * output
      }
    }
    return NormalEquations(inputSize: size, gram: gram, cross: cross, outputSquares: square)
  }
}
