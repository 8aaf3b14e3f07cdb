import Datasets
import Persistence
import Platform
import TestSupport
import Testing
import TimeSeries

struct SyntheticDatasetTests {
  @Test(arguments: SyntheticDataset.all.map(\.name))
  func theSameSeedGivesTheSameBytes(name: String) throws {
    let dataset = try #require(SyntheticDataset.named(name))
    let bytes = dataset.csv(rows: 300, seed: 7)
    #expect(bytes == dataset.csv(rows: 300, seed: 7))
    #expect(bytes != dataset.csv(rows: 300, seed: 8))
    #expect(bytes.starts(with: dataset.csv(rows: 100, seed: 7)))
  }

  @Test(arguments: [
    ("etth", 17_420, "date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT", "2016-07-01 00:00:00", "2018-06-26 19:00:00"),
    ("exchange", 7_588, "date,0,1,2,3,4,5,6,OT", "1990/1/1 0:00", "2010/10/10 0:00"),
  ])
  func rowsHeaderAndStampsAreThoseOfTheBenchmark(
    name: String, rowCount: Int, header: String, first: String, last: String
  ) throws {
    let dataset = try #require(SyntheticDataset.named(name))
    let lines = lines(dataset.csv(seed: 1))
    #expect(lines.count == rowCount + 1)
    #expect(lines.first.map(String.init) == header)
    #expect(lines[1].hasPrefix("\(first),"))
    #expect(lines[rowCount].hasPrefix("\(last),"))
    #expect(lines.allSatisfy { $0.split(separator: ",").count == dataset.channelNames.count + 1 })
  }

  @Test func weatherHasItsColumnsInUTF8AndTenMinuteStamps() throws {
    let dataset = SyntheticDataset.weather
    let lines = lines(dataset.csv(rows: 200, seed: 1))
    #expect(dataset.rowCount == 52_696)
    #expect(dataset.channelNames.count == 21)
    #expect(lines[0].contains("SWDR (W/m²),PAR (µmol/m²/s)"))
    #expect(lines[1].hasPrefix("2020-01-01 00:10:00,"))
    #expect(lines[144].hasPrefix("2020-01-02 00:00:00,"))
  }

  @Test(arguments: [("etth", 24), ("weather", 144)])
  func aDayLooksLikeTheDayBefore(name: String, period: Int) throws {
    let dataset = try #require(SyntheticDataset.named(name))
    let columns = columns(dataset.csv(rows: 30 * period, seed: 1))
    let similarities = columns.map { autocorrelation($0, lag: period) }
    #expect(similarities.reduce(0, +) / Double(columns.count) > 0.5)
    #expect(name != "etth" || similarities.allSatisfy { $0 > 0.5 })
  }

  @Test(arguments: SyntheticDataset.all.map(\.name), [UInt64(1), 2, 3])
  func channelsDependOnEachOther(name: String, seed: UInt64) throws {
    let dataset = try #require(SyntheticDataset.named(name))
    let columns = columns(dataset.csv(rows: 4_000, seed: seed))
    var total = 0.0
    for first in columns.indices {
      for second in columns.indices where second > first {
        total += abs(correlation(columns[first], columns[second]))
      }
    }
    let pairCount = columns.count * (columns.count - 1) / 2
    #expect(total / Double(pairCount) > 0.25)
  }

  @Test func theSampleOfTheRepositoryIsWhatItsReadmeSays() throws {
    let sample = try FileContents.bytes(ofFile: "\(PackageFolder.path)/datasets/sample-etth.csv")
    #expect(sample == SyntheticDataset.etth.csv(rows: 2_000, seed: 1))
  }

  @Test func exchangeRatesArePositiveAndHardlyMoveInADay() {
    for column in columns(SyntheticDataset.exchange.csv(seed: 1)) {
      #expect(column.allSatisfy { $0 > 0 })
      #expect(autocorrelation(column, lag: 1) > 0.95)
    }
  }

  private func lines(_ csv: [UInt8]) -> [Substring] {
    String(decoding: csv, as: UTF8.self).split(separator: "\n")
  }

  private func columns(_ csv: [UInt8]) -> [[Double]] {
    let rows = lines(csv).dropFirst().map { $0.split(separator: ",").dropFirst().map { Double($0) ?? .nan } }
    return rows[0].indices.map { column in rows.map { $0[column] } }
  }

  private func autocorrelation(_ values: [Double], lag: Int) -> Double {
    correlation(Array(values.dropLast(lag)), Array(values.dropFirst(lag)))
  }

  /// Pearson's correlation.
  private func correlation(_ a: [Double], _ b: [Double]) -> Double {
    let (meanA, meanB) = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    var (product, squareA, squareB) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      product += (x - meanA) * (y - meanB)
      squareA += (x - meanA) * (x - meanA)
      squareB += (y - meanB) * (y - meanB)
    }
    return product / (squareA * squareB).squareRoot()
  }
}
