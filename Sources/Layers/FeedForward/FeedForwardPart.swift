/// What the hidden layers of a host are: ordinary ones, or one of the layers that are said to learn periods.
///
/// A host is a forecaster that is good without them; it takes each kind at about the same number of parameters, so that what is
/// compared is the kind and not the size.
///
/// ```swift
/// let width = FeedForwardPart.fan.width(matching: 128) { part, width in
///   part.parameterCount(inputSize: 16, outputSize: width)
/// }
/// print(width)  // 172: a FAN layer has three quarters of the parameters of a linear map
/// ```
public enum FeedForwardPart: Sendable, Equatable {
  /// Linear maps with GELU.
  case plain
  /// ``FANLayer`` of the published form: a quarter of the outputs cosines, a quarter sines, the rest GELU.
  case fan
  /// The same with a scalar that divides the output between periodic part and rest.
  case gatedFAN
  /// Sines of linear maps, `sin(frequency · (x Wᵀ + b))` (Sitzmann et al. 2020, https://arxiv.org/abs/2006.09661).
  case siren(frequency: Float)
  /// Linear maps with `x + sin² x` (Ziyin et al. 2020, https://arxiv.org/abs/2006.08195).
  case snake

  /// SIREN's published ω₀.
  public static let usualFrequency: Float = 30

  /// The dense layer of this kind.
  ///
  /// - Parameter isFirst: Whether it reads numbers that no layer has made.
  public func layer(isFirst: Bool = false) -> DenseLayer.Form {
    switch self {
    case .plain: .linear(.gelu)
    case .fan, .gatedFAN: .fan(fanForm)
    case .siren(let frequency): .siren(frequency: frequency, isFirst: isFirst)
    case .snake: .linear(.snake)
    }
  }

  /// The feed-forward part of a Transformer: with FAN both layers, as published; with the others the first, and a linear one.
  public var feedForward: FeedForward.Form {
    isFAN ? .fan(fanForm) : .hidden(layer())
  }

  /// Whether it is a FAN layer, whose cosines and sines share their weights.
  public var isFAN: Bool { self == .fan || self == .gatedFAN }

  private var fanForm: FANLayer.Form { FANLayer.Form(isGated: self == .gatedFAN) }

  /// Learnt numbers of a layer of this kind.
  public func parameterCount(inputSize: Int, outputSize: Int) -> Int {
    guard isFAN else { return (inputSize + 1) * outputSize }
    let periodicSize = Int(Float(outputSize) * fanForm.periodicFraction)
    return (inputSize + 1) * (outputSize - periodicSize) + (self == .gatedFAN ? 1 : 0)
  }

  /// The width at which a network of this kind has about as many parameters as a plain one of `width`: the multiple of four
  /// whose count is nearest for FAN layers, `width` itself for the others.
  ///
  /// - Parameter count: The parameters of a network with hidden layers of a kind and a width; more for a larger width.
  public func width(matching width: Int, _ count: (_ part: Self, _ width: Int) -> Int) -> Int {
    guard isFAN else { return width }
    let wanted = count(.plain, width)
    var result = max(4, width / 4 * 4)
    while count(self, result + 4) <= wanted { result += 4 }
    return wanted - count(self, result) <= count(self, result + 4) - wanted ? result : result + 4
  }
}

// As text: settings, model files and specs.
extension FeedForwardPart: CustomStringConvertible {
  /// The texts that are read, in words.
  public static let accepted = "plain | fan | gated-fan | siren | siren:FREQUENCY | snake"

  /// `plain`, `fan`, `gated-fan`, `siren`, `siren:10` or `snake`.
  public var description: String {
    switch self {
    case .plain: "plain"
    case .fan: "fan"
    case .gatedFAN: "gated-fan"
    case .siren(Self.usualFrequency): "siren"
    case .siren(let frequency): "siren:\(frequency)"
    case .snake: "snake"
    }
  }

  /// Reads ``description``; nil for anything else, and for frequencies that are not between 0.001 and 1000.
  public init?(_ text: String) {
    switch text {
    case "plain": self = .plain
    case "fan": self = .fan
    case "gated-fan": self = .gatedFAN
    case "siren": self = .siren(frequency: Self.usualFrequency)
    case "snake": self = .snake
    default:
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0] == "siren", let frequency = Float(parts[1]),
        (0.001...1000).contains(frequency)
      else { return nil }
      self = .siren(frequency: frequency)
    }
  }
}
