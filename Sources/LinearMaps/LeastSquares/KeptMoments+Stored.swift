import Forecasting
import TimeSeries

extension KeptMoments {
  /// The version of the layout of ``numbers``.
  private static let layout = 1.0

  /// The moments as one list of numbers, for a file.
  public var numbers: [Double] {
    var list = [Self.layout, Double(lookback), Double(horizon)]
    list += [keepsRows ? 1 : 0, sumsDeviations ? 1 : 0, Double(columns.count)]
    for column in columns {
      list += [column.series, column.target, column.rowCount, column.runs.count].map { Double($0) }
      list += [column.first, column.last].flatMap { stamp -> [Double] in
        stamp.map { [1, Double($0.seconds), Double($0.nanosecond)] } ?? [0, 0, 0]
      }
      for run in column.runs {
        let moments = run.moments
        list += [run.start, moments.rowCount, moments.head.count].map { Double($0) }
        list += moments.head + moments.tail + moments.sums.products + [moments.sums.first]
        if let sums = moments.sums.deviations { list += sums.products + [sums.level, sums.square] }
      }
    }
    return list
  }

  /// The moments in a list of numbers, which is read as hostile input.
  ///
  /// - Throws: `ModelFileError.description` with what is wrong.
  public init(numbers: [Double]) throws(ModelFileError) {
    var reader = NumberReader(numbers)
    guard try reader.next() == Self.layout else { throw NumberReader.damaged("they have another layout") }
    let (lookback, horizon) = (try reader.count(), try reader.count())
    guard lookback > 0, horizon > 0, lookback + horizon <= numbers.count else {
      throw NumberReader.damaged("their windows have \(lookback) + \(horizon) rows")
    }
    self.init(
      lookback: lookback, horizon: horizon, keepsRows: try reader.flag(), sumsDeviations: try reader.flag())
    for _ in 0..<(try reader.count()) { columns.append(try column(&reader)) }
    guard reader.isAtEnd else { throw NumberReader.damaged("numbers follow the last of them") }
  }

  private func column(_ reader: inout NumberReader) throws(ModelFileError) -> SeriesMoments {
    var column = SeriesMoments(series: try reader.count(), target: try reader.count())
    column.rowCount = try reader.count()
    let runCount = try reader.count()
    (column.first, column.last) = (try reader.stamp(), try reader.stamp())
    var end = 0
    for _ in 0..<runCount {
      let run = SeriesMoments.Run(start: try reader.count(), moments: try run(&reader))
      guard run.start >= end, run.end <= column.rowCount else { throw NumberReader.damaged("runs overlap") }
      end = run.end
      column.runs.append(run)
    }
    return column
  }

  private func run(_ reader: inout NumberReader) throws(ModelFileError) -> RunMoments {
    let width = lookback + horizon
    let (rowCount, headCount) = (try reader.count(), try reader.count())
    let tailCount = min(rowCount, width - 1)
    guard headCount >= tailCount, headCount <= rowCount else {
      throw NumberReader.damaged("\(headCount) of \(rowCount) rows are kept")
    }
    let (head, tail) = (try reader.next(headCount), try reader.next(tailCount))
    let (products, first) = (try reader.next(width), try reader.next())
    var deviations: DeviationSums?
    if sumsDeviations {
      deviations = DeviationSums(
        lookback: lookback, products: try reader.next(width), level: try reader.next(),
        square: try reader.next())
    }
    return RunMoments(
      width: width, rowCount: rowCount, head: head, tail: tail,
      sums: WindowSums(products: products, first: first, deviations: deviations))
  }
}

/// Takes numbers from a list one after another.
private struct NumberReader {
  private let numbers: [Double]
  private var position = 0

  init(_ numbers: [Double]) { self.numbers = numbers }

  var isAtEnd: Bool { position == numbers.count }

  static func damaged(_ problem: String) -> ModelFileError {
    .description("its moments cannot be read: \(problem)")
  }

  mutating func next() throws(ModelFileError) -> Double { try next(1)[0] }

  mutating func next(_ count: Int) throws(ModelFileError) -> [Double] {
    guard count <= numbers.count - position else { throw Self.damaged("they end too early") }
    position += count
    let values = Array(numbers[position - count..<position])
    guard values.allSatisfy(\.isFinite) else { throw Self.damaged("some are infinite") }
    return values
  }

  /// A whole number that is not negative.
  mutating func count() throws(ModelFileError) -> Int {
    let value = try next()
    guard let count = Int(exactly: value), count >= 0, count < 1 << 48 else {
      throw Self.damaged("\(value) is no count")
    }
    return count
  }

  mutating func flag() throws(ModelFileError) -> Bool {
    let value = try count()
    guard value < 2 else { throw Self.damaged("\(value) is neither yes nor no") }
    return value == 1
  }

  mutating func stamp() throws(ModelFileError) -> Timestamp? {
    let (isKnown, seconds, nanoseconds) = (try flag(), try next(), try count())
    guard let seconds = Int64(exactly: seconds), nanoseconds < 1_000_000_000 else {
      throw Self.damaged("a stamp is none")
    }
    return isKnown ? Timestamp(seconds: seconds, nanoseconds: Int64(nanoseconds)) : nil
  }
}
