import Persistence
import Safetensors
import Tensors
import Testing

/// Numbers that are none are never printed as a forecast.
@Suite struct NonFiniteTests {
  @Test func aForecastThatIsNoNumberIsRefusedWithItsColumn() throws {
    let workspace = try Workspace.withModel()
    try workspace.changeWeights { name, values in
      // Finite, but not their quotient, which undoes the normalisation.
      switch name {
      case "linear_forecaster.bias": values.map { _ in 3.4e38 }
      case "revin.affine_weight": values.map { _ in 1e-3 }
      default: values
      }
    }
    for format in ["csv", "jsonl"] {
      let run = try workspace.run("predict --format \(format)")
      expectFailure(
        run, 65, "model.safetensors: the forecast of column 'HUFL' for 2016-08-20T00:00:00 is not a number")
    }
    expectFailure(try workspace.run("predict -o next.csv"), 65, "'HUFL'")
    #expect(!workspace.exists("next.csv"))
    expectFailure(try workspace.run("plot"), 65, "'HUFL'")
  }

  /// One value that no model can forecast, in the test rows.
  @Test func anErrorThatIsNoNumberIsSaid() throws {
    let workspace = try Workspace.withData()
    var lines = try workspace.lines("f.csv")
    var cells = lines[1150].split(separator: ",")
    cells[1] = "3e38"
    lines[1150] = cells.joined(separator: ",")
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "f.csv")
    let warning = "warning: the test error is not a finite number"
    let fit = try workspace.run("fit f.csv \(Workspace.small) --quiet --no-baselines")
    #expect(fit.status == 0 && fit.errors.contains(warning), "\(fit.errors)")
    let evaluation = try workspace.run("evaluate --json")
    #expect(evaluation.status == 0 && evaluation.errors.contains(warning), "\(evaluation.errors)")
  }

  /// A model whose scale is no number could be written and not be read again.
  @Test func valuesWithoutAVarianceAreRefused() throws {
    let workspace = try Workspace()
    let rows = (1...28).map { "2024-01-\($0 < 10 ? "0" : "")\($0),\($0 % 7 + 1)e300\n" }
    try workspace.write("time,y\n" + rows.joined(), to: "d.csv")
    expectFailure(
      try workspace.run("fit d.csv --model last-value --horizon 2 --quiet"), 65, "column 'y'",
      "too large for their variance to be a number")
    #expect(!workspace.exists("model.safetensors"))
  }

  @Test func inspectFlagsThem() throws {
    let workspace = try Workspace.withModel()
    try workspace.changeWeights { name, values in
      name == "linear_forecaster.bias" ? [.nan, -.infinity] + values.dropFirst(2) : values
    }
    let run = try workspace.run("inspect")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("warning: 2 values of 'linear_forecaster.bias' are infinite or no numbers"))
    let json = try workspace.run("inspect --json").json
    #expect(try json.member("non_finite").integer() == 2)
    expectFailure(try workspace.run("predict"), 65, "linear_forecaster.bias")
  }
}

extension Workspace {
  /// Writes the model with other weights and without its digest, as another program might.
  fileprivate func changeWeights(_ change: (String, [Float]) -> [Float]) throws {
    let model = try SafetensorsFile(reading: file("model.safetensors"))
    let text = try #require(model.metadata("forecast.config"))
    guard case .object(var members) = try JSONValue(parsing: text) else { return }
    members["digest"] = nil
    try SafetensorsFile(
      entries: model.entries.map {
        .init(name: $0.name, shape: $0.shape, values: change($0.name, $0.values))
      }, metadata: [(key: "forecast.config", value: JSONValue.object(members).text())]
    ).write(to: file("model.safetensors"))
  }
}
