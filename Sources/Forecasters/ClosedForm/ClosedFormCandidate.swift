import Forecasting
import LinearMaps

/// One of the ways in which a map may be fitted.
struct ClosedFormCandidate: Sendable, Equatable, CustomStringConvertible {
  /// Which windows it is fitted on.
  let scope: ClosedFormConfiguration.Scope
  /// The name of what is taken out of each window.
  let kind: ClosedFormConfiguration.Normalization.Kind
  /// What is taken out of each window.
  let centring: WindowCentring
  /// λ in units of the mean squared input.
  let ridge: Float
  /// How strongly it is drawn to the map of all channels; 0 for the other scopes.
  let shrinkage: Float

  /// Such as `normalization last, ridge 0.01` or `own map, normalization last, ridge 0.01`.
  var description: String {
    let settings = "normalization \(kind.rawValue), ridge \(ridge)"
    switch scope {
    case .pooled: return settings
    case .own: return "own map, \(settings)"
    case .shrunk: return "shrunk map, \(settings), shrinkage \(shrinkage)"
    }
  }

  /// The same way for all channels together.
  var pooled: ClosedFormCandidate {
    ClosedFormCandidate(scope: .pooled, kind: kind, centring: centring, ridge: ridge, shrinkage: 0)
  }
}

extension ClosedFormConfiguration {
  /// Everything that is tried, in this order: scope by scope, centring by centring, penalty by penalty.
  func candidates(for task: ForecastTask) -> [ClosedFormCandidate] {
    let ridges = ridge > 0 ? [ridge] : ridges.map { Float($0) }
    return scope.flatMap { scope in
      centrings(for: task).flatMap { kind, centring in
        ridges.flatMap { ridge in
          (scope == .shrunk ? shrinkage : [0]).map {
            ClosedFormCandidate(
              scope: scope, kind: kind, centring: centring, ridge: ridge, shrinkage: Float($0))
          }
        }
      }
    }
  }

  /// Whether every channel has a map of its own.
  var hasOwnMaps: Bool { scope != [.pooled] }
}

extension ClosedFormCandidate {
  /// The way as numbers of a model file: scope, rows of the mean (−1 for the deviation too), ridge, shrinkage.
  var numbers: [Float] {
    let place = ClosedFormConfiguration.Scope.allCases.firstIndex(of: scope) ?? 0
    let rows =
      switch centring {
      case .none: 0
      case .mean(let rows): rows
      case .instance: -1
      }
    return [Float(place), Float(rows), ridge, shrinkage]
  }

  /// The way with such numbers; nil if they are none.
  init?(numbers: ArraySlice<Float>) {
    let numbers = Array(numbers)
    let scopes = ClosedFormConfiguration.Scope.allCases
    guard numbers.count == 4, let place = Int(exactly: numbers[0]), scopes.indices.contains(place),
      let rows = Int(exactly: numbers[1]), rows >= -1, numbers[2] >= 0, numbers[3] >= 0
    else { return nil }
    let centring: WindowCentring = rows < 0 ? .instance : rows == 0 ? .none : .mean(rows: rows)
    self.init(
      scope: scopes[place], kind: rows < 0 ? .instance : rows == 0 ? .none : rows == 1 ? .last : .mean,
      centring: centring, ridge: numbers[2], shrinkage: numbers[3])
  }
}
