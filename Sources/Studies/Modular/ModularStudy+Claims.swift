extension ModularStudy {
  /// Outside the hole a model must be right about more pairs that it has not seen than it is wrong about, or its hole says nothing.
  private static let learntAccuracy = 0.5

  /// What the article says: a hole is where less than half of what is right around it is right, and there is none where nine
  /// tenths are.
  func claims(_ records: [StudyRecord]) -> [StudyReport.Claim] {
    let results = chosenTasks.map { TaskResults(task: $0, records) }
    return [
      claim("The Transformer has a hole where no pair was shown.", [.transformer], results) {
        $0.share(of: .transformer) < 0.5
      },
      claim("FANformer has none.", [.fanformer], results) { $0.share(of: .fanformer) > 0.9 },
      claim(
        "Inside the hole FANformer is ahead of all others of its size, by more than the seeds differ.",
        SequenceModel.Kind.allCases, results
      ) { result in
        SequenceModel.Kind.allCases.allSatisfy { $0 == .fanformer || result.isAhead(.fanformer, of: $0) }
      },
    ]
  }

  private func claim(
    _ text: String, _ kinds: [SequenceModel.Kind], _ results: [TaskResults], _ holds: (TaskResults) -> Bool
  ) -> StudyReport.Claim {
    let found = results.filter { result in kinds.allSatisfy { result.hole($0).isKnown } }
    let known = found.filter { result in kinds.allSatisfy { result.around($0).mean >= Self.learntAccuracy } }
    let evidence = found.map { result in
      let parts = kinds.map { "\($0.rawValue) \(result.hole($0).text(places: 3))" }
      let isLearnt = known.contains { $0.task == result.task }
      return "\(result.task.rawValue)\(isLearnt ? "" : ", not learnt outside either"): "
        + parts.joined(separator: ", ")
    }
    return .init(
      text,
      .init(share: Double(known.count(where: holds)) / Double(max(1, known.count)), isKnown: !known.isEmpty),
      evidence: "accuracy inside the hole, " + evidence.joined(separator: "; "))
  }
}

/// What the records say of one task.
private struct TaskResults {
  let task: AdditionTask
  private let records: [StudyRecord]

  init(task: AdditionTask, _ records: [StudyRecord]) {
    (self.task, self.records) = (task, records.filter { $0.study.task == task.rawValue })
  }

  /// Accuracy inside the hole.
  func hole(_ kind: SequenceModel.Kind) -> SeedSpread { spread(kind, "hole_accuracy") }

  /// Accuracy over pairs outside the hole that were not trained on.
  func around(_ kind: SequenceModel.Kind) -> SeedSpread { spread(kind, "validation_accuracy") }

  func share(of kind: SequenceModel.Kind) -> Double { hole(kind).mean / around(kind).mean }

  func isAhead(_ kind: SequenceModel.Kind, of other: SequenceModel.Kind) -> Bool {
    let (ours, theirs) = (hole(kind), hole(other))
    return ours.mean - theirs.mean > max(ours.deviation ?? 0, theirs.deviation ?? 0)
  }

  private func spread(_ kind: SequenceModel.Kind, _ name: String) -> SeedSpread {
    records.of(model: kind.rawValue).spread(name)
  }
}
