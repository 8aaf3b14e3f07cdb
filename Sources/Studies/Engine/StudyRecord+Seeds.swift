extension [StudyRecord] {
  /// Those of a model, and of a task where one is named.
  func of(task: String? = nil, model: String) -> [StudyRecord] {
    filter { $0.study.model == model && (task == nil || $0.study.task == task) }
  }

  /// A figure over them.
  func spread(_ name: String) -> SeedSpread { SeedSpread(map { $0[name] }) }
}
