import Forecasting
import LinearMaps
import Tensors
import TimeSeries
import Training

extension LinearClosedForm {
  /// Solves for the windows of moments alone; settings are chosen by leaving out each part in turn.
  ///
  /// - Parameters:
  ///   - moments: Of all rows.
  ///   - parts: Of the windows within each part; no deviations are summed in either.
  package mutating func fit(
    _ moments: KeptMoments, parts: [KeptMoments], _ workers: Workers, _ control: TrainingControl
  ) throws(TrainingError) {
    func windows(_ parts: [KeptMoments]) -> ClosedFormWindows {
      .runs(
        targetChannels.indices.map { target in parts.flatMap { $0.runs(target: target) } },
        lookback: map.lookback, horizon: map.horizon)
    }
    if candidates.count > 1 {
      guard parts.count > 1 else { throw .choiceNeedsValidation }
      let folds = parts.indices.map { place in
        ClosedFormFold(
          training: windows(parts.indices.filter { $0 != place }.map { parts[$0] }),
          scoring: windows([parts[place]]))
      }
      try choose(folds, workers, control)
    }
    try install(moments, workers, unless: control.isInterrupted)
    kept = configuration.keepsMoments ? moments : nil
  }

  /// Chooses by the errors on some windows of maps fitted to others, and reports what was tried.
  ///
  /// - Returns: The coefficients of what was chosen on the last fold; nil for maps of single channels.
  @discardableResult mutating func choose(
    _ folds: [ClosedFormFold], _ workers: Workers, _ control: TrainingControl
  ) throws(TrainingError) -> [Double]? {
    let search = ClosedFormSearch(candidates, targetCount: targetChannels.count, workers: workers)
    let (errors, maps) = try search.errors(folds, unless: control.isInterrupted)
    for (place, candidate) in candidates.enumerated() {
      let known = errors.compactMap { $0[place] }
      guard known.count == errors.count else { continue }
      control.report(
        .tried(settings: "\(candidate)", validationMSE: known.reduce(0, +) / Double(known.count)))
    }
    var (chosen, sum, found): ([ClosedFormCandidate], Double, [Double]?) = ([], 0, nil)
    for row in errors {
      var best: (place: Int, error: Double)?
      for (place, error) in row.enumerated() {
        if let error, error < best?.error ?? .infinity { best = (place, error) }
      }
      guard let best else { throw .singularSystem }
      chosen.append(candidates[best.place])
      found = maps.isEmpty ? nil : maps[best.place]
      sum += best.error
    }
    choices = chosen
    let isOne = chosen.allSatisfy { $0 == chosen[0] }
    control.report(
      .chose(
        settings: isOne ? "\(chosen[0])" : "maps of single channels (see inspect)",
        validationMSE: sum / Double(chosen.count), candidateCount: candidates.count))
    return found
  }

