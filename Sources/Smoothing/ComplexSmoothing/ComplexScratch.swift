/// The arrays of `ComplexRecursion`: level (0), potential (1), season (2) and its potential (3) of each row, with their derivatives by α₀, α₁, β₀, β₁.
///
/// Row r + m holds the states after row r; the first m rows are those before the series.
@safe package final class ComplexScratch {
  private let rows: Int
  private let numbers: UnsafeMutablePointer<Double>
  private let slopes: UnsafeMutablePointer<SIMD4<Double>>
  private let series: UnsafeMutablePointer<Double>

  package init(values: [Double], rows: Int) {
    self.rows = rows
    unsafe numbers = .allocate(capacity: 4 * rows)
    unsafe numbers.initialize(repeating: 0, count: 4 * rows)
    unsafe slopes = .allocate(capacity: 4 * rows)
    unsafe slopes.initialize(repeating: SIMD4(), count: 4 * rows)
    unsafe series = .allocate(capacity: max(values.count, 1))
    for row in values.indices { unsafe (series + row).initialize(to: values[row]) }
  }

  deinit {
    unsafe numbers.deallocate()
    unsafe slopes.deallocate()
    unsafe series.deallocate()
  }

  /// The value of the series in a row.
  @inline(__always)
  package func source(_ row: Int) -> Double { unsafe series[row] }

  /// A number with its derivatives.
  package typealias State = (value: Double, slope: SIMD4<Double>)

  @inline(__always)
  package func load(_ kind: Int, _ row: Int) -> State {
    unsafe (numbers[4 * row + kind], slopes[4 * row + kind])
  }

  @inline(__always)
  package func store(_ kind: Int, _ row: Int, _ state: State) {
    unsafe numbers[4 * row + kind] = state.value
    unsafe slopes[4 * row + kind] = state.slope
  }

  /// The values of one kind of state in some rows.
  package func values(of kind: Int, _ rows: Range<Int>) -> [Double] {
    rows.map { load(kind, $0).value }
  }

  /// Sets the states before the first row; they do not depend on the parameters.
  package func begin(from states: ComplexStates, season: Int) {
    for (kind, values) in [states.level, states.potential, states.season, states.seasonPotential].enumerated()
    {
      for row in 0..<season {
        store(kind, row, (values.isEmpty ? 0 : values[values.count == 1 ? 0 : row], SIMD4()))
      }
    }
  }

  /// Makes the m rows after the last one, reversed, the rows before the first of the next run.
  package func reverse(season: Int) {
    for row in 0..<season {
      for kind in 0..<4 {
        store(kind, row, load(kind, rows - 1 - row))
      }
    }
  }
}
