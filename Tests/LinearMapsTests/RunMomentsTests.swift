import Forecasting
import LeastSquares
import LinearMaps
import Tensors
import TestSupport
import Testing

/// Moments of runs that grow, shrink, join and change their units, beside those of all windows at once.
struct RunMomentsTests {
  private static let (lookback, width) = (5, 8)

  private static func values(_ count: Int, _ generator: inout SeededGenerator) -> [Double] {
    (0..<count).map { Double($0 % 6) + 3 * Double(generator.normal()) }
  }

  private static func run(_ rows: some Sequence<Double>, keepingAll: Bool = false) -> RunMoments {
    var run = RunMoments(width: width, lookback: lookback)
    run.append(Array(rows), keepingAll: keepingAll)
    return run
  }

  /// Sums over windows that are copied.
  private static func windows(_ rows: [Double]) -> (count: Int, products: [Double], sums: [Double]) {
    var (count, products, sums) = (
      0, [Double](repeating: 0, count: width * width), [Double](repeating: 0, count: width)
    )
    for start in rows.indices where start + width <= rows.count {
      let window = rows[start..<start + width].map { $0 }
      for i in 0..<width {
        sums[i] += window[i]
        for j in 0..<width { products[i * width + j] += window[i] * window[j] }
      }
      count += 1
    }
    return (count, products, sums)
  }

  private static func expect(_ run: RunMoments, isOf rows: [Double], _ place: String) {
    let expected = windows(rows)
    #expect(run.rowCount == rows.count && run.windowCount == expected.count, "\(place)")
    #expect(run.tail.count == min(rows.count, width - 1) && run.head.count >= run.tail.count, "\(place)")
    var sliding = SlidingMoments(width: width, rows: width)
    sliding.add(run)
    let places = Array(0..<width)
    let worst = max(
      largestDistance(places.map { sliding.sums[$0] }, expected.sums),
      largestDistance(places.map { sliding.squares[$0] }, places.map { expected.products[$0 * width + $0] }),
      largestDistance(places.flatMap { i in places.map { sliding[i, $0] } }, expected.products))
    #expect(worst < 1e-9, "\(place): the moments differ by \(worst)")
    let sums = run.rowSums
    #expect(abs(sums.sum - rows.reduce(0, +)) < 1e-9, "\(place)")
    #expect(abs(sums.square - rows.reduce(0) { $0 + $1 * $1 }) < 1e-9, "\(place)")
    let fresh = Self.run(rows)
    if let known = run.sums.deviations, let other = fresh.sums.deviations {
      #expect(close(known, other), "\(place): sums with deviations")
    }
  }

  private static func close(_ a: DeviationSums, _ b: DeviationSums) -> Bool {
    zip(a.numbers, b.numbers).allSatisfy { abs($0 - $1) < 1e-9 }
  }

  @Test func rowsComeInAnyPieces() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<40 {
      let rows = Self.values(1 + generator.integer(below: 40), &generator)
      var run = RunMoments(width: Self.width, lookback: Self.lookback)
      var start = 0
      while start < rows.count {
        let end = min(rows.count, start + generator.integer(below: 12))
        run.append(Array(rows[start..<end]), keepingAll: start.isMultiple(of: 2))
        start = end
      }
      Self.expect(run, isOf: rows, "\(rows.count) rows in pieces")
    }
  }

  @Test func theFirstRowsLeaveAgain() {
    var generator = SeededGenerator(seed: 12)
    for count in [3, 7, 8, 9, 15, 30, 60] {
      let rows = Self.values(count, &generator)
      for dropped in 0...count {
        var run = Self.run(rows, keepingAll: true)
        run.removeFirst(dropped)
        Self.expect(run, isOf: Array(rows[dropped...]), "\(dropped) of \(count)")
        var unknown = Self.run(rows)
        if !unknown.canRemoveFirst(dropped) { unknown.learn(firstRows: rows) }
        unknown.removeFirst(dropped)
        unknown.forgetRows()
        Self.expect(unknown, isOf: Array(rows[dropped...]), "\(dropped) of \(count), learnt")
      }
    }
  }

  @Test func runsThatTouchOrOverlapJoin() {
    var generator = SeededGenerator(seed: 13)
    for first in [1, 4, 7, 8, 12, 30] {
      for second in [1, 4, 7, 8, 12, 30] {
        let rows = Self.values(first + second, &generator)
        for overlap in 0...min(first, second, Self.width - 1) {
          var run = Self.run(rows[..<first])
          run.join(Self.run(rows[(first - overlap)...]), overlap: overlap)
          Self.expect(run, isOf: rows, "\(first) and \(second) rows, overlap \(overlap)")
        }
      }
    }
  }

  @Test func momentsInOtherUnitsAreThoseOfTheRowsInThem() {
    var generator = SeededGenerator(seed: 14)
    let rows = Self.values(30, &generator)
    var run = RunMoments(width: Self.width)
    run.append(rows)
    Self.expect(
      run.mapped(shift: 2.5, scale: 0.25), isOf: rows.map { ($0 - 2.5) * 0.25 }, "other units")
  }
}
