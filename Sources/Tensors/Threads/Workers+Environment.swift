import Platform

extension Workers {
  /// All cores unless asked otherwise, and no more than `OMP_NUM_THREADS`.
  package init(asked threads: Int?) {
    let limit = Environment["OMP_NUM_THREADS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? .max
    self.init(threadCount: min(threads ?? Host.coreCount, limit))
  }
}
