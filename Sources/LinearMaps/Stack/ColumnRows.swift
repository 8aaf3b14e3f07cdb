import Forecasting
import TimeSeries

/// The rows of one column of one series before the test: the training rows, then those of the validation.
public struct ColumnRows: Sendable {
  /// Which of the target columns it is.
  public let column: Int
  /// One value a row, in deviations from the mean of the training rows; missing ones are filled from the rows before.
  let values: [Double]
  /// 1 for an observed row, 0 for a filled one; nil if all were observed.
  let observed: [UInt8]?
  /// Rows that do not follow the one before them.
  let breaks: [Int]
  /// The first rows, which the maps of a finished stack are fitted on.
  let trainingCount: Int

  /// - Parameters:
  ///   - column: Which of the target columns it is.
  ///   - values: One value a row.
  ///   - observed: 1 for an observed row, 0 for a filled one; nil if all were observed.
  ///   - breaks: Rows that do not follow the one before them.
  ///   - trainingCount: How many of the rows are training rows.
  public init(
    column: Int, values: [Double], observed: [UInt8]? = nil, breaks: [Int] = [], trainingCount: Int
  ) {
    precondition(
      trainingCount <= values.count && (observed?.count ?? values.count) == values.count,
      "ColumnRows: \(values.count) values, \(trainingCount) for training")
    (self.column, self.values, self.observed, self.breaks) = (column, values, observed, breaks)
    self.trainingCount = trainingCount
  }

  /// All rows.
  var count: Int { values.count }

  /// The stretches of consecutive rows within some rows.
  func stretches(in rows: Range<Int>) -> [Range<Int>] {
    let edges = [rows.lowerBound] + breaks.filter { $0 > rows.lowerBound && $0 < rows.upperBound }
    return zip(edges, edges.dropFirst() + [rows.upperBound]).map { $0..<$1 }
  }

  /// The longest stretches of consecutive rows that were all observed, those of at least `width` rows.
  func completeRuns(in rows: Range<Int>, width: Int) -> [Range<Int>] {
    let stretches = stretches(in: rows)
    guard let observed else { return stretches.filter { $0.count >= width } }
    var runs: [Range<Int>] = []
    for stretch in stretches {
      var start = stretch.lowerBound
      for row in stretch where observed[row] == 0 {
        if row - start >= width { runs.append(start..<row) }
        start = row + 1
      }
      if stretch.upperBound - start >= width { runs.append(start..<stretch.upperBound) }
    }
    return runs
  }

  /// Mean and deviation of the observed ones of some rows; a deviation of 1 where they do not vary.
  func standard(of rows: Range<Int>) -> Standardization {
    var (sum, square, count) = (0.0, 0.0, 0.0)
    for row in rows where observed?[row] ?? 1 == 1 { (sum, count) = (sum + values[row], count + 1) }
    let mean = count > 0 ? sum / count : 0
    for row in rows where observed?[row] ?? 1 == 1 {
      square += (values[row] - mean) * (values[row] - mean)
    }
    return Standardization(mean: mean, deviation: square > 0 ? (square / count).squareRoot() : 1)
  }
}

extension TrainingData {
  /// The rows before the test of every target column, series by series.
  public var columnRows: [ColumnRows] {
    let (training, data) = (training, training.data)
    return rowsBeforeTest.flatMap { series, trainingRows, rows in
      let scaler = data.scalers[series]
      return training.targetColumns.enumerated().map { place, column in
        let (mean, deviation) = (scaler.means[column], scaler.deviations[column])
        return ColumnRows(
          column: place,
          values: data.withUnits(column, ofSeries: series, rows: rows) { values in
            values.indices.map { (values[$0] - mean) / deviation }
          },
          observed: data.observed(column, ofSeries: series).map { Array($0[rows]) },
          breaks: data.panel.series[series].breaks.filter(rows.contains).map { $0 - rows.lowerBound },
          trainingCount: trainingRows.count)
      }
    }
  }
}
