extension [Float] {
  /// In ascending order, by three passes over digits of eleven bits: many times faster than comparing where there are thousands.
  ///
  /// - Precondition: All are numbers.
  package func radixSorted() -> [Float] {
    guard count > 256 else { return sorted() }
    var (keys, other) = (map(\.orderedBits), [UInt32](repeating: 0, count: count))
    for shift: UInt32 in [0, 11, 22] {
      var places = [Int](repeating: 0, count: 2048)
      for key in keys { places[Int((key >> shift) & 2047)] += 1 }
      var start = 0
      for digit in places.indices { (places[digit], start) = (start, start + places[digit]) }
      for key in keys {
        let digit = Int((key >> shift) & 2047)
        other[places[digit]] = key
        places[digit] += 1
      }
      swap(&keys, &other)
    }
    return keys.map(Float.init(orderedBits:))
  }
}

extension Float {
  /// Bits that are in the order of the numbers: those of negative ones turned over, those of others above them.
  var orderedBits: UInt32 { sign == .minus ? ~bitPattern : bitPattern | 1 << 31 }

  /// The number with such bits.
  init(orderedBits bits: UInt32) {
    self.init(bitPattern: bits >> 31 == 1 ? bits ^ 1 << 31 : ~bits)
  }
}
