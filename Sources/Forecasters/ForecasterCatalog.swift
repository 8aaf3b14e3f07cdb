import Forecasting
import Layers
import Synchronization
import TimeSeries

/// Every forecaster: one line each, in the order in which `forecast models` lists them, and those that other packages add.
///
/// ```swift
/// for type in ForecasterCatalog.forecasters {
///   print("\(type.card.name): \(type.card.summary)")
/// }
/// ```
public enum ForecasterCatalog {
  /// The types, those of other packages last; `any` appears here and where one of them is opened, nowhere else.
  public static var forecasters: [any Forecaster.Type] { own + added.withLock { $0 } }

  private static let own: [any Forecaster.Type] = [
    Auto.self,
    LastValue.self,
    SeasonalNaive.self,
    Mean.self,
    Drift.self,
    Naive2.self,
    SimpleExponentialSmoothing.self,
    Holt.self,
    HoltDamped.self,
    HoltWintersAdditive.self,
    HoltWintersMultiplicative.self,
    ExponentialSmoothing.self,
    ThetaMethod.self,
    StandardTheta.self,
    OptimizedTheta.self,
    DynamicStandardTheta.self,
    DynamicOptimizedTheta.self,
    AutoTheta.self,
    ARIMA.self,
    DynamicRegression.self,
    STLWithETS.self,
    STLWithARIMA.self,
    HarmonicARIMA.self,
    ComplexExponentialSmoothing.self,
    SimpleCombination.self,
    MeanOfFour.self,
    Croston.self,
    SyntetosBoylan.self,
    TSB.self,
    ADIDA.self,
    IMAPA.self,
    LinearClosedForm.self,
    LinearStack.self,
    LinearForecaster.self,
    NLinear.self,
    DLinear.self,
    RLinear.self,
    SAMformer.self,
    ResidualSAMformer.self,
    FAN.self,
    FANformer.self,
    Transformer.self,
    TransformerFAN.self,
    TransformerFANGated.self,
    MLP.self,
    KAN.self,
    LSTMForecaster.self,
    Mamba.self,
    TSMixer.self,
    TiDE.self,
    PatchTST.self,
    ITransformer.self,
    CycleNet.self,
  ]

  private static let added = Mutex<[any Forecaster.Type]>([])

  /// Adds a forecaster of another package, once when a program starts: from then on it is fitted, stored, opened, swept and backtested by
  /// its name, as those here are. Adding it again does nothing.
  ///
  /// - Throws: `ConfigurationError.invalidValue` for a name that another one has, is empty or has a colon.
  public static func add(_ type: any Forecaster.Type) throws(ConfigurationError) {
    let name = type.card.name
    try added.withLock { (added) throws(ConfigurationError) in
      let known = own + added
      if known.contains(where: { $0 == type }) { return }
      guard !name.isEmpty, !name.contains(":"), !known.contains(where: { $0.card.name == name }) else {
        throw .invalidValue(key: "name", value: name, accepted: "one of its own, without a colon")
      }
      added.append(type)
    }
  }

  /// The names of all forecasters.
  public static var names: [String] { forecasters.map { $0.card.name } }

  /// The forecaster called `name`, nil if there is none; `ets:M,Ad,M` is `ets`.
  public static func forecaster(named name: String) -> (any Forecaster.Type)? {
    if let type = forecasters.first(where: { $0.card.name == name }) { return type }
    guard let (base, _) = parts(of: name) else { return nil }
    return forecasters.first { $0.card.name == base && $0.variantKey != nil }
  }

  /// Whether the forecaster of a name is trained step by step.
  package static func isNetwork(_ name: String) -> Bool {
    forecaster(named: name) is any NeuralForecaster.Type
  }

  /// The name of the forecaster and the setting that a name such as `ets:M,Ad,M` stands for; nil for a plain name.
  public static func variant(named name: String) -> (name: String, key: String, value: String)? {
    guard let (base, value) = parts(of: name), let key = forecaster(named: base)?.variantKey else {
      return nil
    }
    return (base, key, value)
  }

  /// The names of the forecasters that can use columns of a role.
  public static func names(taking role: ColumnRole) -> [String] {
    forecasters.filter { $0.takes.contains(role) }.map { $0.card.name }
  }

  private static func parts(of name: String) -> (base: String, variant: String)? {
    guard let colon = name.firstIndex(of: ":") else { return nil }
    return (String(name[..<colon]), String(name[name.index(after: colon)...]))
  }
}
