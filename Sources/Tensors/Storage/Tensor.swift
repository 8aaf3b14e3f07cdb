/// An immutable array of single-precision numbers in row-major order.
///
/// A tensor is a value: operations return new tensors. Inside `gradient(of:at:)` the tensors that depend on a
/// watched one also remember how they were made; all others record nothing.
///
/// ```swift
/// let x = Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6]).watched()
/// let slopes = gradient(of: mean(x * x), at: [x])[0]
/// print(slopes.values)  // x / 3
/// ```
public struct Tensor: Sendable {
  /// Sizes of the axes, slowest first. Empty for a single number.
  public let shape: [Int]
  /// Number of elements: the product of `shape`.
  public let count: Int
  var storage: TensorStorage
  let offset: Int
  let node: GradientNode?

  init(shape: [Int], storage: TensorStorage, offset: Int = 0, node: GradientNode? = nil) {
    self.shape = shape
    self.count = shape.reduce(1, *)
    self.storage = storage
    self.offset = offset
    self.node = node
    assert(offset + count <= storage.count)
  }

  /// Stands for an input that an operation was not given.
  static let nothing = Tensor(shape: [0], filledWith: 0)

  /// Room for a tensor whose elements the caller fills before anyone else sees it.
  init(unfilled shape: [Int]) {
    self.init(shape: shape, storage: TensorStorage(count: shape.reduce(1, *)))
  }

  /// Creates a tensor of `shape` from its elements in row-major order.
  ///
  /// - Precondition: `values.count` is the product of `shape`.
  public init(shape: [Int], values: [Float]) {
    self.init(unfilled: shape)
    precondition(values.count == count, "Tensor: \(values.count) values for shape \(shape)")
    unsafe values.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { unsafe destination.update(from: base, count: count) }
    }
  }

  /// Creates a tensor of `shape` in which every element is `value`.
  public init(shape: [Int], filledWith value: Float) {
    self.init(unfilled: shape)
    unsafe destination.update(repeating: value, count: count)
  }

  /// Creates a tensor of `shape` whose memory, in row-major order, `fill` writes completely.
  public init(shape: [Int], filling fill: (UnsafeMutableBufferPointer<Float>) -> Void) {
    self.init(unfilled: shape)
    unsafe fill(UnsafeMutableBufferPointer(start: destination, count: count))
  }

  /// A single number, shape `[]`.
  public init(_ value: Float) {
    self.init(shape: [], filledWith: value)
  }

  /// Size of axis `index`; negative indices count from the last axis.
  public func size(ofAxis index: Int) -> Int {
    shape[index < 0 ? shape.count + index : index]
  }

  /// The elements in row-major order, copied.
  public var values: [Float] {
    unsafe withUnsafeValues { unsafe Array($0) }
  }

  /// The number in a tensor of one element.
  public var scalar: Float {
    precondition(count == 1, "scalar: shape \(shape) has \(count) elements")
    return unsafe pointer[0]
  }

  /// Calls `body` with the elements in row-major order, without a copy; the pointer is valid during the call only.
  public func withUnsafeValues<Result: ~Copyable, Failure: Error>(
    _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { extendLifetime(storage) }
    return unsafe try body(UnsafeBufferPointer(start: pointer, count: count))
  }

  /// Calls `body` with the elements in row-major order, without a copy.
  public func withSpan<Result: ~Copyable, Failure: Error>(
    _ body: (Span<Float>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe try withUnsafeValues { (values) throws(Failure) in try unsafe body(values.span) }
  }

  /// Whether every element is a finite number.
  public var isFinite: Bool {
    unsafe withUnsafeValues { values in unsafe values.allSatisfy { $0.isFinite } }
  }

  /// Replaces the elements through `body`, in place when nobody else holds them; the result is not watched.
  public mutating func update(_ body: (UnsafeMutableBufferPointer<Float>) -> Void) {
    if !isUniquelyHeld || node != nil { self = copied() }
    unsafe body(UnsafeMutableBufferPointer(start: destination, count: count))
  }

  /// Whether both are the same elements in the same memory, not merely equal ones.
  public func isSame(as other: Tensor) -> Bool {
    storage === other.storage && offset == other.offset && shape == other.shape
  }

  /// Whether no other tensor shares the elements, so that they may be changed where they are.
  var isUniquelyHeld: Bool {
    mutating get { isKnownUniquelyReferenced(&storage) }
  }

  fileprivate func copied() -> Tensor {
    let copy = Tensor(unfilled: shape)
    unsafe copy.destination.update(from: pointer, count: count)
    return copy
  }
}

// Raw addresses for the kernel calls of this module. They stay valid while the tensor is alive: use them on
// parameters, on values captured by a derivative, and on results that are returned afterwards, never on temporaries.
extension Tensor {
  /// Where the elements are.
  var pointer: UnsafePointer<Float> { unsafe UnsafePointer(storage.pointer + offset) }

  /// Where the elements of a tensor that is still being made go.
  var destination: UnsafeMutablePointer<Float> { unsafe storage.pointer + offset }

  /// Where the elements of `tensors` can be changed in place; those that somebody else holds are copied first.
  static func places(of tensors: inout [Tensor]) -> [UnsafeMutablePointer<Float>] {
    for index in tensors.indices where !tensors[index].isUniquelyHeld || tensors[index].node != nil {
      tensors[index] = tensors[index].copied()
    }
    return unsafe tensors.map { unsafe $0.destination }
  }

  /// Number of rows when all axes but the last are folded into one.
  var rowCount: Int { shape.isEmpty ? 1 : count / max(1, shape[shape.count - 1]) }

  /// Size of the last axis.
  var columnCount: Int { shape.last ?? 1 }
}
