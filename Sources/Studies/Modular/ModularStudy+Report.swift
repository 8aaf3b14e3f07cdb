import Drawing
import Text

extension ModularStudy {
  /// The table, the claims, the maps with the hole and the curves.
  public func report(_ records: [StudyRecord]) -> StudyReport {
    let groups = chosenTasks.flatMap { task in
      SequenceModel.Kind.allCases.map { kind in (task, kind, own(records, task, kind)) }
    }.filter { !$0.2.isEmpty }
    let rows = groups.map { task, kind, records in
      [
        .name("\(task.rawValue) \(kind.rawValue)"), .name(task.rawValue), .name(kind.rawValue),
        .count(records.count),
        records.cell("training_accuracy", places: 3),
        records.cell("validation_accuracy", places: 3),
        records.cell("hole_accuracy", places: 3), records.cell("rim_accuracy", places: 3),
        records.cell("centre_accuracy", places: 3),
        records.cell("parameters", places: 0),
        records.secondsCell,
      ]
    }
    return StudyReport(
      Self.card,
      introduction: [
        "Modular: (a + b) mod 113; linear: a + 2b + 3 of numbers below 100. The hole is the square of 21 × 21 pairs in the middle that is "
          + "never shown. Accuracy over the pairs of training, over pairs outside the hole that were held back at random (they choose the "
          + "step), and inside the hole: all of it, its outermost ring and the 5 × 5 pairs in its middle. Mean ± deviation over seeds.",
        "A study from nothing, not the article's: there models of a billion parameters that have read a trillion tokens are fine-tuned. All "
          + "models here have as many parameters but for those of less than one unit of the feed-forward part.",
      ],
      columns: [
        "case", "task", "model", "seeds", "training", "held back", "hole", "rim", "middle", "parameters",
        "seconds",
      ],
      rows: rows, claims: claims(records),
      galleries: [
        .init(
          "Where the answers are right",
          note: "Share of right answers over the seeds, in blocks of 3 × 3 pairs; the hole is in the middle.",
          maps: groups.map { map($0.0, $0.1, $0.2) }),
        .init(
          "By distance to the hole",
          note:
            "Accuracy over pairs that were not trained on, mean over seeds: inside the hole up to 0, its outermost ring; outside it those held back.",
          charts: chosenTasks.map { chart($0, records, "accuracy_by_distance") }.filter { !$0.lines.isEmpty }),
        .init(
          "Curves", note: "Loss of the pairs held back over steps, logarithm to base 10, mean over seeds.",
          charts: chosenTasks.map { chart($0, records, "validation_loss") }.filter { !$0.lines.isEmpty }),
      ])
  }

  func own(
    _ records: [StudyRecord], _ task: AdditionTask, _ kind: SequenceModel.Kind
  ) -> [StudyRecord] {
    records.of(task: task.rawValue, model: kind.rawValue)
  }

  private func map(_ task: AdditionTask, _ kind: SequenceModel.Kind, _ records: [StudyRecord]) -> HeatMap {
    let count = task.numberCount
    let maps = records.compactMap { $0.curve("map")?.y }.filter { $0.count == count * count }
    let values = (0..<count).map { a in
      (0..<count).map { b in
        maps.reduce(0) { $0 + $1[a * count + b] } / Double(max(1, maps.count))
      }
    }
    let names = (0..<count).map { "\($0)" }
    return HeatMap(
      title: "\(task.rawValue): \(kind.rawValue)", rowLabel: "a", columnLabel: "b", rows: names,
      columns: names, values: values)
  }

  private func chart(_ task: AdditionTask, _ records: [StudyRecord], _ name: String) -> LineChart {
    let isLoss = name == "validation_loss"
    var chart = LineChart(
      title: "\(task.rawValue): \(isLoss ? "loss of pairs held back" : "accuracy by distance")",
      horizontalAxis: .counts(isLoss ? "step" : "distance to the hole"),
      verticalLabel: isLoss ? "log10 of cross-entropy" : "accuracy", lines: [])
    for (index, kind) in SequenceModel.Kind.allCases.enumerated() {
      chart.add(
        own(records, task, kind).compactMap { $0.curve(name) }, named: kind.rawValue, style: index,
        transform: { isLoss ? decimalLogarithm(of: $0) : $0 })
    }
    if !isLoss { chart.divider = (0.5, "trained on around here") }
    return chart
  }
}
