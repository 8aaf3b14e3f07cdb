import Testing

@Suite struct DeterminismTests {
  @Test func theSameSeedGivesTheSameWeights() throws {
    let workspace = try Workspace.withData()
    let first = try workspace.digest("--seed 7")
    #expect(try workspace.digest("--seed 7") == first)
    #expect(try workspace.digest("--seed 8") != first)
  }

  @Test func threadsDoNotChangeTheWeights() throws {
    let workspace = try Workspace.withData()
    let first = try workspace.digest("--threads 1")
    for count in [2, 3, 8] { #expect(try workspace.digest("--threads \(count)") == first) }
    let capped = try workspace.run(
      "fit f.csv \(Workspace.small) --json --quiet", environment: ["OMP_NUM_THREADS": "1"])
    #expect(try capped.json.member("weights_sha256").string() == first)
  }

  @Test func testRowsNeverReachTheWeights() throws {
    let workspace = try Workspace.withData()
    let lines = try workspace.lines("f.csv")
    let tampered = lines.enumerated().map { line, text in
      line < 1 + 960
        ? text
        : text.prefix(19) + (1...7).map { ",\((line * 7919 + $0 * 104_729) % 20_011 - 10_000)" }.joined()
    }
    try workspace.write(tampered.joined(separator: "\n"), to: "tampered.csv")
    #expect(try workspace.digest(data: "tampered.csv") == workspace.digest())
  }

  @Test func trainingRowsDoReachTheWeights() throws {
    let workspace = try Workspace.withData()
    var lines = try workspace.lines("f.csv")
    lines[400] = lines[400].prefix(19) + ",1,2,3,4,5,6,7"
    try workspace.write(lines.joined(separator: "\n"), to: "changed.csv")
    #expect(try workspace.digest(data: "changed.csv") != workspace.digest())
  }

  @Test func everyCommandNamesTheSameDigest() throws {
    let workspace = try Workspace.withData()
    let digest = try workspace.digest()
    for command in ["evaluate digest.safetensors --json", "inspect digest.safetensors --json"] {
      #expect(try workspace.run(command).json.member("weights_sha256").string() == digest)
    }
  }

  @Test func syntheticDataDependsOnTheSeedAlone() throws {
    let workspace = try Workspace()
    for (seed, file) in [(1, "a"), (1, "b"), (2, "c")] {
      #expect(try workspace.run("datasets generate weather \(file) --rows 50 --seed \(seed)").status == 0)
    }
    #expect(try workspace.bytes("a") == workspace.bytes("b"))
    #expect(try workspace.bytes("a") != workspace.bytes("c"))
  }
}
