import Platform
import TestSupport
import Testing

/// The reference tensors: those of this repository, and those of the folder that `FORECAST_GOLDEN_DIR` names.
enum GoldenFolder {
  /// `Tests/Golden`; its README says where the numbers come from.
  private static let own = PackageFolder.path + "/Tests/Golden"

  /// Every file of the folders, by name.
  static let files = files(in: own) + (Environment["FORECAST_GOLDEN_DIR"].map(files(in:)) ?? [])

  private static func files(in folder: String) -> [GoldenFile] {
    guard let names = try? Folder.names(in: folder) else {
      Issue.record("\(folder) cannot be read")
      return []
    }
    return names.filter { $0.hasSuffix(".safetensors") }.compactMap { name in
      do {
        return try GoldenFile(folder: folder, name: name)
      } catch {
        Issue.record("\(name): \(error)")
        return nil
      }
    }
  }

  static func files(ofKind kind: String) -> [GoldenFile] {
    files.filter { $0.kind == kind }
  }
}

@Suite("Golden folder")
struct GoldenFolderTests {
  /// Every kind is tested somewhere in this target.
  static let tested = [
    "revin", "samformer", "optimizer", "fan-layer", "atf-attention", "transformer", "dlinear", "nlinear",
    "lstm", "kan-layer", "mamba-mixer", "tsmixer", "itransformer",
  ]

  @Test func everyKindIsTested() {
    for file in GoldenFolder.files {
      #expect(Self.tested.contains(file.kind), "\(file.name) is of unknown kind \(file.kind)")
    }
  }

  @Test(arguments: tested) func everyKindHasAFile(_ kind: String) {
    #expect(!GoldenFolder.files(ofKind: kind).isEmpty)
  }
}
