import Glibc
import LocalModels
import Persistence
import Platform

/// The golden numbers in the folder that the environment variable FORECAST_CLASSICAL_DIR names.
struct GoldenFolder {
  let path: String

  /// Nil if the variable is unset.
  static var fromEnvironment: GoldenFolder? {
    unsafe getenv("FORECAST_CLASSICAL_DIR").map { unsafe GoldenFolder(path: String(cString: $0)) }
  }

  /// One series with the models that were fitted to it.
  struct Entry: Sendable {
    let id: String
    let season: Int
    let horizon: Int
    /// The rows to fit, missing ones filled.
    let series: LocalSeries
    /// The rows as they are, a missing one not a number.
    let raw: [Double]
    let json: JSONValue

    /// The members of `models`, in order.
    var models: [(name: String, model: JSONValue)] {
      guard case .object(let models)? = json["models"] else { return [] }
      return models.map { ($0.key, $0.value) }
    }
  }

  /// Every series of the folder, by name: read once for all tests.
  func entries() throws -> [Entry] { try Self.read.get() }

  private static let read = Result { try fromEnvironment?.readEntries() ?? [] }

  private func readEntries() throws -> [Entry] {
    try Folder.names(in: path + "/golden").filter { $0.hasSuffix(".json") && $0 != "units.json" }
      .map { try entry(file: $0) }
  }

  private func entry(file: String) throws -> Entry {
    let json = try JSONValue(parsing: FileContents.bytes(ofFile: path + "/golden/" + file))
    let reader = JSONReader(json)
    let season = try reader.member("m").integer()
    let text = String(
      decoding: try FileContents.bytes(ofFile: path + "/" + reader.member("file").string()), as: UTF8.self)
    let raw = text.split(separator: "\n").dropFirst().map { line in
      Double(line.split(separator: ",", omittingEmptySubsequences: false)[1]) ?? .nan
    }
    let filled = json["filled"].flatMap(numbers) ?? raw
    return Entry(
      id: try reader.member("id").string(), season: season, horizon: try reader.member("h").integer(),
      series: LocalSeries(values: filled, season: season), raw: raw, json: json)
  }
}

/// The numbers of a JSON array; nil if it is none.
func numbers(_ value: JSONValue) -> [Double]? {
  guard case .array(let elements) = value else { return nil }
  return elements.compactMap(number)
}

/// The number of a JSON value; nil if it is none.
func number(_ value: JSONValue) -> Double? {
  switch value {
  case .integer(let integer): Double(integer)
  case .number(let number): number
  default: nil
  }
}
