import Drawing
import Platform

/// log₁₀(x), where smaller numbers count as 10⁻¹⁴.
func decimalLogarithm(of x: Double) -> Double {
  Mathematics.logarithm(max(x, 1e-14)) / Mathematics.logarithm(10.0)
}

extension LineChart {
  /// Adds a line of logarithms to base 10 whose points are marked, from left to right; nothing for no points.
  mutating func addLogarithmic(_ points: [(x: Double, y: Double)], named name: String, style: Int) {
    guard !points.isEmpty else { return }
    let places = points.map { Point(x: decimalLogarithm(of: $0.x), y: decimalLogarithm(of: $0.y)) }
    var line = Line(name, .color(style), places.sorted { $0.x < $1.x })
    line.marks = Array(points.indices)
    lines.append(line)
  }

  /// Adds the mean of curves of several seeds, as far as the shortest goes, and shades from the lowest to the highest.
  mutating func add(
    _ curves: [StudyRecord.Curve], named name: String, style: Int, transform: (Double) -> Double = { $0 }
  ) {
    guard let count = curves.map(\.x.count).min(), count > 0 else { return }
    let values = (0..<count).map { place in curves.map { transform($0.y[place]) } }
    let points = values.enumerated().map { Point(x: curves[0].x[$0], y: SeedSpread($1).mean) }
    lines.append(Line(name, .color(style), isDashed: style >= 6, points))
    guard curves.count > 1 else { return }
    bands.append(
      Band(
        .color(style),
        values.enumerated().map { (x: curves[0].x[$0], low: $1.min() ?? .nan, high: $1.max() ?? .nan) }))
  }
}
