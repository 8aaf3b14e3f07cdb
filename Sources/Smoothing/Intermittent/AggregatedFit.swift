import LocalModels

/// A fitted model of demand summed over blocks of rows: simple exponential smoothing of the sums, over the length of the block; the mean
/// over several lengths for IMAPA.
///
/// The last block ends with the last row. So that a later origin is exact, each length keeps the level of every alignment of its blocks.
public struct AggregatedFit: FittedLocalModel {
  /// The sums over blocks of one length.
  private struct Block: Sendable {
    let length: Int
    let alpha: Double
    /// The level of the blocks that end at rows with (row + 1) mod length = index; not a number before the first.
    var levels: [Double]
  }

  /// The name of the model.
  public let name: String
  /// Remarks on the fit.
  public var notes: [FitNote] = []
  private var blocks: [Block] = []
  /// The last rows, as many as the longest block.
  private var recent: [Double] = []
  private var row = 0

  init(name: String, _ values: [Double], blocks lengths: [Int]) {
    self.name = name
    let longest = lengths.max() ?? 1
    for length in lengths {
      let first = values.count % length
      let sums = stride(from: first, through: values.count - length, by: length).map { start in
        values[start..<(start + length)].reduce(0, +)
      }
      let alpha = SimpleSmoothing.bestAlpha(sums, from: 0.1, to: 0.3)
      blocks.append(
        Block(length: length, alpha: alpha, levels: [Double](repeating: .nan, count: length)))
    }
    recent.reserveCapacity(longest)
    for value in values { move(on: value, longest: longest) }
  }

  /// Restores what `state` holds.
  public init(restoring state: LocalModelState) throws(LocalFitError) {
    name = state.name
    notes = state.notes
    let lengths = try state.array("lengths")
    let alphas = try state.array("alphas", count: lengths.count)
    let levels = try state.array("levels")
    var next = 0
    for (length, alpha) in zip(lengths, alphas) {
      guard let length = Int(exactly: length), length > 0, length <= levels.count - next else {
        throw .malformedState(model: state.name, array: "lengths")
      }
      blocks.append(Block(length: length, alpha: alpha, levels: Array(levels[next..<(next + length)])))
      next += length
    }
    recent = try state.array("recent")
    row = try state.integer("row")
  }

  /// Coefficients and criteria by name.
  public var parameters: [LocalParameter] {
    blocks.map { LocalParameter("alpha-\($0.length)", $0.alpha) }
  }

  /// What restores the model.
  public var state: LocalModelState {
    var state = LocalModelState(kind: "aggregated", name: name, notes: notes)
    state.append("lengths", blocks.map { Double($0.length) })
    state.append("alphas", blocks.map(\.alpha))
    state.append("levels", blocks.flatMap(\.levels))
    state.append("recent", recent)
    state.append("row", [Double(row)])
    return state
  }

  /// Forecasts the next rows with their intervals.
  public func forecast(horizon: Int, levels: [IntervalLevel]) -> IntervalForecast {
    var sum = 0.0
    for block in blocks {
      let level = block.levels[row % block.length]
      sum += level.isNaN ? 0 : level / Double(block.length)
    }
    let value = blocks.isEmpty ? 0 : sum / Double(blocks.count)
    return IntervalForecast(
      mean: [Double](repeating: value, count: horizon), variance: nil, levels: levels)
  }

  /// Moves the state on by one row; the coefficients stay.
  public mutating func update(with value: Double) {
    let longest = blocks.map(\.length).max() ?? 1
    let present = value.isNaN ? forecast(horizon: 1, levels: []).mean[0] : value
    move(on: present, longest: longest)
  }

  private mutating func move(on value: Double, longest: Int) {
    if recent.count == longest { recent.removeFirst() }
    recent.append(value)
    row += 1
    for index in blocks.indices where row >= blocks[index].length {
      let length = blocks[index].length
      let sum = recent.suffix(length).reduce(0, +)
      let phase = row % length
      let level = blocks[index].levels[phase]
      let alpha = blocks[index].alpha
      blocks[index].levels[phase] = level.isNaN ? sum : alpha * sum + (1 - alpha) * level
    }
  }
}