  /// The windows that choose.
  func folds(
    _ data: TrainingData, _ workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> [ClosedFormFold] {
    if configuration.folds > 0 {
      var folds: [ClosedFormFold] = []
      for (training, scoring) in data.folds(configuration.folds)
      where !training.isEmpty && !scoring.isEmpty {
        folds.append(
          ClosedFormFold(
            training: try windows(training, workers, unless: isInterrupted),
            scoring: try windows(scoring, workers, unless: isInterrupted)))
      }
      guard !folds.isEmpty || candidates.count == 1 else { throw .emptyFolds(configuration.folds) }
      if !folds.isEmpty { return folds }
    }
    guard candidates.count == 1 || !data.validation.isEmpty else { throw .choiceNeedsValidation }
    let training = try windows(data.training, workers, unless: isInterrupted)
    guard !data.validation.isEmpty else { return [ClosedFormFold(training: training, scoring: training)] }
    let validation: ClosedFormWindows =
      usesRuns(isComplete: data.validation.isComplete)
      ? .runs(
        try data.validation.runs(workers: workers, unless: isInterrupted), lookback: map.lookback,
        horizon: map.horizon) : .validation(data.validation, map.harmonics)
    if configuration.keepsMoments, candidates.count > 1 { try requireWindows(validation, "validation") }
    return [ClosedFormFold(training: training, scoring: validation)]
  }

  /// Windows with missing values are left out where moments are kept; elsewhere they count at the steps with a target.
  private func usesRuns(isComplete: Bool) -> Bool {
    map.extras.count == 0 && (isComplete || configuration.keepsMoments)
  }

  private func windows(
    _ windows: TrainingWindows, _ workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> ClosedFormWindows {
    usesRuns(isComplete: windows.isComplete)
      ? .runs(
        try windows.runs(workers: workers, unless: isInterrupted), lookback: map.lookback,
        horizon: map.horizon) : .training(windows, map.harmonics)
  }

  /// Solves with what was chosen, and keeps the moments if they are wanted.
  ///
  /// - Parameter found: The coefficients with the smallest squared error, where they are known.
  mutating func solve(
    _ data: TrainingData, found: [Double]? = nil, _ workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) {
    guard configuration.keepsMoments else {
      if let found, configuration.loss == .mse {
        return map.install([found], centrings: choices.map(\.centring), maps: [0])
      }
      return try install(
        try windows(data.training, workers, unless: isInterrupted),
        absolute: configuration.loss == .mae ? data.training : nil, workers, unless: isInterrupted)
    }
    var kept = KeptMoments(
      lookback: map.lookback, horizon: map.horizon, keepsRows: configuration.keepsRows,
      sumsDeviations: choices.contains { $0.centring == .instance })
    try kept.add(data.training)
    try install(kept, workers, unless: isInterrupted)
    self.kept = kept
  }

  mutating func install(
    _ kept: KeptMoments, _ workers: Workers, unless isInterrupted: () -> Bool
  ) throws(TrainingError) {
    let runs = targetChannels.indices.map { kept.runs(target: $0) }
    try install(
      .runs(runs, lookback: map.lookback, horizon: map.horizon), workers, unless: isInterrupted)
  }

  /// - Parameter absolute: Windows of which the absolute error is made small; nil for the squared one.
  private mutating func install(
    _ windows: ClosedFormWindows, absolute: TrainingWindows? = nil, _ workers: Workers,
    unless isInterrupted: () -> Bool
  ) throws(TrainingError) {
    try requireWindows(windows, "training")
    let solutions = try solutions(windows, absolute, workers, unless: isInterrupted)
    map.install(
      solutions, centrings: choices.map(\.centring), maps: map.mapCount != nil ? targetChannels : [0])
  }

  private func requireWindows(_ windows: ClosedFormWindows, _ part: String) throws(TrainingError) {
    guard windows.isEmpty else { return }
    let remedy =
      configuration.keepsMoments
      ? "; moments are kept of complete windows only: leave keepsMoments out" : ""
    throw .notFitted(column: nil, problem: "no \(part) window is without missing values\(remedy)")
  }

  /// The coefficients of what was chosen, `[horizon, input]` for each map, in double precision.
  private func solutions(
    _ windows: ClosedFormWindows, _ absolute: TrainingWindows?, _ workers: Workers,
    unless isInterrupted: () -> Bool
  ) throws(TrainingError) -> [[Double]] {
    let isEach = map.mapCount != nil
    let search = ClosedFormSearch(candidates, targetCount: targetChannels.count, workers: workers)
    let squared = try search.solutions(windows, choices, isEach: isEach, unless: isInterrupted)
    guard let absolute else { return squared }
    return try search.absolute(
      squared, windows, of: absolute, map.harmonics, choices, isEach: isEach, unless: isInterrupted)
  }

  /// The same, of training windows.
  package func solutions(of data: TrainingData, workers: Workers) throws(TrainingError) -> [[Double]] {
    try solutions(
      try windows(data.training, workers, unless: { false }),
      configuration.loss == .mae ? data.training : nil, workers, unless: { false })
  }

  /// The way of each map, in words.
  package var chosen: [String] { choices.map(\.description) }
}
