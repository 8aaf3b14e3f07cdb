import Forecasters
import Forecasting
import Tensors
import Testing
import TimeSeries

struct ScoreTests {
  /// Computed window by window from the panel, without batches or threads.
  @Test(arguments: [1, 2]) func everyWindowIsScoredOnce(threads: Int) throws {
    let data = try SineData()
    var generator = SeededGenerator(seed: 1)
    let naive = try LastValue(.init(), for: SineData.task, using: &generator)
    let result = try score(naive, on: data.windows.test, workers: Workers(threadCount: threads))
      .score(deviations: data.scaler.deviations)
    var (squares, absolutes, unitSquares, count) = (0.0, 0.0, 0.0, 0.0)
    for channel in 0..<3 {
      let values = data.panel.values(ofColumn: channel)
      for first in 192...234 {
        for step in 0..<6 {
          let error = values[first + step] - values[first - 1]
          let scaled = error / data.scaler.deviations[channel]
          squares += scaled * scaled
          absolutes += abs(scaled)
          unitSquares += error * error
          count += 1
        }
      }
    }
    #expect(result.windows == 43)
    #expect(abs(result.mseNorm - squares / count) < 1e-6)
    #expect(abs(result.maeNorm - absolutes / count) < 1e-6)
    #expect(abs(result[.mse] - unitSquares / count) < 1e-5)
  }
}
