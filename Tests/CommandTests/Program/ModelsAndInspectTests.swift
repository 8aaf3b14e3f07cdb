import Persistence
import Testing

@Suite struct ModelsAndInspectTests {
  @Test func modelsAreListedAndDescribed() throws {
    let workspace = try Workspace()
    let list = try workspace.run("models")
    #expect(list.status == 0)
    let names = list.output.split(separator: "\n").dropFirst().dropLast().compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    #expect(names.contains("samformer") && names.contains("last-value"))
    for name in names {
      let described = try workspace.run("models \(name)")
      #expect(described.status == 0)
      #expect(described.output.hasPrefix("\(name): ") && described.output.contains("Recipe:"))
    }
    let described = try workspace.run("models --json").json.elements()
    #expect(try described.map { try $0.member("name").string() } == names)
  }

  @Test func samformerShowsItsSettingsAndRecipe() throws {
    let workspace = try Workspace()
    let text = try workspace.run("models samformer").output
    for part in [
      "hiddenSize = 16", "valuePath = low-rank", "low-rank | full", "SAM with rho 0.7", "2402.10198",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    let json = try workspace.run("models samformer --json").json
    #expect(try json.member("settings").elements().first?.member("default").integer() == 16)
    #expect(try json.member("recipe").member("rho").number() == 0.7)
  }

  @Test func modelsSaysWhichColumnsAForecasterTakes() throws {
    let workspace = try Workspace()
    let text = try workspace.run("models tide").output
    #expect(text.contains("columns known ahead") && text.contains("one value for each series"))
    let roles = try workspace.run("models lstm --json").json.member("takes").elements()
    #expect(try roles.map { try $0.string() } == ["past", "future", "fixed"])
    #expect(try workspace.run("models ets").output.contains("none are looked at"))
  }

  @Test func inspectShowsWhatIsInAModel() throws {
    let workspace = try Workspace.withModel()
    let text = try workspace.run("inspect").output
    for part in [
      "model      samformer hiddenSize=16", "lookback 48, horizon 12", "date; HUFL, HULL", "frequency  1 h",
      "f.csv (SHA-256 ", "0.7/0.1/0.2", "seed 1", "3,770 parameters", "compute_keys.weight",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    let json = try workspace.run("inspect model.safetensors --json").json
    #expect(try json.member("parameters").integer() == 3770)
    #expect(try json.member("config").member("columns").member("channels").elements().count == 7)
    #expect(try json.member("tensors").elements().count == 12)
  }
}
