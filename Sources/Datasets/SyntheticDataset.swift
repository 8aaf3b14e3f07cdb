import Persistence
import Platform
import Tensors
import TimeSeries

/// Data made by a seeded random process in the form of a well-known benchmark file.
///
/// The columns, stamps and row counts are those of the benchmark; the numbers have daily and weekly seasons, trend,
/// noise, and factors that channels share with a delay, so that a trained model has something to find. The same seed
/// gives the same bytes, and fewer rows are the beginning of more.
public struct SyntheticDataset: Sendable {
  /// The name by which users ask for it.
  public let name: String
  /// One line on what it imitates.
  public let summary: String
  /// How many rows the imitated file has.
  public let rowCount: Int

  let channels: [SyntheticChannel]
  let recipe: SyntheticRecipe
  let start: Timestamp
  let frequency: Frequency
  let stampForm: StampForm

  /// The names of the channels, without the column of stamps.
  public var channelNames: [String] { channels.map(\.name) }

  /// The file: a header, then one line per row, each with a newline.
  ///
  /// - Parameters:
  ///   - rows: How many rows to make; nil for as many as the imitated file has.
  ///   - seed: Which of the possible files to make.
  public func csv(rows: Int? = nil, seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed, purpose: .synthesis)
    var process = SyntheticProcess(recipe, channelCount: channels.count, using: &generator)
    var stamp = start
    var text = Array("date".utf8)
    for channel in channels { text += ",\(channel.name)".utf8 }
    text.append(UInt8(ascii: "\n"))
    for _ in 0..<(rows ?? rowCount) {
      text += stampForm.string(for: stamp).utf8
      stamp = frequency.advance(stamp)
      for (channel, value) in zip(channels, process.next(using: &generator)) {
        text.append(UInt8(ascii: ","))
        channel.append(value, to: &text)
      }
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  /// Writes the file in one step.
  ///
  /// - Throws: `FileError` with the operation `create` or `write`.
  public func write(to path: String, rows: Int? = nil, seed: UInt64) throws(FileError) {
    try AtomicFile.write(csv(rows: rows, seed: seed), to: path)
  }
}

/// The scale of one synthetic column.
struct SyntheticChannel: Sendable {
  let name: String
  let level: Double
  let deviation: Double
  let decimals: Int
  /// What the column cannot fall below, such as 0 for rain.
  var minimum = -Double.infinity

  /// Adds the value of a standardised number in fixed decimals.
  func append(_ standardised: Double, to text: inout [UInt8]) {
    let power = (0..<decimals).reduce(1) { power, _ in power * 10 }
    let value = max(level + deviation * standardised, minimum)
    let scaled = Int((value * Double(power)).rounded())
    if scaled < 0 { text.append(UInt8(ascii: "-")) }
    let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt(power))
    text += String(whole).utf8
    guard decimals > 0 else { return }
    let digits = String(fraction)
    text += ".\(String(repeating: "0", count: decimals - digits.count))\(digits)".utf8
  }
}
