import Glibc
import Persistence
import Testing

/// Writes the answers that the golden folder's check.py reads, where FORECAST_CLASSICAL_ANSWERS names a file.
@Suite struct GoldenAnswersTests {
  @Test func theAnswersAreWrittenForTheChecker() throws {
    guard let folder = GoldenFolder.fromEnvironment,
      let variable = unsafe getenv("FORECAST_CLASSICAL_ANSWERS")
    else { return }
    let only = unsafe getenv("FORECAST_CLASSICAL_MODELS").map {
      unsafe String(cString: $0).split(separator: " ")
    }
    var lines: [String] = []
    for entry in try folder.entries() {
      for (name, model) in entry.models where model["expected"] != nil && model["expected"] != .null {
        if let only, !only.contains(where: { name.hasPrefix($0) }) { continue }
        for answered in [name, name + "@R"] {
          do {
            if let answer = try GoldenAnswer(answered, in: entry) {
              lines.append(answer.line(id: entry.id, model: answered))
            }
          } catch {
            print(entry.id, answered, error)
          }
        }
      }
    }
    let text = lines.joined(separator: "\n") + "\n"
    let file = try #require(unsafe fopen(variable, "w"))
    unsafe fputs(text, file)
    unsafe fclose(file)
  }
}
