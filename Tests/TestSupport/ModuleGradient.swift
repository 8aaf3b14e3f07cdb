import Layers
import Tensors
import Testing

/// Expects the derivatives of a loss in the parameters of a module to agree with central differences.
///
/// - Parameters:
///   - stride: Of each parameter the elements so far apart are moved, by `step` up and down.
///   - tolerance: What a derivative may be off by, from the slope and the largest of all derivatives.
package func expectGradient<M: Module>(
  at module: M, every stride: Int, step: Float,
  within tolerance: (_ slope: Double, _ largest: Double) -> Double,
  of loss: (M) -> Tensor, sourceLocation: SourceLocation = #_sourceLocation
) {
  let (_, gradient) = valueAndGradient(at: module, of: loss)
  let (names, parameters) = (module.namedParameters.map(\.name), module.parameters)
  let largest = gradient.flatMap(\.values).map { abs(Double($0)) }.max() ?? 0
  for index in parameters.indices {
    for element in Swift.stride(from: 0, to: parameters[index].count, by: stride) {
      func value(_ change: Float) -> Double {
        var values = parameters
        values[index].update { elements in elements[element] += change }
        return Double(loss(module.withParameters(values)).scalar)
      }
      let slope = (value(step) - value(-step)) / Double(2 * step)
      let ours = Double(gradient[index].values[element])
      #expect(
        abs(ours - slope) < tolerance(slope, largest), "\(names[index]) \(element): \(ours), \(slope)",
        sourceLocation: sourceLocation)
    }
  }
}
