import Platform
import Testing

/// What is wrong with a spec, or cannot be done with its data.
@Suite struct SweepRefusalTests {
  @Test func adviceNamesTheKeyOfTheSpec() throws {
    let workspace = try Workspace.withData()
    try workspace.write("data: f.csv\nmodels: last-value\nhorizons: 12\nlookbacks: 1190", to: "spec.yaml")
    let run = try workspace.run("sweep spec.yaml -o out")
    #expect(run.status == 65 && !run.errors.contains("--lookback"), "\(run.errors)")
    let advice = try #require(run.errors.firstMatch(of: /lookbacks: \[(\d+)\]/)?.1, "\(run.errors)")
    try workspace.write(
      "data: f.csv\nmodels: last-value\nhorizons: 12\nlookbacks: [\(advice)]", to: "spec.yaml")
    #expect(try workspace.run("sweep spec.yaml -o out --quiet").status == 0)
    let spec = "data: f.csv\nmodels: dlinear\nhorizons: 12\nlookbacks: 48\nsplit: 0.7/0/0.3"
    try workspace.write(spec, to: "split.yaml")
    expectFailure(try workspace.run("sweep split.yaml -o other"), 64, "; try split: 0.7/0.1/0.2")
  }

  /// Before anything is timed or fitted.
  @Test(arguments: ["plain/out", "full"]) func whereNothingCanBeWrittenNothingBegins(_ folder: String) throws
  {
    let workspace = try Workspace.withData()
    try workspace.write("data: f.csv\nmodels: last-value\nhorizons: 6\nlookbacks: 24", to: "spec.yaml")
    try workspace.write("", to: "plain")
    // A folder in the place of a page.
    try Folder.create(workspace.file("full/report.md"))
    let run = try workspace.run("sweep spec.yaml -o \(folder)")
    expectFailure(run, 73, folder == "full" ? "full/report.md" : "plain/out")
    #expect(!run.errors.contains("1 run"), "\(run.errors)")
    #expect(try Folder.names(in: workspace.file("full")) == ["report.md"])
  }

  @Test func wrongSpecsAreRefusedWithTheirPlace() throws {
    let workspace = try Workspace.withData()
    for (spec, status, message) in [
      (
        "data: f.csv\nmodels: samformer\nhorizon: 6", 65,
        "spec.yaml:3:1: 'horizon' is not a key of a sweep; did you mean 'horizons'?"
      ),
      (
        "data: f.csv\nmodels: [samfromer]\nhorizons: 6", 65,
        "spec.yaml:2:10: there is no forecaster 'samfromer'; did you mean 'samformer'?"
      ),
      (
        "data: g.csv\nmodels: [samformer]\nhorizons: 6", 66,
        "spec.yaml:1:7: there is no file 'g.csv' beside the spec"
      ),
      (
        "data: weather\nmodels: [mean]\nhorizons: 6", 66, "; get it with forecast datasets fetch weather"
      ),
      (
        "data: f.csv\nmodels: [{name: patchtst, set: {headCount: 3}}]\nhorizons: 6\nlookbacks: 48", 64,
        "patchtst: headCount: 3 is not accepted; use a divisor of the width 16"
      ),
      (
        "data: f.csv\nmodels: [{name: linear, label: l}]\nhorizons: 6\nlookbacks: 48\n"
          + "training: {rho: 0.1, samParameters: normalization}", 64,
        "linear: samParameters: normalization is not accepted; use all"
      ),
      // What is wrong with a later choice from a grid is found as well.
      (
        "data: f.csv\nmodels: [patchtst]\nhorizons: 6\nlookbacks: 48\ngrid: {headCount: [4, 3]}", 64,
        "patchtst: headCount: 3 is not accepted; use a divisor of the width 16"
      ),
      (
        "data: f.csv\nmodels: [linear]\nhorizons: 6\nlookbacks: 48\ntraining: {rho: 0.1}\n"
          + "grid: {samParameters: [all, normalization]}", 64,
        "linear: samParameters: normalization is not accepted; use all"
      ),
      (
        "data: f.csv\nmodels: [mean]\nhorizons: 6\ngrid: {rho: [0.1, 0.2]}", 65,
        "spec.yaml: none of the models chooses a 'rho'; remove it from 'grid'"
      ),
      (
        "data: f.csv\nmodels: [theta, mean]\nhorizons: 6\ntraining: {epochs: 3}", 65,
        "spec.yaml: none of the models has anything to train; remove 'training'"
      ),
      (
        "data: f.csv\nmodels: [samformer]\nhorizons: 600", 65,
        "f.csv: 1200 rows do not hold lookback 512 + 3 × horizon 600"
      ),
    ] {
      try workspace.write(spec, to: "spec.yaml")
      expectFailure(try workspace.run("sweep spec.yaml -o out"), Int32(status), message)
    }
    expectFailure(try workspace.run("sweep none.yaml -o out"), 66, "none.yaml: no such file")
    expectFailure(try workspace.run("sweep spec.yaml"), 64, "--output")
    for shard in ["2/2", "0/0", "0/-1"] {
      expectFailure(
        try workspace.run("sweep spec.yaml -o out --shard \(shard)"), 64,
        "--shard \(shard) is not accepted; use I/N with I from 0 on and below N, such as 0/2")
    }
    expectFailure(
      try workspace.run("sweep collect out"), 66,
      "out: no plan of a sweep; name the output folder of forecast sweep")
    #expect(!workspace.exists("out"))
  }
}
