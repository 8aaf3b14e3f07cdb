import CLibYAML

/// libyaml's parser over a text in UTF-8, and the only place that touches it.
@safe struct YAMLReader: ~Copyable {
  private let text: UnsafeMutableBufferPointer<UInt8>
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let file: String
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// - Parameter file: The file as the user named it.
  init(_ bytes: [UInt8], file: String) throws(SpecError) {
    self.file = file
    let content =
      bytes.starts(with: Self.byteOrderMark) ? bytes.dropFirst(Self.byteOrderMark.count) : bytes[...]
    unsafe text = UnsafeMutableBufferPointer.allocate(capacity: content.count)
    _ = unsafe text.initialize(from: content)
    unsafe parser = UnsafeMutablePointer.allocate(capacity: 1)
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      unsafe text.deallocate()
      unsafe parser.deallocate()
      throw SpecError(file: file, problem: "there is no memory to read it")
    }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    // The parser keeps pointers to itself and to the text: both stay where they are until the end.
    unsafe yaml_parser_set_input_string(parser, text.baseAddress, text.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe text.deallocate()
  }

  /// The next piece of the text; after the last one, `streamEnd` for ever.
  ///
  /// - Throws: `SpecError` where the text is not YAML.
  mutating func next() throws(SpecError) -> YAMLEvent {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw failure }
    defer { unsafe yaml_event_delete(&event) }
    let (kind, anchor) = unsafe Self.content(of: event)
    let mark = unsafe event.start_mark
    return unsafe YAMLEvent(
      kind: kind, anchor: anchor, tag: Self.tag(of: event), line: Int(mark.line) + 1,
      column: Int(mark.column) + 1)
  }

  private static func tag(of event: yaml_event_t) -> String? {
    switch unsafe event.type {
    case YAML_SCALAR_EVENT: unsafe string(event.data.scalar.tag)
    case YAML_SEQUENCE_START_EVENT: unsafe string(event.data.sequence_start.tag)
    case YAML_MAPPING_START_EVENT: unsafe string(event.data.mapping_start.tag)
    default: nil
    }
  }

  private static func content(of event: yaml_event_t) -> (YAMLEvent.Kind, anchor: String?) {
    switch unsafe event.type {
    case YAML_STREAM_START_EVENT: return (.streamStart, nil)
    case YAML_DOCUMENT_START_EVENT: return (.documentStart, nil)
    case YAML_DOCUMENT_END_EVENT: return (.documentEnd, nil)
    case YAML_ALIAS_EVENT: return unsafe (.alias, string(event.data.alias.anchor))
    case YAML_SCALAR_EVENT:
      let scalar = unsafe event.data.scalar
      // The length counts: a scalar may hold the character 0.
      let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return unsafe (.scalar(String(decoding: bytes, as: UTF8.self)), string(scalar.anchor))
    case YAML_SEQUENCE_START_EVENT: return unsafe (.sequenceStart, string(event.data.sequence_start.anchor))
    case YAML_SEQUENCE_END_EVENT: return (.sequenceEnd, nil)
    case YAML_MAPPING_START_EVENT: return unsafe (.mappingStart, string(event.data.mapping_start.anchor))
    case YAML_MAPPING_END_EVENT: return (.mappingEnd, nil)
    default: return (.streamEnd, nil)
    }
  }

  private static func string(_ text: UnsafeMutablePointer<yaml_char_t>?) -> String? {
    unsafe text.map { unsafe String(cString: $0) }
  }

  /// What libyaml finds wrong, at the place where it finds it.
  private var failure: SpecError {
    let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) } ?? "it cannot be read"
    let mark = unsafe parser.pointee.problem_mark
    guard unsafe parser.pointee.error == YAML_READER_ERROR else {
      return SpecError(
        file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1,
        problem: "not valid YAML: \(problem)")
    }
    // Bytes that are no text: libyaml knows how many came before.
    let offset = min(Int(unsafe parser.pointee.problem_offset), unsafe text.count)
    let line = unsafe text.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
    return SpecError(file: file, line: line, problem: "not valid YAML: \(problem)")
  }
}
