import Testing

/// Expects a failure as users should see it: this exit code, one or two lines that begin with `forecast:` and contain
/// all of `parts`, and nothing on standard output.
func expectFailure(
  _ run: ProgramRun, _ status: Int32, _ parts: String..., location: SourceLocation = #_sourceLocation
) {
  #expect(run.status == status, "\(run.errors)", sourceLocation: location)
  #expect(run.output.isEmpty, sourceLocation: location)
  let message = run.errorLines.drop { !$0.hasPrefix("forecast: ") }
  #expect((1...2).contains(message.count), "\(run.errors)", sourceLocation: location)
  let text = message.joined(separator: "\n")
  for part in parts {
    #expect(text.contains(part), "'\(part)' is not in: \(run.errors)", sourceLocation: location)
  }
}
