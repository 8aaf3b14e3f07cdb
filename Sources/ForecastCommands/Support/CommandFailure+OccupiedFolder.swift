import Platform

extension CommandFailure {
  /// A folder with tables that would be replaced.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - owner: What made them: "the study 'toy'".
  ///   - option: The option that names the folder.
  init(occupied path: String, by owner: String, option: String) {
    self.init(
      .usage, "\(path) has the tables of \(owner); try \(option) \(Self.freeName(beside: path))")
  }

  /// Makes sure that nothing but a folder stands where `option` names one.
  static func requireNoFile(inPlaceOf path: String, option: String) throws(CommandFailure) {
    guard let kind = FileStatus(ofFile: path)?.kind, kind != .folder else { return }
    throw CommandFailure(.cannotCreate, "\(path): is no folder; give \(option) another name")
  }

  /// The first of `out-2`, `out-3`, … that is not there.
  private static func freeName(beside path: String) -> String {
    var (stem, number) = (path, 2)
    while stem.count > 1, stem.hasSuffix("/") { stem.removeLast() }
    while FileContents.exists("\(stem)-\(number)") { number += 1 }
    return "\(stem)-\(number)"
  }
}
