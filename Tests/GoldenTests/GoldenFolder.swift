import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// The folder of reference tensors that `FORECAST_GOLDEN_DIR` names.
enum GoldenFolder {
  static let path = unsafe getenv("FORECAST_GOLDEN_DIR").map { unsafe String(cString: $0) }
  static let isGiven: ConditionTrait = .enabled(if: path != nil, "FORECAST_GOLDEN_DIR is not set")

  /// Every file of the folder, by name.
  static let files: [GoldenFile] = {
    guard let path, let folder = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasSuffix(".safetensors") { names.append(name) }
    }
    return names.sorted().compactMap { name in
      do {
        return try GoldenFile(folder: path, name: name)
      } catch {
        Issue.record("\(name): \(error)")
        return nil
      }
    }
  }()

  static func files(ofKind kind: String) -> [GoldenFile] {
    files.filter { $0.kind == kind }
  }
}

@Suite("Golden folder", GoldenFolder.isGiven)
struct GoldenFolderTests {
  /// Kinds whose layers do not exist yet.
  static let notBuiltYet = [
    "itransformer"
  ]

  @Test func everyKindIsTestedOrListedAsNotBuiltYet() {
    #expect(!GoldenFolder.files.isEmpty)
    let tested = [
      "revin", "samformer", "optimizer", "fan-layer", "atf-attention", "lstm", "kan-layer", "mamba-mixer",
      "tsmixer", "dlinear", "nlinear", "transformer",
    ]
    for file in GoldenFolder.files {
      #expect((tested + Self.notBuiltYet).contains(file.kind), "\(file.name) is of unknown kind \(file.kind)")
    }
  }
}
