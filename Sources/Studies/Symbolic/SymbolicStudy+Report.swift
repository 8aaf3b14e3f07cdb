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
        "\(formula.rawValue) \(kind.rawValue) \(width)", formula.rawValue, kind.rawValue, "\(records.count)",
        SeedSpread(records.map { $0["parameters"] }).text(places: 0), shown(records, "mse"),
        shown(records, "rmse"), shown(records, "adam_mse"), shown(records, "training_mse"),
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
    records.filter { $0.study.task == formula.rawValue && $0.study.model == "\(kind.rawValue) \(width)" }
  }

  private func shown(_ records: [StudyRecord], _ name: String) -> String {
    SeedSpread(records.map { $0[name] }).text()
  }

  /// Parameters and test error of every width of a network.
  private func points(
    _ formula: SymbolicFormula, _ kind: ScalarNetwork.Kind, _ records: [StudyRecord]
  ) -> [(parameters: Double, error: Double)] {
    chosenWidths.sorted().compactMap { width in
      let own = own(records, formula, kind, width)
      let error = SeedSpread(own.map { $0["mse"] })
      return error.isKnown ? (SeedSpread(own.map { $0["parameters"] }).mean, error.mean) : nil
    }
  }

  /// At the parameters of each FAN: whether every rival of as many or fewer parameters is worse.
  private func claim(_ records: [StudyRecord]) -> StudyReport.Claim {
    var (ahead, known): (Int, Int) = (0, 0)
    var lines: [String] = []
    for formula in SymbolicFormula.allCases {
      var own = 0
      let fans = points(formula, .fan, records)
      for fan in fans {
        let rivals = [ScalarNetwork.Kind.mlp, .kan, .transformer].flatMap { points(formula, $0, records) }
          .filter { $0.parameters <= 1.1 * fan.parameters }
        guard !rivals.isEmpty else { continue }
        known += 1
        if rivals.allSatisfy({ fan.error < $0.error }) { own += 1 }
      }
      ahead += own
      if !fans.isEmpty { lines.append("\(formula.rawValue) \(own) of \(fans.count)") }
    }
    let verdict: StudyReport.Verdict =
      known == 0 ? .open : ahead == known ? .reproduced : ahead == 0 ? .notReproduced : .partly
    return .init(
      "At equal parameters FAN has a lower error than MLP, KAN and Transformer.", verdict,
      evidence: "lower than every rival of at most as many parameters: " + lines.joined(separator: ", "))
  }

  private func chart(_ formula: SymbolicFormula, _ records: [StudyRecord]) -> LineChart {
    let ten = naturalLogarithm(of: 10)
    var chart = LineChart(
      title: formula.rawValue, horizontalAxis: .numbers("log10 of parameters"),
      verticalLabel: "log10 of test MSE", lines: [])
    for (index, kind) in Self.kinds.enumerated() {
      let points = points(formula, kind, records).map {
        LineChart.Point(
          x: naturalLogarithm(of: $0.parameters) / ten, y: naturalLogarithm(of: max($0.error, 1e-14)) / ten)
      }
      guard !points.isEmpty else { continue }
      var line = LineChart.Line(kind.rawValue, .color(index), points)
      line.marks = Array(points.indices)
      chart.lines.append(line)
    }
    return chart
  }
}
