import Tensors

/// A smooth random curve that repeats, of mean 0 and variance 1 over its period.
///
/// Random knots joined by Catmull–Rom splines; unlike a sum of sines this needs no mathematics library, whose last
/// digits differ between machines.
struct SeasonalProfile {
  private let values: [Double]

  init(period: Int, knotCount: Int, using generator: inout SeededGenerator) {
    let knots = (0..<knotCount).map { _ in Double(generator.normal()) }
    let raw = (0..<period).map { step in
      Self.interpolate(knots, at: Double(step * knotCount) / Double(period))
    }
    let mean = raw.reduce(0, +) / Double(period)
    let variance = raw.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(period)
    let scale = variance > 0 ? 1 / variance.squareRoot() : 1
    values = raw.map { ($0 - mean) * scale }
  }

  func value(at step: Int) -> Double { values[step % values.count] }

  private static func interpolate(_ knots: [Double], at position: Double) -> Double {
    let first = Int(position)
    let t = position - Double(first)
    let points = (0..<4).map { knots[(first + $0 + knots.count - 1) % knots.count] }
    let (p, q, r, s) = (points[0], points[1], points[2], points[3])
    return 0.5 * (2 * q + t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p))))
  }
}
