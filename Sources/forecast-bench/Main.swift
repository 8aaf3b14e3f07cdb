@main struct Main {
  static func main() {
    BenchmarkCommand.main()
  }
}
