import Datasets
import Glibc
import Persistence
import Platform
import TestSupport
import Testing
import TimeSeries

struct DatasetCatalogTests {
  @Test func theManifestOfTheRepositoryIsTheCatalog() throws {
    let bytes = try FileContents.bytes(ofFile: "\(PackageFolder.path)/datasets/manifest.json")
    #expect(try JSONValue(parsing: bytes) == DatasetCatalog.manifest)
    #expect(String(decoding: bytes, as: UTF8.self) == DatasetCatalog.manifest.text(.indented) + "\n")
  }

  @Test func filesAreFoundByNameInAnyCase() {
    #expect(DatasetCatalog.named("etth1")?.file == "ETTh1.csv")
    #expect(DatasetCatalog.named("exchange_rate.csv")?.name == "exchange_rate")
    #expect(DatasetCatalog.named("other") == nil)
  }

  @Test(
    .enabled(if: getenv("FORECAST_DATA_DIR") != nil, "set FORECAST_DATA_DIR to a folder of benchmark files"))
  func theFilesAtHandHaveTheirDigestsAndSizes() throws {
    let folder = try #require(getenv("FORECAST_DATA_DIR").map { String(cString: $0) })
    for dataset in DatasetCatalog.all where FileContents.exists("\(folder)/\(dataset.file)") {
      let bytes = try FileContents.bytes(ofFile: "\(folder)/\(dataset.file)")
      #expect(dataset.sha256 == nil || SHA256.hexDigest(of: bytes) == dataset.sha256)
      let lines = bytes.split(separator: UInt8(ascii: "\n"))
      #expect(lines.count == dataset.rowCount + 1)
      #expect(lines.first?.split(separator: UInt8(ascii: ",")).count == dataset.channelCount + 1)
    }
  }
}

/// Fetching with a program in the place of curl, so that no test needs a network.
struct DatasetFetcherTests {
  private let temporary: TemporaryFolder
  private var folder: String { temporary.path }

  init() throws { temporary = try TemporaryFolder() }

  @Test func whatHasTheKnownDigestIsKept() throws {
    let fetcher = try fetcher("printf abc > \"$9\"")
    let path = "\(folder)/data/file.csv"
    #expect(try fetcher.fetch(dataset()) == .downloaded(path))
    #expect(try FileContents.bytes(ofFile: path) == Array("abc".utf8))
    #expect(try fetcher.fetch(dataset()) == .present(path))
    #expect(fileCount == 1)
  }

