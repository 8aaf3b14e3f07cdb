import Persistence
import Safetensors
import TestSupport
import Testing

/// Updates and sums of linear maps through the program.
@Suite struct MomentsTests {
  private static let sizes = "--lookback 24 --horizon 6"
  private static let fit =
    "--model linear-closed-form \(sizes) --set normalization=last --set ridge=0.01 --no-baselines --quiet"

  /// 600 hourly rows, and the first and last of them in files of their own.
  private static func workspace(_ cuts: [Range<Int>]) throws -> Workspace {
    let workspace = try Workspace()
    let lines = SampleFile.hourly(rows: 600).split(separator: "\n")
    func write(_ rows: Range<Int>, _ name: String) throws {
      let text = ([lines[0]] + lines[(rows.lowerBound + 1)..<(rows.upperBound + 1)]).joined(separator: "\n")
      try workspace.write(text + "\n", to: name)
    }
    try write(0..<600, "all.csv")
    for (place, rows) in cuts.enumerated() { try write(rows, "part-\(place).csv") }
    return workspace
  }

  private static func expectEqual(_ a: String, _ b: String, _ workspace: Workspace) throws {
    let (mine, others) = (
      try SafetensorsFile(reading: workspace.file(a)), try SafetensorsFile(reading: workspace.file(b))
    )
    #expect(mine.entries.map(\.name) == others.entries.map(\.name))
    for (x, y) in zip(mine.entries, others.entries) {
      if let found = x.doubles, let expected = y.doubles {
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, abs($1)) }, "\(x.name)")
      } else {
        // Intervals are not numbers where there are too few residuals.
        let areEqual = zip(x.values, y.values).allSatisfy {
          $0.isNaN && $1.isNaN || abs($0 - $1) <= 2e-7 * max(1, abs($1))
        }
        #expect(areEqual, "\(x.name)")
      }
    }
  }

  /// The numbers of forecasts, to nine digits.
  private static func forecasts(_ model: String, _ data: String, _ workspace: Workspace) throws -> [Double] {
    let run = try workspace.run("predict \(model) \(data)")
    try #require(run.status == 0, "\(run.errors)")
    return run.output.split(separator: "\n").dropFirst().flatMap { line in
      line.split(separator: ",").dropFirst().compactMap { Double($0) }
    }
  }

  @Test(arguments: ["linear-closed-form", "linear-stack"])
  func anUpdatedModelIsThatOfAllRows(_ model: String) throws {
    let workspace = try Self.workspace([0..<500, 500..<600])
    let options = model == "linear-stack" ? "--set season=24 --set lookbacks=2" : "--set ridge=0.01"
    let common = "--model \(model) \(Self.sizes) --no-baselines --quiet --set keepsMoments=true \(options)"
    // Both have the scale and the choices of the first rows.
    let run = try workspace.run("fit part-0.csv \(common) -o a.safetensors")
    try #require(run.status == 0, "\(run.errors)")
    let update = try workspace.run("update a.safetensors part-1.csv -o b.safetensors --json")
    #expect(try update.status == 0 && update.json.member("new_rows").integer() == 100, "\(update.errors)")
    let again = try workspace.run("update a.safetensors all.csv -o c.safetensors")
    #expect(again.errors.contains("wrote c.safetensors: 100 new rows of 1 series"), "\(again.errors)")
    try Self.expectEqual("b.safetensors", "c.safetensors", workspace)
    // A fit on the rows that are left after a window, by moments that are taken apart again.
    let window = try workspace.run("update c.safetensors all.csv --window 450 -o d.safetensors")
    #expect(window.errors.contains("150 rows dropped"), "\(window.errors)")
    #expect(try workspace.run("inspect b.safetensors").output.contains("keepsMoments=true"))
    expectFailure(
      try workspace.run("update b.safetensors part-1.csv --window 450"), 65,
      "give data that begin at 2020-01-01 00:00:00", "--set keepsRows=true")
    expectFailure(try workspace.run("update b.safetensors all.csv --window 20"), 64, "use --window")
  }

  /// A model of all rows and one that was updated to them, with one scale: that of the training rows.
  @Test func theMapsAreEqualToAFit() throws {
    let workspace = try Self.workspace([0..<480])
    let split = "--split last:60/60"
    // Of 600 rows 480 are training rows, and those of part 0 are the same.
    let fit = try workspace.run(
      "fit part-0.csv \(Self.fit) --split 1/0/0 --no-refit --set keepsMoments=true -o a.safetensors")
    try #require(fit.status == 0, "\(fit.errors)")
    _ = try workspace.run("update a.safetensors all.csv --quiet -o updated.safetensors")
    let all = try workspace.run("fit all.csv \(Self.fit) \(split) --set keepsMoments=true -o all.safetensors")
    try #require(all.status == 0, "\(all.errors)")
    let (mine, others) = (
      try SafetensorsFile(reading: workspace.file("updated.safetensors")),
      try SafetensorsFile(reading: workspace.file("all.safetensors"))
    )
    for name in ["weight", "bias", "moments"] {
      let pair = [mine.entry(named: name), others.entry(named: name)].compactMap(\.self)
      try #require(pair.count == 2)
      let (a, b) = (
        pair[0].doubles ?? pair[0].values.map { Double($0) },
        pair[1].doubles ?? pair[1].values.map { Double($0) }
      )
      let tolerance = pair[0].doubles == nil ? 2e-7 : 1e-9
      #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) })
    }
    let forecasts = try (
      Self.forecasts("updated.safetensors", "all.csv", workspace),
      Self.forecasts("all.safetensors", "all.csv", workspace)
    )
    #expect(zip(forecasts.0, forecasts.1).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test func modelsWithoutMomentsSayHow() throws {
    let workspace = try Self.workspace([0..<500])
    _ = try workspace.run("fit part-0.csv \(Self.fit)")
    expectFailure(
      try workspace.run("update model.safetensors all.csv"), 65, "stored without the moments",
      "forecast fit DATA --model linear-closed-form --set keepsMoments=true")
    // A model of parts is solved again from them; it has seen no rows on which intervals could be measured.
    for rows in [0..<250, 250..<500] {
      let lines = try workspace.lines("part-0.csv")
      let text = ([lines[0]] + lines[(rows.lowerBound + 1)..<(rows.upperBound + 1)]).joined(separator: "\n")
      try workspace.write(text + "\n", to: "\(rows.lowerBound).csv")
      _ = try workspace.run("moments \(rows.lowerBound).csv \(Self.sizes) --quiet")
    }
    _ = try workspace.run("solve 0.moments 250.moments --set ridge=0.01 --quiet")
    expectFailure(
      try workspace.run("predict --level 80"), 64, "it was solved from parts", "leave out --level")
    let told = "forecast solve PARTS --set keepsMoments=true"
    expectFailure(try workspace.run("update model.safetensors all.csv"), 65, told)
    _ = try workspace.run("solve 0.moments 250.moments --set ridge=0.01 --set keepsMoments=true --quiet")
    let update = try workspace.run("update model.safetensors all.csv")
    #expect(update.status == 0 && update.errors.contains("100 new rows"), "\(update.errors)")
    _ = try workspace.run("fit part-0.csv --model holt --quiet --horizon 6")
    expectFailure(
      try workspace.run("update model.safetensors all.csv --window 100"), 64, "leave out --window")
  }

  @Test func momentsOfNoCompleteWindowAreNotKept() throws {
    let workspace = try Self.workspace([0..<500])
    let lines = try workspace.lines("part-0.csv").enumerated().map { place, line in
      place > 0 && place % 9 == 0 ? "\(line.prefix { $0 != "," }),,," : line
    }
    try workspace.write(lines.joined(separator: "\n") + "\n", to: "holes.csv")
    for (part, fit) in [
      ("validation", "--model linear-closed-form \(Self.sizes) --no-baselines --quiet"),
      ("training", Self.fit),
    ] {
      expectFailure(
        try workspace.run("fit holes.csv \(fit) --set keepsMoments=true"), 65,
        "no \(part) window is without missing values", "leave keepsMoments out")
    }
    let run = try workspace.run("fit holes.csv \(Self.fit)")
    #expect(run.status == 0, "\(run.errors)")
  }

  /// Two processes at once, a shell that gives the parts in its order.
  @Test func partsOfTwoProcessesMakeTheModel() throws {
    let workspace = try Self.workspace([0..<250, 250..<600])
    let moments = try workspace.shell(
      """
      forecast moments part-0.csv \(Self.sizes) -o 0.moments & first=$!
      forecast moments part-1.csv \(Self.sizes) --quiet & second=$!
      wait $first && wait $second
      """)
    #expect(moments.status == 0, "\(moments.errors)")
    let words = "wrote 0.moments: 250 rows, 663 windows of 24 + 6 rows"
    #expect(moments.errors.contains(words), "\(moments.errors)")
    let solve = try workspace.run(
      "solve part-1.moments 0.moments --set ridge=0.01 -o model.safetensors --json")
    try #require(solve.status == 0, "\(solve.errors)")
    #expect(try solve.json.member("rows").integer() == 600)
    let fit = try workspace.run("fit all.csv \(Self.fit) --split 1/0/0 --no-refit -o all.safetensors")
    try #require(fit.status == 0, "\(fit.errors)")
    try Self.expectEqual("model.safetensors", "all.safetensors", workspace)
    let forecasts = try (
      Self.forecasts("model.safetensors", "all.csv", workspace),
      Self.forecasts("all.safetensors", "all.csv", workspace)
    )
    #expect(forecasts.0.count == 18 && zip(forecasts.0, forecasts.1).allSatisfy { abs($0 - $1) < 1e-5 })
    // The newest part is the data of the model.
    #expect(try workspace.run("predict").output.split(separator: "\n").count == 7)
  }

  @Test func penaltiesAreChosenOnParts() throws {
    let workspace = try Self.workspace([0..<200, 200..<400, 400..<600])
    for place in 0..<3 { _ = try workspace.run("moments part-\(place).csv \(Self.sizes) --quiet") }
    let run = try workspace.run("solve part-0.moments part-1.moments part-2.moments")
    #expect(run.status == 0 && run.errors.contains("chose normalization last, ridge "), "\(run.errors)")
    #expect(run.errors.contains("3 parts, 1 series, 600 rows"), "\(run.errors)")
    expectFailure(try workspace.run("solve part-0.moments"), 64, "leaving parts out", "--set ridge=0.1")
    _ = try workspace.shell("ln -s part-0.moments link.moments")
    for other in ["part-0.moments", "link.moments"] {
      expectFailure(
        try workspace.run("solve part-0.moments \(other)"), 64, "is the same file", "name it once")
    }
    expectFailure(
      try workspace.run("solve part-0.moments part-1.moments --set normalization=best"), 64, "deviations")
  }

  /// Two parts without a window make one together; alone neither does, which is said when it is made.
  @Test func aPartWithoutAWindowIsSaid() throws {
    let workspace = try Self.workspace([0..<28, 28..<60])
    let short = try workspace.run("moments part-0.csv \(Self.sizes)")
    #expect(short.status == 0 && short.errors.contains("no window of 30 rows lies in it"), "\(short.errors)")
    let long = try workspace.run("moments part-1.csv \(Self.sizes)")
    #expect(!long.errors.contains("warning"), "\(long.errors)")
    let solve = try workspace.run("solve part-0.moments part-1.moments --set ridge=1")
    #expect(solve.status == 0 && solve.errors.contains("60 rows"), "\(solve.errors)")
  }

  @Test func damagedAndOtherPartsAreRefused() throws {
    let workspace = try Self.workspace([0..<200, 190..<400, 100..<300])
    for place in 0..<3 { _ = try workspace.run("moments part-\(place).csv \(Self.sizes) --quiet") }
    #expect(
      try workspace.run("solve part-0.moments part-1.moments --set ridge=1 --quiet").status == 0)
    expectFailure(
      try workspace.run("solve part-0.moments part-2.moments --set ridge=1"), 65, "part-2.moments",
      "shares 100 rows with part-0.moments", "29")
    var bytes = try workspace.bytes("part-1.moments")
    bytes[bytes.count - 100] ^= 1
    try workspace.write(bytes, to: "part-1.moments")
    expectFailure(
      try workspace.run("solve part-0.moments part-1.moments --set ridge=1"), 65, "part-1.moments", "damaged")
    let noMoments = try workspace.run("solve part-0.moments all.csv --set ridge=1")
    expectFailure(noMoments, 65, "all.csv: ", "holds no moments", "forecast moments DATA makes such a file")
    #expect(noMoments.errors.count { $0 == ";" } == 1, "\(noMoments.errors)")
    expectFailure(try workspace.run("solve part-0.moments none.moments --set ridge=1"), 66, "none.moments")
    expectFailure(
      try workspace.run("solve part-0.moments --set ridge=1 -o part-0.moments"), 64, "same file")
    expectFailure(try workspace.run("moments - --quiet"), 64, "--output")
    _ = try workspace.run("moments part-1.csv --lookback 12 --horizon 6 --quiet")
    expectFailure(
      try workspace.run("solve part-0.moments part-1.moments --set ridge=1"), 65, "lookback 12", "lookback 24"
    )
  }
}
