import Glibc
import Persistence
import Platform
import Safetensors
import Tensors
import Testing

/// Files that travel between this package and the reference implementation, and those that PyTorch made.
struct SafetensorsExchangeTests {
  static let python = variable("FORECAST_PYTHON")
  static let goldenFolder = variable("FORECAST_GOLDEN_DIR")

  @Test(.enabled(if: python != nil, "set FORECAST_PYTHON to a Python with numpy and safetensors"))
  func theReferenceReaderReadsOursAndItsWriterWritesTheSameBytes() throws {
    let python = try #require(Self.python)
    let stem = "\(P_tmpdir)/forecast-safetensors-\(getpid())"
    let (ours, theirs) = (stem + "-ours", stem + "-theirs")
    defer {
      unlink(ours)
      unlink(theirs)
    }
    let file = SafetensorsFile(
      entries: SafetensorsTests.sample.entries, metadata: [("forecast.config", #"{"model": "samformer é"}"#)])
    try file.write(to: ours)
    let program = """
      import sys
      from safetensors import safe_open
      from safetensors.numpy import load_file, save_file
      with safe_open(sys.argv[1], framework="numpy") as file: metadata = file.metadata()
      save_file(load_file(sys.argv[1]), sys.argv[2], metadata=metadata)
      """
    #expect(system("'\(python)' -c '\(program)' \(ours) \(theirs)") == 0)
    #expect(try FileContents.bytes(ofFile: theirs) == FileContents.bytes(ofFile: ours))
    #expect(try SafetensorsFile(reading: theirs).entries.count == file.entries.count)
  }

  @Test(.enabled(if: goldenFolder != nil, "set FORECAST_GOLDEN_DIR to a folder of golden tensors"))
  func everyGoldenFileIsRead() throws {
    let folder = try #require(Self.goldenFolder)
    let names = names(in: folder).filter { $0.hasSuffix(".safetensors") }
    #expect(!names.isEmpty)
    for name in names {
      let file = try SafetensorsFile(reading: "\(folder)/\(name)")
      let golden = try #require(file.metadata("golden"))
      _ = try JSONReader(JSONValue(parsing: golden)).member("kind").string()
      #expect(!file.entries.isEmpty)
      let again = try SafetensorsFile(parsing: file.serialized(), named: name)
      #expect(again.entries == file.entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    }
  }

  private func names(in folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { names.append(String(cString: $0)) }
      }
    }
    return names
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
