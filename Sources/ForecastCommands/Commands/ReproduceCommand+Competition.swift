import Classical
import Experiments
import LocalModels
import Platform
import Presentation
import Text

extension ReproduceCommand {
  /// Fits local models to the series of a competition and prints their errors beside the published ones.
  func compete(in competition: Competition) throws {
    try idleOption?.refuse()
    let names = try modelNames(competition)
    let locator = DataLocator(folder: ".", dataFolder: Environment["FORECAST_DATA_DIR"])
    let series = try competition.series(finding: locator)
    let run = CompetitionRun(series: series, workers: fits.threading.workers)
    let display = CompetitionDisplay(seriesCount: series.count, isQuiet: printing.quiet)
    let reference = try display.follow("naive2") { try run.scores(of: "naive2", observing: $0) }
    var results: [CompetitionResult] = []
    for name in names {
      let scores =
        try name == "naive2"
        ? reference : display.follow(name) { try run.scores(of: name, observing: $0) }
      results += CompetitionResult.results(of: name, scores, reference: reference, series: series)
    }
    let report = CompetitionReport(competition: competition, results: results)
    try Console.standardOutput.print(printing.json ? report.json : report.text)
    let missed = report.missedCount
    guard missed == 0 else {
      throw CommandFailure(.incomplete, "\(TextFormatting.count(missed, "model")) missed the limit")
    }
  }

  /// What is about the protocols that fit networks and maps.
  private var idleOption: IdleOption? {
    let given = [
      ("--data", !data.isEmpty, "its series are given"),
      ("--horizons", !horizons.isEmpty, "its horizons are given"),
      ("--seeds", !seeds.isEmpty, "nothing is random in its models"),
      ("--output", output != nil, "nothing is kept of it"),
      ("--workers", fits.workers != nil, "all threads work on one model; use --threads"),
    ]
    return given.first(where: \.1).map { option, _, reason in
      IdleOption("\(option) does not go with the competition \(name): \(reason)")
    }
  }

  private func modelNames(_ competition: Competition) throws -> [String] {
    guard let models else { return competition.models }
    let names = models.split(separator: ",").map { String($0.filter { $0 != " " }) }
    for name in names {
      guard (try? LocalModelCatalog.model(named: name)) == nil else { continue }
      let hint = nearest(to: name, among: competition.models).map { "did you mean '\($0)'?" }
      throw CommandFailure(
        .usage,
        "there is no local model \(name.quoted); "
          + (hint ?? "use some of \(competition.models.joined(separator: ", "))"))
    }
    guard !names.isEmpty, Set(names).count == names.count else {
      throw CommandFailure(
        .usage, "--models \(models.quoted) is not accepted; use different names, such as theta,ets")
    }
    return names
  }
}
