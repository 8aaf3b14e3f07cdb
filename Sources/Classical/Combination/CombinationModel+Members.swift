import LocalModels
import Smoothing

extension CombinationModel {
  /// The median of automatic exponential smoothing, ARIMA, complex smoothing and the dynamic optimised Theta model (Petropoulos and Svetunkov 2020).
  public static var scum: CombinationModel { CombinationModel(name: "scum", .median, of: four) }

  /// The arithmetic mean of the same four.
  public static var mean4: CombinationModel { CombinationModel(name: "mean4", .mean, of: four) }

  private static var four: [any LocalModel] {
    [ETS(), AutoArimaModel(), ComplexSmoothing(.automatic), Theta(.dotm)]
  }
}