  @Test func theTemporaryFileIsNewAndCannotBeGuessed() throws {
    let fetcher = try fetcher("printf '%s\\n' \"$9\" >> '\(folder)/log'; printf x >> \"$9\"")
    for _ in 0..<2 { #expect(throws: DatasetFetchError.self) { try fetcher.fetch(dataset()) } }
    let names = String(decoding: try temporary.bytes("log"), as: UTF8.self).split(separator: "\n")
    #expect(Set(names).count == 2)
    #expect(names.allSatisfy { $0.hasPrefix("\(folder)/data/.forecast-") && $0.count > folder.count + 30 })
    #expect(fileCount == 0)
  }

  @Test func onlySecureAddressesWithinLimitsAreAskedFor() throws {
    let fetcher = try fetcher("printf '%s ' \"$@\" > '\(folder)/log'; exit 63")
    #expect(throws: DatasetFetchError.self) { try fetcher.fetch(dataset()) }
    let arguments = String(decoding: try temporary.bytes("log"), as: UTF8.self)
    for option in [
      "--proto =https", "--proto-redir =https", "--max-redirs 5", "--max-time 600", "--max-filesize 1048640",
    ] { #expect(arguments.contains(option), "\(option) is not in \(arguments)") }
  }

  @Test func aFileThatNeverEndsIsStopped() throws {
    // Two megabytes where the file can have one, from a program that then waits for ever.
    let fetcher = try fetcher("head -c 2000000 /dev/zero > \"$9\"; exec tail -f /dev/null")
    #expect(throws: DatasetFetchError.tooLarge(url: "https://example.org/file.csv", limit: 1_048_640)) {
      try fetcher.fetch(dataset())
    }
    #expect(fileCount == 0)
  }

  @Test func anInterruptionEndsTheDownload() throws {
    let fetcher = try fetcher("exec tail -f /dev/null")
    #expect(throws: DatasetFetchError.interrupted) { try fetcher.fetch(dataset()) { true } }
    #expect(fileCount == 0)
  }

  @Test func aFolderThatCannotBeMadeIsTold() throws {
    let fetcher = try fetcher("printf abc > \"$9\"")
    try AtomicFile.write("a file", to: "\(folder)/data")
    let error = FileError(path: "\(folder)/data", operation: .create, reason: .system(ENOTDIR))
    #expect(throws: DatasetFetchError.file(error)) { try fetcher.fetch(dataset()) }
  }

  @Test func otherBytesAreNotKept() throws {
    let fetcher = try fetcher("printf other > \"$9\"")
    #expect(throws: DatasetFetchError.self) { try fetcher.fetch(dataset()) }
    #expect(fileCount == 0)
  }

  @Test func anotherFileOfThatNameIsNotReplaced() throws {
    let fetcher = try fetcher("printf abc > \"$9\"")
    mkdir("\(folder)/data", 0o700)
    try AtomicFile.write("mine", to: "\(folder)/data/file.csv")
    let error = DatasetFetchError.occupied(path: "\(folder)/data/file.csv", expected: Self.digest)
    #expect(throws: error) { try fetcher.fetch(dataset()) }
    #expect(try FileContents.bytes(ofFile: "\(folder)/data/file.csv") == Array("mine".utf8))
  }

  @Test func beingOfflineIsSaidWithTheWayOut() throws {
    let fetcher = try fetcher("exit 6")
    do {
      _ = try fetcher.fetch(dataset())
      Issue.record("no error")
    } catch {
      #expect(
        "\(error)"
          == "cannot download https://example.org/file.csv (the host's name cannot be resolved: is this "
          + "machine online?); download it by hand and save it as \(folder)/data/file.csv")
    }
    #expect(fileCount == 0 && !Folder.isFolder("\(folder)/data"))
    let deeper = DatasetFetcher(into: "\(folder)/a/b/", downloader: "\(folder)/curl")
    #expect(throws: DatasetFetchError.self) { try deeper.fetch(dataset()) }
    #expect(!Folder.isFolder("\(folder)/a"))
  }

  @Test func withoutDownloaderSourceOrDigestTheReasonIsSaid() {
    let path = "\(folder)/data/file.csv"
    let fetcher = DatasetFetcher(into: "\(folder)/data", downloader: "\(folder)/missing")
    #expect(
      throws: DatasetFetchError.noDownloader(
        "\(folder)/missing", url: "https://example.org/file.csv", path: path)
    ) { try fetcher.fetch(dataset()) }
    let unknown = dataset(sha256: nil)
    #expect(throws: DatasetFetchError.noDigest(unknown, path: path)) { try fetcher.fetch(unknown) }
    let homeless = dataset(url: nil)
    #expect(throws: DatasetFetchError.noSource(homeless, path: path)) { try fetcher.fetch(homeless) }
  }

  /// SHA-256 of "abc".
  private static let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  private func dataset(
    url: String? = "https://example.org/file.csv", sha256: String? = DatasetFetcherTests.digest
  ) -> BenchmarkDataset {
    BenchmarkDataset(
      name: "file", file: "file.csv", summary: "", source: "a page", url: url, licence: "", sha256: sha256,
      split: "auto", frequency: "1 h", rowCount: 1, channelCount: 1)
  }

  private func fetcher(_ script: String) throws -> DatasetFetcher {
    let (text, program) = ("\(folder)/text", "\(folder)/curl")
    try AtomicFile.write("#!/bin/sh\n\(script)\n", to: text)
    // Another process writes the program: had this one it open while a test beside starts a process, that process would
    // have it open too for a moment, and a file open for writing cannot be run.
    try #require(system("install -m 700 '\(text)' '\(program)'") == 0)
    return DatasetFetcher(into: "\(folder)/data", downloader: program)
  }

  private var fileCount: Int {
    ((try? Folder.names(in: "\(folder)/data", includingHidden: true)) ?? []).count
  }
}
