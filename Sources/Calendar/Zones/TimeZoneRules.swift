import Platform
import Text

/// When the clocks of a place change: the system's time zone database.
public struct TimeZoneRules: Sendable {
  /// The name in the database, such as `Europe/Berlin`.
  public let name: String
  private let table: ZoneFile

  /// Reads the rules of a zone from `/usr/share/zoneinfo`.
  ///
  /// - Throws: `DataError.invalidOption` if the system does not know it.
  public init(named name: String) throws(DataError) {
    try self.init(named: name, folder: "/usr/share/zoneinfo")
  }

  init(named name: String, folder: String) throws(DataError) {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { part in
      part.first?.isLetter == true
        && part.utf8.allSatisfy { $0.isLetter || $0.isDigit || "_+-".utf8.contains($0) }
    }
    guard isPlain, name.utf8.count < 64, let bytes = try? FileContents.bytes(ofFile: "\(folder)/\(name)"),
      let table = ZoneFile(bytes)
    else {
      throw DataError(
        .invalidOption, "there is no time zone '\(name.shortened())' on this system",
        fix: "use a name like Europe/Berlin or UTC (the package tzdata has them)")
    }
    (self.name, self.table) = (name, table)
  }

  /// Seconds east of UTC at an instant, in seconds since 1970.
  public func offset(atUTC seconds: Int64) -> Int { table.offset(atUTC: seconds) }

  /// The instants, none to two, that clocks show as a local time; the earlier first. Seconds since 1970.
  public func instants(ofLocal seconds: Int64) -> [Int64] {
    // No zone is further than 26 hours from UTC, and none changes twice within that time.
    let offsets = Set([seconds - 26 * 3600, seconds + 26 * 3600].map(offset(atUTC:)))
    return offsets.map { seconds - Int64($0) }.filter { $0 + Int64(offset(atUTC: $0)) == seconds }.sorted()
  }
}

extension TimeZoneRules: Hashable {
  /// Zones of one name are the same.
  public static func == (left: TimeZoneRules, right: TimeZoneRules) -> Bool { left.name == right.name }
  /// Hashes the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
