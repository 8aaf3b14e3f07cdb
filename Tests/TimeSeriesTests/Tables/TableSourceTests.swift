import Platform
import TestSupport
import Testing
import TimeSeries

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct TableSourceTests {
  /// `date,x` and three days, as gzip.compress(…, mtime=0) of CPython packs it.
  static let packed: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x4B, 0x49, 0x2C, 0x49, 0xD5, 0xA9,
    0xE0, 0x32, 0x32, 0x30, 0x32, 0xD0, 0x35, 0x30, 0x04, 0x22, 0x1D, 0x43, 0x3D, 0x53, 0x04, 0xD7,
    0x48, 0xC7, 0x08, 0x99, 0x6B, 0xAC, 0x63, 0x0C, 0xE4, 0x02, 0x00, 0x78, 0x39, 0x71, 0xCB, 0x34,
    0x00, 0x00, 0x00,
  ]

  @Test func gzipIsUnpackedAndTheDigestIsThatOfTheFile() throws {
    let table = try Table(parsing: Self.packed, name: "x.csv.gz")
    #expect(table.rowCount == 3 && table.numbers(ofColumn: "x") == [1.5, 2.5, 3.5])
    #expect(table.layout.isCompressed)
    #expect(table.sha256 == "b6d3dff8c3163473af8b3bb736d5f6266d2098d5f566e5a87a5f54ebf154f2ec")
    // Members may follow each other.
    let twice = try Table(parsing: Self.packed + Self.packedTail, name: "x.csv.gz")
    #expect(twice.rowCount == 4 && twice.numbers(ofColumn: "x")?[3] == 4.5)
    let cut = dataError { () throws(DataError) in
      try Table(parsing: Array(Self.packed.dropLast(12)), name: "cut.gz")
    }
    #expect(cut?.kind == .notText)
  }

  static let packedTail: [UInt8] = [
    0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0x33, 0x32, 0x30, 0x32, 0xD0, 0x35,
    0x30, 0xD4, 0x35, 0x30, 0xD1, 0x31, 0xD1, 0x33, 0xE5, 0x02, 0x00, 0xD5, 0xD7, 0x2D, 0x29, 0x0F,
    0x00, 0x00, 0x00,
  ]

  @Test(arguments: [true, false], [true, false])
  func utf16IsReadWithAndWithoutMark(isLittleEndian: Bool, hasMark: Bool) throws {
    let text = daily(["1", "2", "3"], header: "date,Grüße 温度")
    var bytes: [UInt8] = []
    for unit in (hasMark ? "\u{FEFF}" + text : text).utf16 {
      bytes +=
        isLittleEndian ? [UInt8(unit & 255), UInt8(unit >> 8)] : [UInt8(unit >> 8), UInt8(unit & 255)]
    }
    let table = try Table(parsing: bytes, name: "utf16.csv")
    #expect(table.columns[1].name == "Grüße 温度" && table.numbers(ofColumn: "Grüße 温度") == [1, 2, 3])
    #expect(table.layout.encoding == (isLittleEndian ? "UTF-16LE" : "UTF-16BE"))
    #expect(table.notes == [.encoding(table.layout.encoding)])
  }

  @Test func anEncodingIsHintedAtAndReadWhenTold() throws {
    let gbk: [UInt8] =
      [0xC8, 0xD5, 0xC6, 0xDA, 0x2C, 0xCE, 0xC2, 0xB6, 0xC8] + Array(daily(["1", "2"]).utf8.dropFirst(6))
    let guessed = try Table(parsing: gbk, name: "gbk.csv")
    #expect(guessed.notes == [.notUTF8(line: 1, looksLike: "GBK")])
    var options = ReadingOptions()
    options.encoding = "GBK"
    #expect(try Table(parsing: gbk, name: "gbk.csv", options).columns.map(\.name) == ["日期", "温度"])
    options.encoding = "no-such-code"
    let unknown = dataError { () throws(DataError) in try Table(parsing: gbk, name: "gbk.csv", options) }
    #expect(unknown?.kind == .invalidOption && unknown?.value == "no-such-code")
    options.encoding = "EUC-JP"
    let latin = Array("date,T (".utf8) + [0xB0] + Array("C)\n2020-01-01,1\n".utf8)
    let bad = dataError { () throws(DataError) in try Table(parsing: latin, name: "latin.csv", options) }
    #expect(bad?.kind == .notText && bad?.line == 1)
    #expect(
      try Table(parsing: latin, name: "latin.csv").notes == [.notUTF8(line: 1, looksLike: "WINDOWS-1252")])
  }

  /// What other formats begin with, as Latin-1.
  private static let otherFormats: [(start: String, name: String)] = [
    ("PK\u{3}\u{4}....[Content_Types].xml", "Excel workbook (xlsx)"),
    ("\u{D0}\u{CF}\u{11}\u{E0}\u{A1}", "Excel workbook (xls)"), ("PAR1....PAR1", "Parquet"),
    ("ARROW1..", "Arrow"), ("[{\"a\": 1}]", "JSON"), (" {\"a\": [1]}", "JSON"),
    ("<!DOCTYPE html><html>", "HTML"), ("<table><tr>", "HTML"), ("<?xml version", "XML"),
    ("%PDF-1.7", "PDF"), ("(\u{B5}/\u{FD}\u{0}", "Zstandard"), ("BZh91AY", "bzip2"),
  ]

  @Test(arguments: otherFormats.indices)
  func otherFormatsAreNamed(index: Int) throws {
    let (start, name) = Self.otherFormats[index]
    let bytes = start.unicodeScalars.map { UInt8($0.value) }
    let error = try #require(dataError { () throws(DataError) in try Table(parsing: bytes, name: "x") })
    #expect(error.kind == .notText && error.problem.contains(name), "\(error)")
    #expect(error.fix?.isEmpty == false)
  }

  @Test func aPipeIsReadOnceAndItsDigestIsThatOfItsBytes() throws {
    let text = daily(["1", "2", "3"])
    let folder = try TemporaryFolder()
    let regular = try Table(reading: try folder.write("x.csv", Array(text.utf8)))
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    #expect(write(ends[1], text, text.utf8.count) == text.utf8.count)
    close(ends[1])
    let piped = try Table(reading: "/dev/fd/\(ends[0])")
    close(ends[0])
    #expect(piped.sha256 == regular.sha256 && piped.numbers(ofColumn: "x") == [1, 2, 3])
  }

  @Test func aFIFOIsOpenedOnce() async throws {
    let text = daily((0..<20_000).map { "\($0).5" })
    let folder = try TemporaryFolder()
    let path = folder.file("fifo")
    #expect(mkfifo(path, 0o600) == 0)
    let writer = Task.detached {
      let end = open(path, O_WRONLY)
      defer { close(end) }
      let bytes = Array(text.utf8)
      var done = 0
      while done < bytes.count {
        let step = bytes[done...].withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
        if step <= 0 { return false }
        done += step
      }
      return true
    }
    let table = try Table(reading: path)
    #expect(await writer.value)
    #expect(table.rowCount == 20_000 && table.numbers(ofColumn: "x")?.last == 19_999.5)
    #expect(table.sha256 == (try Table(parsing: Array(text.utf8), name: "x")).sha256)
  }
}
