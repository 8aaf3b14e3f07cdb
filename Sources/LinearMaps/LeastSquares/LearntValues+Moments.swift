import Forecasting

extension LearntValues {
  /// The moments of that name; nil where there are none.
  ///
  /// - Throws: `ModelFileError.description` for those of other windows.
  package func moments(
    _ name: String, lookback: Int? = nil, horizon: Int, targetCount: Int
  ) throws(ModelFileError) -> KeptMoments? {
    guard let numbers = numbers.first(where: { $0.name == name })?.values else {
      guard !tensors.contains(where: { $0.name == name }) else {
        throw .description("its moments are not in double precision")
      }
      return nil
    }
    let kept = try KeptMoments(numbers: numbers)
    guard kept.horizon == horizon, lookback == nil || kept.lookback == lookback,
      kept.columns.allSatisfy({ $0.target < targetCount })
    else { throw .description("its moments are those of other windows") }
    return kept
  }
}
