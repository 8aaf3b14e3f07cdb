import Glibc
import Platform
import Testing

/// No output destroys an input, whatever names and links lead to it.
@Suite struct DistinctFilesTests {
  @Test(arguments: [
    (
      "fit f.csv --model samformer -o f.csv",
      "--output 'f.csv' is the same file as the data 'f.csv'; name another"
    ),
    ("fit f.csv --model samformer -o ./hard.csv", "is the same file as the data"),
    ("fit f.csv --model samformer -o soft.csv", "is the same file as the data"),
    ("fit soft.csv --model samformer -o hard.csv", "is the same file as the data"),
    ("fit f.csv --model samformer --log f.csv", "--log 'f.csv' is the same file as the data"),
    (
      "fit f.csv --model samformer --log new -o ../work/new",
      "--log 'new' is the same file as --output '../work/new'"
    ),
    ("fit f.csv --model samformer --log x -o dangling", "--log 'x' is the same file as --output 'dangling'"),
    (
      "fit f.csv --model samformer --log m.checkpoint -o m",
      "is the same file as the checkpoint 'm.checkpoint'"
    ),
    (
      "fit model.safetensors.checkpoint --model samformer",
      "the checkpoint 'model.safetensors.checkpoint' is the same file"
    ),
    (
      "fit f.csv --model samformer --initial-weights model.safetensors",
      "is the same file as --initial-weights"
    ),
    ("predict -o model.safetensors", "--output 'model.safetensors' is the same file as the model"),
    ("predict -o f.csv", "--output 'f.csv' is the same file as the data"),
    ("predict model.safetensors soft.csv -o hard.csv", "is the same file as the data"),
    ("plot -o model.safetensors", "is the same file as the model"),
    ("plot -o f.csv", "is the same file as the data"),
    ("report record.json -o record.json", "is the same file as the record or plan"),
    ("report out", "the page 'out/report.md' is the same file as the record or plan"),
    ("sweep collect out", "the page 'out/report.md' is the same file as the record or plan"),
    ("report report.html", "the page 'report.html' is the same file as the record or plan"),
    ("sweep report.md -o .", "is the same file as the spec"),
    ("sweep spec.yaml -o .", "is the same file as the data"),
  ])
  func anOutputThatIsAlsoReadIsRefused(_ command: String, _ message: String) throws {
    let workspace = try Workspace.withModel()
    link(workspace.file("f.csv"), workspace.file("hard.csv"))
    symlink("f.csv", workspace.file("soft.csv"))
    symlink("x", workspace.file("dangling"))
    try workspace.write(workspace.bytes("f.csv"), to: "model.safetensors.checkpoint")
    try workspace.write(workspace.bytes("f.csv"), to: "results.csv")
    try workspace.write("{}", to: "record.json")
    try workspace.write("{}", to: "report.html")
    try Folder.create(workspace.file("out/runs"))
    symlink("runs/a.json", workspace.file("out/report.md"))
    link(workspace.file("record.json"), workspace.file("out/runs/a.json"))
    let spec = "models: [last-value]\nhorizons: [12]\nlookbacks: [48]\n"
    try workspace.write("data: [f.csv]\n\(spec)", to: "report.md")
    try workspace.write("data: [results.csv]\n\(spec)", to: "spec.yaml")
    let names = workspace.names
    let files = names.filter { !["dangling", "out"].contains($0) } + ["out/runs/a.json"]
    let before = try files.map { try workspace.bytes($0) }
    expectFailure(try workspace.run(command), 64, message)
    #expect(workspace.names == names)
    #expect(try files.map { try workspace.bytes($0) } == before)
  }

  /// A file that the shell has opened already is not opened by its name, and yet written into.
  @Test func aFileThatIsOpenAlreadyIsKnownToo() throws {
    let workspace = try Workspace.withModel()
    let before = try workspace.bytes("f.csv")
    for place in ["/dev/fd/9", "/proc/self/fd/9"] {
      for command in ["predict model.safetensors f.csv -o", "fit f.csv --model samformer -o other --log"] {
        expectFailure(
          try workspace.shell("forecast \(command) \(place) 9<>f.csv"), 64, "is the same file as the data")
      }
    }
    #expect(try workspace.bytes("f.csv") == before)
    let run = try workspace.shell("forecast predict -o /dev/fd/9 9<>new.csv && cat new.csv")
    #expect(try run.output == workspace.run("predict").output)
  }

  @Test func devicesMayBeSharedAndOtherFilesAreFine() throws {
    let workspace = try Workspace.withData()
    let run = try workspace.run("fit f.csv \(Workspace.small) --quiet -o /dev/null --log /dev/null")
    #expect(run.status == 0, "\(run.errors)")
  }

  /// A model in the place of a table: nobody means to, and the table may be all there is of it.
  @Test func noTableIsReplacedByAModel() throws {
    let workspace = try Workspace.withModel()
    try workspace.write("what nobody has twice\n", to: "other.csv")
    for command in ["fit f.csv --model last-value", "update model.safetensors f.csv"] {
      expectFailure(
        try workspace.run("\(command) -o other.csv"), 64, "--output 'other.csv': a model is written there",
        "is no csv")
    }
    #expect(try workspace.text("other.csv") == "what nobody has twice\n")
  }
}
