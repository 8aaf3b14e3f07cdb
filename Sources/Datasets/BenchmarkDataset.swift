import Persistence

/// A public benchmark file: what it holds, where it comes from, and how to know it.
public struct BenchmarkDataset: Sendable, Equatable {
  /// The name by which users and sweeps ask for it.
  public let name: String
  /// The name of the file within a data folder.
  public let file: String
  /// One line on what was measured.
  public let summary: String
  /// Who published it and the page to read about it.
  public let source: String
  /// Where exactly these bytes can be downloaded; nil if no such place is known.
  public let url: String?
  /// The terms under which its publisher offers it.
  public let licence: String
  /// The SHA-256 digest of the file; nil if it is not known.
  public let sha256: String?
  /// The split of the literature, as `SplitRule` reads it.
  public let split: String
  /// The time from one row to the next.
  public let frequency: String
  /// How many rows the file has below its header.
  public let rowCount: Int
  /// How many columns it has besides the stamps.
  public let channelCount: Int

  package init(
    name: String, file: String, summary: String, source: String, url: String?, licence: String,
    sha256: String?,
    split: String, frequency: String, rowCount: Int, channelCount: Int
  ) {
    (self.name, self.file, self.summary, self.source) = (name, file, summary, source)
    (self.url, self.licence, self.sha256, self.split) = (url, licence, sha256, split)
    (self.frequency, self.rowCount, self.channelCount) = (frequency, rowCount, channelCount)
  }

  /// The entry of the manifest `datasets/manifest.json`.
  public var manifestEntry: JSONValue {
    [
      "name": .string(name), "file": .string(file), "summary": .string(summary), "source": .string(source),
      "url": url.map(JSONValue.string) ?? nil, "licence": .string(licence),
      "sha256": sha256.map(JSONValue.string) ?? nil, "split": .string(split), "frequency": .string(frequency),
      "rows": .integer(rowCount), "channels": .integer(channelCount),
    ]
  }
}
