import Forecasting
import TimeSeries

extension TrainingData {
  /// Expanding folds inside the training and validation rows: of n the first is fitted on 40 % of them, each is scored on the next
  /// 60 / n %.
  package func folds(_ count: Int) -> [(training: TrainingWindows, scoring: TrainingWindows)] {
    let rows = rowsBeforeTest
    func edge(_ rows: Range<Int>, _ fold: Int) -> Int {
      rows.lowerBound + rows.count * (2 * count + 3 * fold) / (5 * count)
    }
    func windows(_ firstTargets: (Range<Int>) -> (from: Int, end: Int)) -> TrainingWindows {
      let (lookback, horizon) = (training.lookback, training.horizon)
      return training.beginning(
        in: rows.compactMap { series, _, rows in
          let (from, end) = firstTargets(rows)
          let first = max(from, rows.lowerBound + lookback)
          return first + horizon <= end ? (series, first..<end - horizon + 1) : nil
        })
    }
    return (0..<count).map { fold in
      (
        windows { ($0.lowerBound, edge($0, fold)) },
        windows { (edge($0, fold), edge($0, fold + 1)) }
      )
    }
  }

  /// The rows of each series that training windows lie in, and with them those of its validation windows.
  var rowsBeforeTest: [(series: Int, training: Range<Int>, all: Range<Int>)] {
    let ends = Dictionary(
      validation.seriesRows.map { ($0.series, $0.rows.upperBound) }, uniquingKeysWith: max)
    return training.seriesRows.map { series, rows in
      (series, rows, rows.lowerBound..<max(rows.upperBound, ends[series] ?? 0))
    }
  }
}
