import Drawing
import Platform
import Text

extension ToyStudy {
  /// The table, the claims and the curves.
  public func report(_ records: [StudyRecord]) -> StudyReport {
    let groups = Model.allCases.map { model in (model, records.of(model: model.rawValue)) }
    let rows = groups.filter { !$0.1.isEmpty }.map { model, records in
      [
        .name(model.rawValue), .count(records.count), records.cell("validation_mse"),
        records.cell("last_validation_mse"),
        records.cell("best_epoch", places: 0), records.cell("entropy", places: 3),
        records.cell("nuclear_norm", places: 2), records.cell("lambda_max", places: 3),
        records.cell("parameters", places: 0),
      ]
    }
    return StudyReport(
      Self.card,
      introduction: [
        "Y = X W + E with standard normal X, W and E; the noise alone has the mean squared error 1. Every model but the linear "
          + "one is SAMformer's network without RevIN. Validation chose the epoch; the same error of the last epoch is beside it.",
        "Entropy of uniform attention: \(TextFormatting.fixed(largestEntropy, places: 3)). λ max: largest eigenvalue of the Hessian of "
          + "the training loss at the kept weights, Lanczos over \(hessianSteps) products.",
      ],
      columns: [
        "model", "seeds", "validation mse", "last mse", "best epoch", "entropy", "nuclear norm", "lambda max",
        "parameters",
      ], rows: rows, claims: claims(records),
      galleries: [
        .init(
          "Curves", note: "Mean over seeds. Shaded from the best to the worst seed.",
          charts: [
            curves(records, "validation_mse", "Validation error", "log10 of MSE", isLogarithmic: true),
            curves(records, "training_loss", "Training loss", "log10 of MSE", isLogarithmic: true),
            curves(records, "entropy", "Attention entropy", "nats"),
          ].filter { !$0.lines.isEmpty })
      ])
  }

  private var largestEntropy: Double {
    channelCount > 1 ? Mathematics.logarithm(Double(channelCount)) : 0
  }

  private func claims(_ records: [StudyRecord]) -> [StudyReport.Claim] {
    func error(_ model: Model) -> SeedSpread {
      records.of(model: model.rawValue).spread("validation_mse")
    }
    let (oracle, plain, random, sam) = (error(.oracle), error(.transformer), error(.random), error(.sam))
    func ratio(_ a: SeedSpread, _ b: SeedSpread) -> String {
      TextFormatting.fixed(a.mean / b.mean, places: 3)
    }
    return [
      .init(
        "A Transformer trained end to end stays far above the least-squares solution of a linear problem.",
        .init(plain.mean > 1.05 * oracle.mean, isKnown: plain.isKnown && oracle.isKnown),
        evidence: "\(plain.text()) against \(oracle.text()): \(ratio(plain, oracle)) times"),
      .init(
        "With attention frozen at random it does better than with attention trained.",
        .init(random.mean < plain.mean, isKnown: random.isKnown && plain.isKnown),
        evidence: "\(random.text()) against \(plain.text())"),
      .init(
        "Trained with SAM it comes close to the least-squares solution.",
        .init(share: sam.share { $0 < 1.05 * oracle.mean }, isKnown: sam.isKnown && oracle.isKnown),
        evidence: "\(sam.text()), the best seed \(sam.best); the oracle \(oracle.text())"),
      .init(
        "σReparam alone does not repair it.",
        .init(error(.sigma).mean > sam.mean, isKnown: error(.sigma).isKnown && sam.isKnown),
        evidence: "\(error(.sigma).text()) against \(sam.text()) with SAM"),
    ]
  }

  private func curves(
    _ records: [StudyRecord], _ name: String, _ title: String, _ unit: String,
    isLogarithmic: Bool = false
  ) -> LineChart {
    var chart = LineChart(title: title, horizontalAxis: .counts("epoch"), verticalLabel: unit, lines: [])
    for (index, model) in Model.allCases.enumerated() {
      let own = records.of(model: model.rawValue).compactMap { $0.curve(name) }
      chart.add(own, named: model.rawValue, style: index) { isLogarithmic ? decimalLogarithm(of: $0) : $0 }
    }
    return chart
  }
}
