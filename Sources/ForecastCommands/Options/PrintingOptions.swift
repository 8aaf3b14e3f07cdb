import ArgumentParser

/// Whether a result is printed for programs or for people, and whether anything is said beside it.
struct PrintingOptions: ParsableArguments {
  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Show no progress and no remarks; of fit and backtest warnings all the same.")
  var quiet = false
}
