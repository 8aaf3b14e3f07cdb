import Persistence
import Text

/// The header of a safetensors file, checked against the length of the file.
struct SafetensorsHeader {
  /// What is wrong with a file, without its name.
  enum Problem: Error {
    case otherFormat
    case damaged(String)
    case unsupported(String)
  }

  /// How the elements of a tensor are stored.
  enum ElementType: String, CaseIterable {
    case float32 = "F32"
    case float64 = "F64"

    var byteCount: Int {
      switch self {
      case .float32: 4
      case .float64: 8
      }
    }
  }

  /// The place and form of one tensor; `range` counts bytes from the end of the header.
  struct Record {
    let name: String
    let elementType: ElementType
    let shape: [Int]
    let range: Range<Int>
  }

  private(set) var metadata: [(key: String, value: String)] = []
  private(set) var records: [Record] = []
  let dataStart: Int

  init(parsing bytes: [UInt8]) throws(Problem) {
    let length = try Self.headerLength(of: bytes)
    dataStart = 8 + length
    let members = try Self.members(of: Array(bytes[8..<dataStart]))
    for (key, reader) in members {
      if key == SafetensorsFile.metadataKey {
        metadata = try decoded { () throws(JSONError) in try reader.texts() }
      } else {
        records.append(try Record(name: key, reader))
      }
    }
    try checkTiling(dataByteCount: bytes.count - dataStart)
  }

  private static func headerLength(of bytes: [UInt8]) throws(Problem) -> Int {
    guard bytes.count >= 8 else {
      throw .damaged("has \(bytes.count) bytes, too few for a safetensors file")
    }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(SafetensorsFile.headerByteLimit) else {
      throw .otherFormat
    }
    guard length <= UInt64(bytes.count - 8) else {
      throw .damaged("ends at byte \(bytes.count) within its header of \(length) bytes")
    }
    return Int(length)
  }

  private static func members(of header: [UInt8]) throws(Problem) -> [(key: String, reader: JSONReader)] {
    guard header.first == UInt8(ascii: "{") else {
      throw .otherFormat
    }
    return try decoded { () throws(JSONError) in try JSONReader(JSONValue(parsing: header)).members() }
  }
}

extension SafetensorsHeader.Record {
  /// Reads `{"dtype": …, "shape": […], "data_offsets": [begin, end]}`.
  fileprivate init(name: String, _ reader: JSONReader) throws(SafetensorsHeader.Problem) {
    self.name = name
    let (type, sizes, offsets) = try decoded { () throws(JSONError) in
      try reader.rejectMembers(besides: ["dtype", "shape", "data_offsets"])
      return try (
        reader.member("dtype").string(), reader.member("shape").sizes(), reader.member("data_offsets").sizes()
      )
    }
    shape = sizes
    guard let elementType = SafetensorsHeader.ElementType(rawValue: type) else {
      throw .unsupported("tensor \(name.quoted) has element type \(type.quoted); F32 and F64 are supported")
    }
    self.elementType = elementType
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw .damaged("tensor \(name.quoted): data_offsets must be a begin and a later end")
    }
    range = offsets[0]..<offsets[1]
    guard let expected = Self.byteCount(of: elementType, shape) else {
      throw .damaged("tensor \(name.quoted): its shape is too large")
    }
    guard range.count == expected else {
      throw .damaged("tensor \(name.quoted) has \(range.count) bytes where its shape needs \(expected)")
    }
  }

  /// The bytes that the shape needs; nil if they, or the elements that would be skipped by an empty axis, overflow.
  private static func byteCount(of elementType: SafetensorsHeader.ElementType, _ shape: [Int]) -> Int? {
    var product = elementType.byteCount
    for size in shape {
      let (next, overflow) = product.multipliedReportingOverflow(by: max(size, 1))
      guard !overflow else { return nil }
      product = next
    }
    return shape.contains(0) ? 0 : product
  }
}

extension SafetensorsHeader {
  /// Checks that the tensors cover the data exactly: without overlap, without hole, to the last byte.
  fileprivate func checkTiling(dataByteCount: Int) throws(Problem) {
    let inPlace = records.sorted { a, b in
      (a.range.lowerBound, a.range.upperBound) < (b.range.lowerBound, b.range.upperBound)
    }
    var end = 0
    var previous: Record?
    for record in inPlace {
      guard record.range.upperBound <= dataByteCount else {
        throw .damaged(
          "ends within tensor \(record.name.quoted): needs \(record.range.upperBound) bytes of data, has \(dataByteCount)"
        )
      }
      if record.range.lowerBound < end, let previous {
        throw .damaged(
          "tensor \(record.name.quoted) overlaps \(previous.name.quoted) (bytes \(record.range.text) and \(previous.range.text))"
        )
      }
      guard record.range.lowerBound == end else {
        throw .damaged("bytes \((end..<record.range.lowerBound).text) belong to no tensor")
      }
      end = record.range.upperBound
      previous = record
    }
    guard end == dataByteCount else {
      throw .damaged("has \(dataByteCount - end) bytes after its last tensor")
    }
  }
}

/// Runs `body` and takes what is wrong with the header's JSON for damage.
private func decoded<Value>(
  _ body: () throws(JSONError) -> Value
) throws(SafetensorsHeader.Problem) -> Value {
  do {
    return try body()
  } catch {
    throw .damaged("header: \(error)")
  }
}

extension JSONReader {
  fileprivate func texts() throws(JSONError) -> [(key: String, value: String)] {
    try members().map { (member) throws(JSONError) in (member.key, try member.reader.string()) }
  }

  fileprivate func sizes() throws(JSONError) -> [Int] {
    try elements().map { (element) throws(JSONError) in
      let size = try element.integer()
      guard size >= 0 else { throw element.invalid("must not be negative, is \(size)") }
      return size
    }
  }
}

extension Range<Int> {
  fileprivate var text: String { "\(lowerBound)–\(upperBound)" }
}
