import Persistence
import Platform
import TestSupport
import Testing

@Suite struct ModelTableTests {
  @Test func everyModelHasItsSizeAndWork() throws {
    let workspace = try Workspace()
    let models = try workspace.run("models --json").json.elements()
    var sizes: [String: (parameters: Int, work: Int)] = [:]
    for model in models {
      sizes[try model.member("name").string()] = (
        try model.member("parameters").integer(), try model.member("multiply_adds").integer()
      )
    }
    // One map of 512 rows to 96, for each of 7 channels.
    let map = 512 * 96
    for name in ["linear", "nlinear", "dlinear", "rlinear", "linear-closed-form"] {
      #expect(sizes[name]?.work == 7 * map, "\(name)")
    }
    #expect(sizes["linear"]?.parameters == map + 96)
    #expect(sizes["last-value"]?.work == 0)
    // Queries, keys and values of width 16, attention of 7 channels, and the head; its way out, multiplied by the head.
    #expect(sizes["samformer"]?.parameters == 82_590)
    let attention = 7 * 7 * (16 + 16)
    let least = 7 * (512 * 48 + map) + attention
    #expect((least...least + 2 * 7 * 16 * 512).contains(sizes["samformer"]?.work ?? 0))

    // The table has a line for each.
    let lines = try workspace.run("models").output.split(separator: "\n").map(String.init)
    let names = try models.map { try $0.member("name").string() }
    #expect(lines.count == names.count + 2)
    for (line, name) in zip(lines.dropFirst(), names) { #expect(line.hasPrefix(name + " ")) }
    #expect(lines[0].contains("parameters  multiply-adds"))
    #expect(
      lines.last == "parameters, and multiply-adds of one window, at lookback 512, horizon 96, 7 channels")
  }

  @Test func theReadmeHoldsTheTable() throws {
    let readme = String(
      decoding: try FileContents.bytes(ofFile: "\(PackageFolder.path)/README.md"), as: UTF8.self)
    let parts = readme.split(separator: "<!-- models -->", omittingEmptySubsequences: false)
    try #require(parts.count == 2, "README.md has no line <!-- models -->")
    let table = parts[1].split(separator: "<!-- /models -->", omittingEmptySubsequences: false)[0]
    let printed = try Workspace().run("models --markdown").output
    #expect(table == "\n" + printed, "put the output of forecast models --markdown between the markers")
  }

  @Test func markdownIsOfTheWholeList() throws {
    expectFailure(
      try Workspace().run("models samformer --markdown"), 64, "--markdown prints the list of all models")
  }
}
