extension [StudyRecord] {
  /// Those of a model, and of a task where one is named.
  func of(task: String? = nil, model: String) -> [StudyRecord] {
    filter { $0.study.model == model && (task == nil || $0.study.task == task) }
  }

  /// A figure over them.
  func spread(_ name: String) -> SeedSpread { SeedSpread(map { $0[name] }) }

  /// A figure over them as a cell of the table, printed with so many decimals.
  func cell(_ name: String, places: Int = 4) -> StudyReport.Cell { .figure(spread(name), places: places) }

  /// Their wall-clock time as a cell.
  var secondsCell: StudyReport.Cell { .figure(SeedSpread(map(\.seconds)), places: 1) }
}
