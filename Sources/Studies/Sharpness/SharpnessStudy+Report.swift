import Drawing
import Text

extension SharpnessStudy {
  /// The table, the claims and the curves.
  public func report(_ records: [StudyRecord]) -> StudyReport {
    let groups = chosenVariants.map { variant in (variant, own(records, variant.name)) }.filter {
      !$0.1.isEmpty
    }
    let rows = groups.map { variant, records in
      [
        .name(variant.name), .count(records.count), records.cell("test_mse"),
        records.cell("test_mae"),
        records.cell("validation_mse"), records.cell("training_loss"),
        records.cell("lambda_max", places: 2),
        records.cell("entropy", places: 2), .figure(SeedSpread([variant.gradients]), places: 1),
        records.cell("epochs", places: 0), records.cell("train_seconds", places: 1),
      ]
    }
    return StudyReport(
      Self.card,
      introduction: [
        "SAMformer on \(data), lookback \(lookback), horizon \(horizon), with the published recipe but for what is named. Errors and losses in "
          + "standardised units, mean ± deviation over seeds; validation chose the epoch. λ max: largest eigenvalue of the Hessian of "
          + "the training loss over \(hessianWindows) windows at the kept weights. Gradients: those of a step."
      ],
      columns: [
        "variant", "seeds", "test mse", "test mae", "validation mse", "train loss", "lambda max", "entropy",
        "gradients", "epochs", "seconds",
      ], rows: rows, claims: claims(records),
      galleries: [
        .init(
          "Validation error", note: "Mean over seeds, shaded from the best to the worst.",
          charts: charts(records))
      ])
  }

  private func own(_ records: [StudyRecord], _ name: String) -> [StudyRecord] {
    records.of(model: name)
  }

  private func claims(_ records: [StudyRecord]) -> [StudyReport.Claim] {
    func spread(_ variant: String, _ name: String) -> SeedSpread {
      own(records, variant).spread(name)
    }
    func claim(
      _ text: String, _ name: String, _ lower: String, than higher: String, places: Int = 4
    ) -> StudyReport.Claim {
      let (a, b) = (spread(lower, name), spread(higher, name))
      return .init(
        text, .init(a.mean < b.mean, isKnown: a.isKnown && b.isKnown),
        evidence: "\(a.text(places: places)) against \(b.text(places: places))")
    }
    return [
      claim("Trained with SAM, the test error is lower than without.", "test_mse", "sam", than: "no sam"),
      claim("SAM finds flatter minima.", "lambda_max", "sam", than: "no sam", places: 2),
      claim(
        "Trained attention is better than the identity in its place.", "test_mse", "sam",
        than: "identity attention"),
      claim("σReparam alone does not replace SAM.", "test_mse", "sam", than: "sigma reparam"),
      claim(
        "Attention over channels is better than over time, both without SAM.", "test_mse", "no sam",
        than: "temporal attention, no sam"),
    ].filter { $0.verdict != .open || records.isEmpty }
  }

  /// Six variants a chart, so that colours tell them apart.
  private func charts(_ records: [StudyRecord]) -> [LineChart] {
    stride(from: 0, to: chosenVariants.count, by: 6).compactMap { first in
      var chart = LineChart(
        title: "Validation error by epoch", horizontalAxis: .counts("epoch"), verticalLabel: "MSE", lines: [])
      for (index, variant) in chosenVariants[first..<min(chosenVariants.count, first + 6)].enumerated() {
        chart.add(
          own(records, variant.name).compactMap { $0.curve("validation_mse") }, named: variant.name,
          style: index)
      }
      return chart.lines.isEmpty ? nil : chart
    }
  }
}
