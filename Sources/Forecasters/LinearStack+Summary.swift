import Forecasting
import LinearMaps
import Tensors
import Text

extension LinearStack: Summarizing {
  /// Which candidates carry the maps, after a fit.
  public var notes: [String] {
    let carriers = carriers(of: Array(targetChannels.indices))
    guard !carriers.isEmpty else { return [] }
    return [
      "\(Self.card.name): \(carriers.map(\.text).abridged(to: 4)) (share of \(candidates.count) candidates)"
    ] + (raisedRidges.max().map { [Self.raisedNote(raisedRidges, $0)] } ?? [])
  }

  private static func raisedNote(_ ridges: [Double], _ largest: Double) -> String {
    let count = ridges.count { $0 > 0 }
    return
      "\(card.name): the inputs of \(count) of \(ridges.count) channels depend on each other too closely for the penalties asked for; they were raised, to \(largest) at most"
  }

  /// How much of each candidate the maps are made of: over all channels, then the three largest of each.
  public func summary(channels: [String], future: [String], series: [String]) -> [String] {
    let all = carriers(of: Array(targetChannels.indices))
    guard !all.isEmpty else { return ["not fitted"] }
    var lines = ["shares over all channels, of \(candidates.count) candidates:"]
    lines += all.map { "  \($0.text)" }
    if let largest = raisedRidges.max() { lines.append(Self.raisedNote(raisedRidges, largest)) }
    guard targetChannels.count > 1 else { return lines }
    return lines + ["the largest of each channel:"]
      + targetChannels.enumerated().map { place, channel in
        "  \(channels[channel]): " + carriers(of: [place]).prefix(3).map(\.text).joined(separator: ", ")
      }
  }

  /// Whether more than half of it, on average over the targets, is the last value.
  var isLastValue: Bool {
    guard let last = candidates.firstIndex(where: { $0.kind == .mean(rows: 1) }) else { return false }
    return shares.reduce(0) { $0 + $1[last] } > Double(shares.count) / 2
  }

  /// Candidates with a share of at least half a per cent on average over some channels, the largest first.
  private func carriers(of places: [Int]) -> [(share: Float, text: String)] {
    let means = candidates.indices.map { candidate in
      places.reduce(0) { $0 + Float(shares[$1][candidate]) } / Float(max(1, places.count))
    }
    return candidates.indices.filter { means[$0] >= 0.005 }.sorted { means[$0] > means[$1] }.map {
      candidate in
      let tenths = Int((means[candidate] * 1000).rounded())
      return (means[candidate], "\(tenths / 10).\(tenths % 10) % \(candidates[candidate])")
    }
  }
}
