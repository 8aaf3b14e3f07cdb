import Platform
import Testing

/// The folder of reference tensors that `FORECAST_GOLDEN_DIR` names.
enum GoldenFolder {
  static let path = Environment["FORECAST_GOLDEN_DIR"]
  static let isGiven: ConditionTrait = .enabled(if: path != nil, "FORECAST_GOLDEN_DIR is not set")

  /// Every file of the folder, by name.
  static let files: [GoldenFile] = {
    guard let path, let names = try? Folder.names(in: path) else { return [] }
    return names.filter { $0.hasSuffix(".safetensors") }.compactMap { name in
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
  /// Every kind is tested somewhere in this target.
  static let tested = [
    "revin", "samformer", "optimizer", "fan-layer", "atf-attention", "transformer", "dlinear", "nlinear",
    "lstm", "kan-layer", "mamba-mixer", "tsmixer", "itransformer",
  ]

  @Test func everyKindIsTested() {
    #expect(!GoldenFolder.files.isEmpty)
    for file in GoldenFolder.files {
      #expect(Self.tested.contains(file.kind), "\(file.name) is of unknown kind \(file.kind)")
    }
  }
}
