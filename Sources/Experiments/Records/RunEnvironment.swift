import Persistence
import Platform
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
    program: "forecast \(programVersion)", system: Host.systemName, processor: processorName)

  private static var processorName: String {
    "\(Host.processorName), \(TextFormatting.count(Host.coreCount, "core"))"
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
