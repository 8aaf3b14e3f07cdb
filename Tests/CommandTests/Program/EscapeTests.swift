import Glibc
import Testing

/// What files, names and options hold can neither drive the terminal nor turn a line around.
@Suite struct EscapeTests {
  /// A title for the terminal, a colour, a clear screen in one byte of Latin-1, a right-to-left override and an invisible space.
  private static let name = "a\u{1B}]0;pwned\u{7}\u{1B}[31m\u{9B}2J\u{202E}b\u{200B}.csv"
  private static let shown = "a\\u{1b}]0;pwned\\u{7}\\u{1b}[31m\\u{9b}2J\\u{202e}b\\u{200b}.csv"

  private func expectHarmless(_ text: String, location: SourceLocation = #_sourceLocation) {
    let bad = text.unicodeScalars.filter {
      $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
    }
    #expect(bad.isEmpty, "\(text.debugDescription)", sourceLocation: location)
  }

  @Test func namesOfFilesAreShownEscaped() throws {
    let workspace = try Workspace.withData()
    try workspace.write(workspace.bytes("f.csv"), to: Self.name)
    let commands = [
      ["check", Self.name], ["check", "missing" + Self.name], ["fit", Self.name, "-o", "no/\(Self.name)"],
      ["fit", Self.name, "-o", Self.name], ["inspect", Self.name], ["report", Self.name],
      ["sweep", Self.name],
      ["models", Self.name], [Self.name], ["datasets", "fetch", Self.name], ["reproduce", Self.name],
      ["fit", Self.name, "--model", Self.name], ["fit", Self.name, "--split", Self.name],
      ["fit", Self.name, "--set", "\(Self.name)=1"],
      ["fit", Self.name, "--features", "S", "--target", Self.name],
      ["fit", Self.name, "--time-column", Self.name], ["fit", "--\(Self.name)"], ["predict", Self.name],
      ["check", Self.name, "--delimiter", "\u{202E}"], ["fit", Self.name, "--loss", Self.name],
      ["fit", Self.name, "--lookback", Self.name], ["sweep", "x", "--shard", Self.name],
      ["datasets", "generate", "etth", Self.name, "--rows", "100"],
    ]
    for command in commands {
      let run = try workspace.run(arguments: command)
      expectHarmless(run.output + run.errors)
    }
    let check = try workspace.run(arguments: ["check", Self.name])
    #expect(check.output.hasPrefix(Self.shown))
  }

  /// A name of a megabyte is cut where it would widen every line, and never looked at again and again.
  @Test func namesWithoutEndAreCut() throws {
    let workspace = try Workspace.withData()
    let name = String(repeating: "n", count: 1_000_000)
    try workspace.write(workspace.text("f.csv").replacing("HULL", with: name), to: "long.csv")
    let check = try workspace.run("check long.csv")
    #expect(check.status == 0 && check.output.utf8.count < 20_000, "\(check.errors)")
    let fit = try workspace.run("fit long.csv \(Workspace.small) --quiet")
    #expect(fit.status == 0, "\(fit.errors)")
    for command in ["plot", "plot --terminal", "inspect"] {
      #expect(try workspace.run(command).status == 0)
    }
  }

  @Test func aFitAndItsModelShowThemEscaped() throws {
    let workspace = try Workspace.withData()
    let text = try workspace.text("f.csv").replacing("HULL", with: "H\u{202E}\u{9B}2J")
    try workspace.write(text, to: Self.name)
    let sizes = ["--model", "samformer", "--lookback", "48", "--horizon", "12", "--epochs", "1"]
    for form in [[], ["--json"]] {
      let run = try workspace.run(
        arguments: ["fit", Self.name, "-o", "m\u{202E}.safetensors"] + sizes + form)
      #expect(run.status == 0, "\(run.errors)")
      expectHarmless(run.output + run.errors)
      for command in ["inspect", "evaluate"] {
        let run = try workspace.run(arguments: [command, "m\u{202E}.safetensors"] + form)
        #expect(run.status == 0, "\(run.errors)")
        expectHarmless(run.output + run.errors)
      }
    }
    let lines = ["predict", "m\u{202E}.safetensors", "--format", "jsonl"]
    expectHarmless(try workspace.run(arguments: lines).output)
    let logged = ["fit", Self.name, "-o", "n", "--log", "log.jsonl", "--quiet"]
    #expect(try workspace.run(arguments: logged + sizes).status == 0)
    expectHarmless(try workspace.text("log.jsonl"))
    expectHarmless(try workspace.run(arguments: ["plot", "m\u{202E}.safetensors"]).output)
    expectHarmless(try workspace.run(arguments: ["plot", "m\u{202E}.safetensors", "--terminal"]).output)
    expectHarmless(try workspace.run(arguments: ["check", Self.name]).output)
    expectHarmless(try workspace.run(arguments: ["check", Self.name, "--json"]).output)
  }

  @Test func theTablesOfASweepShowThemEscaped() throws {
    let workspace = try Workspace.withData()
    try workspace.write(workspace.bytes("f.csv"), to: Self.name)
    try workspace.write(
      "data: [\"a\\e]0;pwned\\a\\e[31m\\x9b2J\\u202Eb\\u200B.csv\"]\nmodels: [{name: last-value, label: \"l\\u202E\\e\"}]\n"
        + "name: \"n\\u202E\\e\"\nhorizons: [12]\nlookbacks: [48]\n", to: "spec.yaml")
    for form in ["", "--json"] {
      let run = try workspace.run("sweep spec.yaml -o out \(form)")
      #expect(run.status == 0, "\(run.errors)")
      expectHarmless(run.output + run.errors)
      expectHarmless(try workspace.run("sweep spec.yaml --dry-run \(form)").output)
    }
    for page in ["results.csv", "report.md", "report.html"] {
      let text = try workspace.text("out/\(page)")
      expectHarmless(text)
      #expect(text.contains("a\\u{1b}") || text.contains("a\\\\u{1b}"), "\(page)")
    }
  }
}
