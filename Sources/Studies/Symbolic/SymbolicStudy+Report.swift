import Drawing
import Text

extension SymbolicStudy {
  /// The table, the claim and the error over parameters.
  public func report(_ records: [StudyRecord]) -> StudyReport {
    let groups = SymbolicFormula.allCases.flatMap { formula in
      Self.kinds.flatMap { kind in
        chosenWidths.map { width in
          (formula, kind, width, own(records, formula, kind, width))
        }
      }
    }.filter { !$0.3.isEmpty }
    let rows = groups.map { formula, kind, width, records in
      [
        .name("\(formula.rawValue) \(kind.rawValue) \(width)"), .name(formula.rawValue), .name(kind.rawValue),
        .count(records.count),
        records.cell("parameters", places: 0), records.cell("mse"),
        records.cell("rmse"), records.cell("adam_mse"),
        records.cell("training_mse"),
      ]
    }
    return StudyReport(
      Self.card,
      introduction: [
        "Inputs between −1 and 1, \(trainingCount) to fit on and \(testCount) to test on, without noise. Each network is trained for \(epochs) epochs by "
          + "Adam and then by up to \(steps) steps of L-BFGS; the column Adam is the test error between the two. KAN has an eighth of the "
          + "width and 50 intervals. Mean ± deviation over seeds."
      ],
      columns: [
        "case", "formula", "model", "seeds", "parameters", "test mse", "test rmse", "adam mse",
        "training mse",
      ],
      rows: rows, claims: [claim(records)],
      galleries: [
        .init(
          "Error over parameters", note: "Logarithms to base 10; mean over seeds of the test error.",
          charts: SymbolicFormula.allCases.map { chart($0, records) }.filter { !$0.lines.isEmpty })
      ])
  }

  private func own(
    _ records: [StudyRecord], _ formula: SymbolicFormula, _ kind: ScalarNetwork.Kind, _ width: Int
  ) -> [StudyRecord] {
    records.of(task: formula.rawValue, model: "\(kind.rawValue) \(width)")
  }

  /// Parameters and test error of every width of a network.
  private func points(
    _ formula: SymbolicFormula, _ kind: ScalarNetwork.Kind, _ records: [StudyRecord]
  ) -> [(parameters: Double, error: Double)] {
    chosenWidths.sorted().compactMap { width in
      let own = own(records, formula, kind, width)
      let error = own.spread("mse")
      return error.isKnown ? (own.spread("parameters").mean, error.mean) : nil
    }
  }

  /// Each FAN beside the network of each other kind that is nearest in parameters, if there is one within a factor of two.
  private func claim(_ records: [StudyRecord]) -> StudyReport.Claim {
    var (ahead, known): (Int, Int) = (0, 0)
    var lines: [String] = []
    for formula in SymbolicFormula.allCases {
      var (won, met) = (0, 0)
      for fan in points(formula, .fan, records) {
        let rivals = [ScalarNetwork.Kind.mlp, .kan, .transformer].compactMap {
          nearest(to: fan.parameters, points(formula, $0, records))
        }
        guard !rivals.isEmpty else { continue }
        met += 1
        if rivals.allSatisfy({ fan.error < $0.error }) { won += 1 }
      }
      (ahead, known) = (ahead + won, known + met)
      if met > 0 { lines.append("\(formula.rawValue) \(won) of \(met)") }
    }
    let share = Double(ahead) / Double(max(1, known))
    return .init(
      "At equal parameters FAN has a lower error than MLP, KAN and Transformer.",
      .init(share: share, isKnown: known > 0),
      evidence: "lower than the rivals nearest in parameters: " + lines.joined(separator: ", "))
  }

  private func nearest(
    to parameters: Double, _ points: [(parameters: Double, error: Double)]
  ) -> (parameters: Double, error: Double)? {
    func ratio(_ point: (parameters: Double, error: Double)) -> Double {
      max(point.parameters / parameters, parameters / point.parameters)
    }
    return points.filter { ratio($0) <= 2 }.min { ratio($0) < ratio($1) }
  }

  private func chart(_ formula: SymbolicFormula, _ records: [StudyRecord]) -> LineChart {
    var chart = LineChart(
      title: formula.rawValue, horizontalAxis: .numbers("log10 of parameters"),
      verticalLabel: "log10 of test MSE", lines: [])
    for (index, kind) in Self.kinds.enumerated() {
      let points = points(formula, kind, records).map { (x: $0.parameters, y: $0.error) }
      chart.addLogarithmic(points, named: kind.rawValue, style: index)
    }
    return chart
  }
}
