import Synchronization

/// Counts the multiply-adds of matrix products, attention and recurrences as they are executed.
///
/// Elementwise work (normalisation, activations, splines) is not counted: it goes with the size of the data, not with its
/// product with the size of the model.
public final class MultiplyAddCounter: Sendable {
  @TaskLocal private static var current: MultiplyAddCounter?

  private let total = Atomic<Int>(0)

  private init() {}

  /// The multiply-adds that `body` executes on the calling thread; lend it no other threads.
  public static func counting<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) -> Int {
    let counter = MultiplyAddCounter()
    let result: Result<Void, Failure> = $current.withValue(counter) {
      do throws(Failure) {
        return .success(try body())
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    return counter.total.load(ordering: .relaxed)
  }

  /// Called by the operations that multiply and add.
  static func add(_ count: Int) {
    current?.total.add(count, ordering: .relaxed)
  }
}
