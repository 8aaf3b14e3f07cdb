import Diagnosis
import Drawing
import Experiments
import Text

extension ModelDiagnosis {
  /// One page with heat maps and curves that needs nothing else.
  public var html: String {
    let description = model.description
    let title =
      "Diagnosis of \(description.model), lookback \(description.shape.lookback), horizon \(description.shape.horizon)"
    return page(
      title: title,
      (isLong ? [] : [summary])
        + [
          .figures(
            "Attention",
            "Mean over windows and heads; each row adds up to 1. Of many tokens, blocks are averaged.",
            attention.map { heatMap($0).coarsened().markup() }),
          .figures(
            "Loss around the weights",
            "The training loss along the direction that SAM climbs, of length 1, and along random directions whose rows are as long as "
              + "those of the weights.", curves.map { $0.markup() }),
          .figures(
            "Loss over a plane",
            "Two random directions; the weights are in the middle. The fuller the colour, the higher.",
            planes.map { $0.markup() }),
          .figures("Hessian", "Eigenvalues that Lanczos' process found, the largest first.", spectrumChart),
        ] + (isLong ? [.tag("details", [:], [.tag("summary", text: "All figures"), summary])] : []))
  }

  /// Whether the table of channels would stand before the pictures for more than a screen.
  private var isLong: Bool { channels.count > 24 }

  private var summary: Markup {
    .tag("pre", text: text)
  }

  private func heatMap(_ layer: AttentionLayer) -> HeatMap {
    let measures = layer.measures
    return HeatMap(
      title: "\(layer.name): entropy \(TextFormatting.fixed(measures.entropy, places: 2)), stable rank "
        + TextFormatting.fixed(measures.stableRank, places: 2),
      rowLabel: "attending", columnLabel: "attended to", rows: layer.map.rows, columns: layer.map.columns,
      values: layer.map.weights.map { $0.map { Double($0) } })
  }

  private var curves: [LineChart] {
    guard let loss else { return [] }
    let lines = loss.slices.filter { $0.losses.count == 1 }
    func chart(_ title: String, _ slices: [LossSlice]) -> LineChart {
      LineChart(
        title: title, horizontalAxis: .numbers("distance"), verticalLabel: "training loss",
        lines: slices.enumerated().map { index, slice in
          LineChart.Line(
            slice.name, .color(index),
            zip(slice.factors, slice.losses[0]).map { LineChart.Point(x: $0, y: $1) })
        })
    }
    return [
      chart("Along the direction of SAM", lines.filter { $0.name == "sam" }),
      chart("Along random directions", lines.filter { $0.name != "sam" }),
    ]
  }

  private var planes: [HeatMap] {
    (loss?.slices ?? []).filter { $0.losses.count > 1 }.map { slice in
      let names = slice.factors.map { TextFormatting.fixed($0, places: 1) }
      return HeatMap(
        title: "Training loss", rowLabel: "second direction", columnLabel: "first direction", rows: names,
        columns: names, values: slice.losses)
    }
  }

  private var spectrumChart: [Markup] {
    guard let spectrum = loss?.spectrum, spectrum.values.count > 1 else { return [] }
    let points = spectrum.values.enumerated().map { LineChart.Point(x: Double($0 + 1), y: $1.value) }
    var line = LineChart.Line(nil, .color(0), points)
    line.marks = Array(points.indices)
    return [
      LineChart(
        title: "Eigenvalues", horizontalAxis: .counts("number"), verticalLabel: "eigenvalue", lines: [line]
      ).markup()
    ]
  }
}
