import Drawing
import Text

extension PeriodicStudy {
  /// The table, the claims and the pictures.
  public func report(_ records: [StudyRecord]) -> StudyReport {
    let groups = chosenFunctions.flatMap { function in
      ScalarNetwork.Kind.allCases.map { kind in (function, kind, own(records, function, kind)) }
    }.filter { !$0.2.isEmpty }
    let rows = groups.map { function, kind, records in
      [
        .name("\(function.rawValue) \(kind.rawValue)"), .name(function.rawValue), .name(kind.rawValue),
        .count(records.count),
        records.cell("inside_mse"), records.cell("outside_mse"),
        records.cell("parameters", places: 0),
        records.secondsCell,
      ]
    }
    return StudyReport(
      Self.card,
      introduction: [
        "Each network is fitted to evenly spaced points of the training range, [−6π, 6π] for sin and [−100, 100] for the others, and tested on "
          + "a range three times and twice as wide. Inside: mean squared error over test points of the training range; outside: over the others. "
          + "Mean ± deviation over seeds.",
        "The article's networks are 2048 wide and train for 10,000 epochs; these are \(width) wide and train for \(epochs). KAN and SIREN "
          + "get inputs between −1 and 1, the others raw t.",
      ],
      columns: ["case", "function", "model", "seeds", "inside mse", "outside mse", "parameters", "seconds"],
      rows: rows, claims: claims(records),
      galleries: [
        .init(
          "Beyond the training range",
          note:
            "Seed 1, around the right end of the training range; what is right of the line was not seen in training.",
          charts: chosenFunctions.flatMap { pictures($0, records) }),
        .init(
          "Curves",
          note: "Test error outside the training range over epochs, logarithm to base 10, mean over seeds.",
          charts: chosenFunctions.map { curves($0, records) }.filter { !$0.lines.isEmpty }),
      ])
  }

  private func own(
    _ records: [StudyRecord], _ function: PeriodicFunction, _ kind: ScalarNetwork.Kind
  ) -> [StudyRecord] {
    records.of(task: function.rawValue, model: kind.rawValue)
  }

  private func claims(_ records: [StudyRecord]) -> [StudyReport.Claim] {
    func error(_ function: PeriodicFunction, _ kind: ScalarNetwork.Kind, _ name: String) -> SeedSpread {
      own(records, function, kind).spread(name)
    }
    let rivals: [ScalarNetwork.Kind] = [.mlp, .kan, .transformer]
    return [ScalarNetwork.Kind.fan, .gatedFAN].map { fan in
      let known = chosenFunctions.filter { function in
        ([fan] + rivals).allSatisfy { error(function, $0, "outside_mse").isKnown }
      }
      let ahead = known.filter { function in
        rivals.allSatisfy {
          error(function, fan, "outside_mse").mean < error(function, $0, "outside_mse").mean
        }
      }
      let ratios = known.map { function in
        let ratio = error(function, fan, "outside_mse").mean / error(function, .mlp, "outside_mse").mean
        return "\(function.rawValue) \(TextFormatting.significant(ratio, digits: 2))"
      }
      let verdict: StudyReport.Verdict =
        known.isEmpty
        ? .open : ahead.count == known.count ? .reproduced : ahead.isEmpty ? .notReproduced : .partly
      return .init(
        "Outside the training range \(fan.rawValue) is ahead of MLP, KAN and Transformer.", verdict,
        evidence: "ahead for \(ahead.count) of \(known.count) functions; its error by that of the MLP: "
          + ratios.joined(separator: ", "))
    }
  }

  /// The truth and two networks a chart.
  private func pictures(_ function: PeriodicFunction, _ records: [StudyRecord]) -> [LineChart] {
    let pairs: [[ScalarNetwork.Kind]] = [
      [.fan, .mlp], [.gatedFAN, .transformer], [.kan, .snake], [.siren],
    ]
    return pairs.compactMap { kinds in
      var chart = LineChart(
        title: "\(function.rawValue): \(kinds.map(\.rawValue).joined(separator: " and "))",
        horizontalAxis: .numbers("t"), verticalLabel: "value", lines: [])
      for kind in kinds {
        guard let curve = own(records, function, kind).compactMap({ $0.curve("picture") }).first else {
          continue
        }
        let place = ScalarNetwork.Kind.allCases.firstIndex(of: kind) ?? 0
        chart.lines.append(
          LineChart.Line(
            kind.rawValue, .color(place), zip(curve.x, curve.y).map { LineChart.Point(x: $0, y: $1) }))
      }
      guard let line = chart.lines.first else { return nil }
      let truth = line.points.map { LineChart.Point(x: $0.x, y: function($0.x)) }
      chart.lines.insert(LineChart.Line("truth", .ink, truth), at: 0)
      // What leaves the range of the truth far behind would press it flat.
      chart.clip(to: function.shownValues)
      chart.divider = (function.trainingReach, "not seen in training")
      return chart
    }
  }

  private func curves(_ function: PeriodicFunction, _ records: [StudyRecord]) -> LineChart {
    var chart = LineChart(
      title: function.rawValue, horizontalAxis: .counts("epoch"), verticalLabel: "log10 of outside MSE",
      lines: [])
    for (index, kind) in ScalarNetwork.Kind.allCases.enumerated() {
      chart.add(
        own(records, function, kind).compactMap { $0.curve("outside_mse") }, named: kind.rawValue,
        style: index,
        transform: { decimalLogarithm(of: $0) })
    }
    return chart
  }
}

extension PeriodicFunction {
  /// The values that pictures have room for: those of the function and half as much on either side.
  fileprivate var shownValues: ClosedRange<Double> {
    let values = (0...400).map { self(-testReach + Double($0) / 200 * testReach) }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    return low - (high - low) / 2...high + (high - low) / 2
  }
}

extension LineChart {
  /// Interrupts lines where they leave a range of values.
  fileprivate mutating func clip(to range: ClosedRange<Double>) {
    for index in lines.indices {
      lines[index].points = lines[index].points.map {
        range.contains($0.y) ? $0 : Point(x: $0.x, y: .nan)
      }
    }
  }
}
