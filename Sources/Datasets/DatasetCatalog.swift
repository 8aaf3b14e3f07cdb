import Persistence

/// The public benchmark files that the program knows by name; none is part of the package.
public enum DatasetCatalog {
  /// All files, in the order in which they are listed.
  public static var all: [BenchmarkDataset] {
    [
      transformer("ETTh1", sha256: "f18de3ad269cef59bb07b5438d79bb3042d3be49bdeecf01c1cd6d29695ee066"),
      transformer("ETTh2", sha256: "a3dc2c597b9218c7ce1cd55eb77b283fd459a1d09d753063f944967dd6b9218b"),
      transformer("ETTm1", sha256: nil),
      transformer("ETTm2", sha256: nil),
      weather,
      exchange,
    ]
  }

  /// The file called `name`, whether with or without its extension and in any case.
  public static func named(_ name: String) -> BenchmarkDataset? {
    let wanted = name.lowercased()
    return all.first { [$0.name.lowercased(), $0.file.lowercased()].contains(wanted) }
  }

  /// The content of `datasets/manifest.json`.
  public static var manifest: JSONValue {
    ["datasets": .array(all.map(\.manifestEntry))]
  }

  private static func transformer(_ name: String, sha256: String?) -> BenchmarkDataset {
    let isHourly = name.hasPrefix("ETTh")
    // A commit, not a branch: the digest belongs to the bytes of that commit.
    let folder =
      "https://raw.githubusercontent.com/zhouhaoyi/ETDataset/1d16c8f4f943005d613b5bc962e9eeb06058cf07"
    return BenchmarkDataset(
      name: name, file: "\(name).csv",
      summary: "load and oil temperature of a transformer, every \(isHourly ? "hour" : "15 minutes")",
      source: "ETDataset (Zhou et al. 2021, Informer), https://github.com/zhouhaoyi/ETDataset",
      url: "\(folder)/ETT-small/\(name).csv", licence: "CC BY-ND 4.0", sha256: sha256,
      split: isHourly ? "ett-hourly" : "ett-minutely", frequency: isHourly ? "1 h" : "15 min",
      rowCount: isHourly ? 17_420 : 69_680, channelCount: 7)
  }

  private static var weather: BenchmarkDataset {
    BenchmarkDataset(
      name: "weather", file: "weather.csv", summary: "21 readings of the weather station in Jena in 2020",
      source: "Max Planck Institute for Biogeochemistry, https://www.bgc-jena.mpg.de/wetter/",
      url: nil, licence: "see the publisher's page",
      sha256: "34ee981d07313e51da2a50bb600072c8ae4a69cb4b0651f4cb93a069d7a2ba63",
      split: "0.7/0.1/0.2", frequency: "10 min", rowCount: 52_696, channelCount: 21)
  }

  private static var exchange: BenchmarkDataset {
    BenchmarkDataset(
      name: "exchange_rate", file: "exchange_rate.csv",
      summary: "eight exchange rates, every day from 1990 to 2010",
      source: "Lai et al. 2018 (LSTNet), https://github.com/laiguokun/multivariate-time-series-data",
      url: nil, licence: "none stated",
      sha256: "d55e7aa2641009814a18ba3279431b13f6d413b0eab195b9ff21988d8cf94e97",
      split: "0.7/0.1/0.2", frequency: "1 day", rowCount: 7_588, channelCount: 8)
  }
}
