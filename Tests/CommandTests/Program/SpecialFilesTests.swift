import Glibc
import Persistence
import Safetensors
import Tensors
import Testing

/// Pipes and devices where a regular file is meant, and paths that come out of a file.
@Suite struct SpecialFilesTests {
  @Test(arguments: [
    "inspect", "report", "sweep --dry-run", "predict", "evaluate",
    "fit f.csv --model samformer --initial-weights",
  ])
  func devicesAndPipesAreRefusedAtOnce(_ command: String) throws {
    let workspace = try Workspace.withData()
    try #require(mkfifo(workspace.file("pipe"), 0o600) == 0)
    expectFailure(
      try workspace.run("\(command) /dev/zero"), 66,
      "/dev/zero: cannot be read: it is a device, not a regular file")
    expectFailure(
      try workspace.run("\(command) pipe"), 66, "pipe: cannot be read: it is a pipe, not a regular file")
  }

  @Test func aFileInThePlaceOfAFolderIsSaidToBeOne() throws {
    let workspace = try Workspace()
    try workspace.write("x", to: "f")
    expectFailure(
      try workspace.run("datasets fetch ETTh1 --directory f"), 73,
      "f: cannot be created: a file stands where a folder is needed; name another folder")
  }

  @Test func aLinkToItselfIsSaidToBeOne() throws {
    let workspace = try Workspace()
    symlink("x", workspace.file("x"))
    let words = "it is a link that leads back to itself; remove it, or let it lead elsewhere"
    expectFailure(
      try workspace.run("datasets generate etth x --rows 100"), 73, "x: cannot be created: \(words)")
    expectFailure(
      try workspace.run("datasets fetch ETTh1 --directory x"), 73, "x: cannot be created: \(words)")
    expectFailure(try workspace.run("check x"), 66, "x: cannot be read: \(words)")
    expectFailure(try workspace.run("inspect x"), 66, "x: cannot be read: \(words)")
    // The advice, followed.
    try workspace.remove("x")
    #expect(try workspace.run("datasets generate etth x --rows 100").status == 0)
    #expect(try workspace.run("check x").status == 0)
  }

  @Test(arguments: ["/dev/zero", "pipe", "secret"])
  func theRecordedPathIsNotTrusted(_ path: String) throws {
    let workspace = try Workspace.withModel()
    try #require(mkfifo(workspace.file("pipe"), 0o600) == 0)
    try workspace.write("root:s3cr3t:1\nuser:h1dd3n:2\n", to: "secret")
    try workspace.record(path)
    for command in ["predict", "evaluate", "plot"] {
      let run = try workspace.run(command)
      expectFailure(
        run, 65, "model.safetensors: the file recorded in it, '\(path)', ", "; name the data after the model")
      for word in ["s3cr3t", "h1dd3n", "root", "user"] { #expect(!run.errors.contains(word)) }
      // The advice, followed.
      #expect(try workspace.run("\(command) model.safetensors f.csv --quiet").status == 0)
    }
  }

  /// The real name of the working folder is no text; files in it are replaced as anywhere.
  @Test func aFolderWhoseNameIsNoTextIsWrittenIn() throws {
    let workspace = try Workspace.withModel()
    let folder = "$'d\\xe4t'"
    let predict = "forecast predict ../model.safetensors ../f.csv -o x"
    let run = try workspace.shell(
      "mkdir \(folder) && cd \(folder) && \(predict) && echo old > x && \(predict) && ls -A && cat x; cd .. && rm -r \(folder)"
    )
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.output == "x\n" + workspace.run("predict").output)
  }

  /// Nothing is read or made by another name than was asked for.
  @Test func aNameThatIsNoTextIsRefused() throws {
    let workspace = try Workspace.withModel()
    let names = workspace.names
    for command in ["check $'n\\xff.csv'", "predict -o $'n\\xff.csv'"] {
      expectFailure(try workspace.shell("forecast \(command)"), 64, "is no UTF-8; rename the file")
    }
    #expect(workspace.names == names)
    let linked = try workspace.shell(
      "mv f.csv $'n\\xff.csv'; ln -s $'n\\xff.csv' link.csv; forecast check link.csv; status=$?; rm $'n\\xff.csv'; exit $status"
    )
    #expect(linked.status == 0, "\(linked.errors)")
    // The place of the program itself is nobody's argument.
    let own = try workspace.shell("exec -a $'f\\xff' '\(BuiltProgram.path())' models")
    #expect(own.status == 0, "\(own.errors)")
  }

  /// A pipe would wait for its reader.
  @Test func aCheckpointStandsInARegularFile() throws {
    let workspace = try Workspace.withData()
    try #require(mkfifo(workspace.file("a.checkpoint"), 0o600) == 0)
    mkdir(workspace.file("b.checkpoint"), 0o700)
    symlink("/dev/full", workspace.file("c.checkpoint"))
    for (model, problem) in [("a", "a pipe"), ("b", "a folder"), ("c", "a device")] {
      expectFailure(
        try workspace.run("fit f.csv \(Workspace.small) --quiet -o \(model)"), 73,
        "\(model).checkpoint: cannot be created: it is \(problem)")
    }
    #expect(workspace.names == ["a.checkpoint", "b.checkpoint", "c.checkpoint", "f.csv"])
  }

  @Test func waitingForTheReaderOfTheModelEnds() throws {
    let workspace = try Workspace.withData()
    try #require(mkfifo(workspace.file("pipe"), 0o600) == 0)
    let program = try workspace.start(
      "fit f.csv --model last-value --lookback 48 --horizon 12 -o pipe --log l.jsonl")
    // Other files are open after an instant; only the pipe is waited for.
    var waits = 0
    while waits < 20 {
      waits = program.isOpeningFile ? waits + 1 : 0
      usleep(1000)
    }
    program.send(SIGTERM)
    #expect(try program.finish().status == 143)
  }

  @Test func aDanglingLinkAsOutputIsFollowed() throws {
    let workspace = try Workspace.withModel()
    symlink("target.csv", workspace.file("link.csv"))
    #expect(try workspace.run("predict -o link.csv").status == 0)
    #expect(try workspace.text("target.csv") == workspace.run("predict").output)
  }
}

extension Workspace {
  /// Has the model say that it was fitted on the file at `path`, as a forger would.
  fileprivate func record(_ path: String) throws {
    let model = try SafetensorsFile(reading: file("model.safetensors"))
    let text = try #require(model.metadata("forecast.config"))
    guard case .object(var members) = try JSONValue(parsing: text) else { return }
    members["data"] = ["path": .string(path), "sha256": .string(String(repeating: "0", count: 64))]
    members["digest"] = nil
    try SafetensorsFile(
      entries: model.entries, metadata: [(key: "forecast.config", value: JSONValue.object(members).text())]
    ).write(to: file("model.safetensors"))
  }
}
