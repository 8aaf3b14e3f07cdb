import ForecastCommands

@main struct Main {
  static func main() {
    ForecastProgram.main()
  }
}
