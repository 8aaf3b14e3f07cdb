import ArgumentParser

/// Whether a result is printed for programs or for people, and whether anything is said beside it.
struct PrintingOptions: ParsableArguments {
  @Flag(help: "Print one JSON object.")
  var json = false

  @Flag(help: "Show only the result and errors.")
  var quiet = false
}
