import Glibc
import Platform
import Testing

/// A fit removes and replaces only what it wrote itself.
@Suite struct OwnFilesTests {
  private static let long = "fit f.csv --model samformer --lookback 48 --horizon 12 --epochs 60 --patience 60"

  private func interrupt(_ workspace: Workspace, _ options: String = "") throws -> ProgramRun {
    let program = try workspace.start("\(Self.long) \(options)")
    program.waitForErrors(containing: "epoch 2 ")
    program.send(SIGINT)
    return try program.finish()
  }

  @Test(arguments: ["last-value", "linear-closed-form", "auto"])
  func aFitWithoutStepsLeavesTheCheckpointOfAnother(_ model: String) throws {
    let workspace = try Workspace.withData()
    #expect(try interrupt(workspace).status == 130)
    let checkpoint = try workspace.bytes("model.safetensors.checkpoint")
    let run = try workspace.run(
      "fit f.csv \(Workspace.small) --model \(model) --features S".replacing(
        " --epochs 2", with: ""))
    #expect(run.status == 0, "\(run.errors)")
    #expect(!run.errors.contains("replacing"))
    #expect(try workspace.bytes("model.safetensors.checkpoint") == checkpoint)
  }

  /// Only a checkpoint is replaced by one.
  @Test func aFileOfTheUserWhereTheCheckpointWouldStandIsRefused() throws {
    let workspace = try Workspace.withModel()
    let (name, fit) = ("model.safetensors.checkpoint", "fit f.csv \(Workspace.small) --quiet")
    for bytes in try [workspace.bytes("f.csv"), workspace.bytes("model.safetensors"), Array("notes".utf8)] {
      try workspace.write(bytes, to: name)
      expectFailure(try workspace.run(fit), 64, "\(name) is no checkpoint", "--output")
      #expect(try workspace.bytes(name) == bytes)
    }
    // The advice, followed; and a fit that writes no checkpoint does not mind.
    #expect(try workspace.run("\(fit) --output other.safetensors").status == 0)
    #expect(try workspace.run("fit f.csv --model last-value --quiet").status == 0)
    #expect(try workspace.bytes(name) == Array("notes".utf8))
  }

  @Test func anInterruptedFitLeavesAFinishedModel() throws {
    let workspace = try Workspace.withModel()
    let model = try workspace.bytes("model.safetensors")
    let run = try interrupt(workspace)
    #expect(run.status == 130)
    #expect(run.errors.contains("model.safetensors is of another fit and stays"))
    #expect(try workspace.bytes("model.safetensors") == model)
    // It goes on, and when it has come to its end the model is its own.
    let resumed = try workspace.run("\(Self.long) --resume")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try workspace.bytes("model.safetensors") != model)
    #expect(!workspace.exists("model.safetensors.checkpoint"))
  }

  @Test func anInterruptedFitReplacesItsOwnEarlierModel() throws {
    let workspace = try Workspace.withData()
    #expect(try interrupt(workspace).status == 130)
    let epochs = try workspace.run("evaluate --json").json.member("epochs").integer()
    let program = try workspace.start("\(Self.long) --resume")
    program.waitForErrors(containing: "epoch \(epochs + 2) ")
    program.send(SIGINT)
    #expect(try program.finish().status == 130)
    #expect(try workspace.run("evaluate --json").json.member("epochs").integer() >= epochs + 2)
  }

  @Test func aPrivateModelStaysPrivateWithItsCheckpoint() throws {
    let workspace = try Workspace.withModel()
    chmod(workspace.file("model.safetensors"), 0o600)
    #expect(try interrupt(workspace).status == 130)
    #expect(FileStatus(ofFile: workspace.file("model.safetensors.checkpoint"))?.permissions == 0o600)
    #expect(try workspace.run("\(Self.long) --resume --quiet").status == 0)
    #expect(FileStatus(ofFile: workspace.file("model.safetensors"))?.permissions == 0o600)
  }

  @Test func whatAKilledRunLeftIsRemovedByTheNext() throws {
    let workspace = try Workspace.withModel()
    // The shell has ended when its number is used.
    let left = try workspace.shell(
      "bash -c 'echo half > .forecast-$$-abc.tmp; echo half > .forecast-1-abc.tmp'")
    #expect(left.status == 0)
    #expect(workspace.names.filter { $0.hasSuffix(".tmp") }.count == 2)
    #expect(try workspace.run("predict -o next.csv").status == 0)
    #expect(workspace.names == [".forecast-1-abc.tmp", "f.csv", "model.safetensors", "next.csv"])
  }
}
