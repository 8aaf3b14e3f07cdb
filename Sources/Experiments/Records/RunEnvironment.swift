import Glibc
import Persistence
import Text

/// The program and the machine that made a record, for whoever wants the same numbers or times again.
public struct RunEnvironment: Sendable, Equatable {
  /// The version of this program.
  public static let programVersion = "0.1.0"

  /// Name and version of the program.
  public var program: String
  /// Name, release and architecture of the system.
  public var system: String
  /// The processor and how many of its cores the system shows.
  public var processor: String

  /// - Parameter processor: The processor and its cores.
  public init(program: String, system: String, processor: String) {
    (self.program, self.system, self.processor) = (program, system, processor)
  }

  /// This program on this machine.
  public static let current = RunEnvironment(
    program: "forecast \(programVersion)", system: systemName, processor: processorName)

  private static var systemName: String {
    var names = utsname()
    guard unsafe uname(&names) == 0 else { return "unknown" }
    return [text(&names.sysname), text(&names.release), text(&names.machine)].joined(separator: " ")
  }

  private static func text<Characters>(_ characters: inout Characters) -> String {
    unsafe withUnsafeBytes(of: &characters) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// The model name as Linux knows it; processors without one are named by their kind.
  private static var processorName: String {
    let lines = (try? FileContents.bytes(ofFile: "/proc/cpuinfo"))?.split(separator: UInt8(ascii: "\n")) ?? []
    let line = lines.map { String(decoding: $0, as: UTF8.self) }.first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":", maxSplits: 1).last.map { String($0.drop { $0 == " " }) }
    let count = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    return "\(name ?? "unnamed processor"), \(TextFormatting.count(count, "core"))"
  }
}

extension RunEnvironment {
  /// The members of `environment` in a record.
  var json: JSONValue {
    ["program": .string(program), "system": .string(system), "processor": .string(processor)]
  }

  /// Reads them back.
  init(json: JSONReader) throws(JSONError) {
    program = try json.member("program").string()
    system = try json.member("system").string()
    processor = try json.member("processor").string()
  }
}
