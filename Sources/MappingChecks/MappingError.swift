/// Why a mapping cannot be checked.
public enum MappingError: Error, Equatable, CustomStringConvertible {
  /// No machine runs the model: the fault of the chip's own.
  case noMachine(String)
  /// A text that the machine or the reference refuses.
  case input(String)
  /// An output that is no finite number; weights that are finite can still leave float32 on their way
  /// through the layers.
  case notFinite(text: Int, output: Int, machine: String, value: Float)
  /// Somebody asked to stop before all texts were run.
  case interrupted
  /// Figures that cannot be computed from good input.
  case computation(String)

  /// One sentence with what was found and what was expected.
  public var description: String {
    switch self {
    case .noMachine(let sentence), .input(let sentence), .computation(let sentence): sentence
    case .notFinite(let text, let output, let machine, let value):
      "text \(text + 1): output \(output) of the \(machine) is \(value), expected a finite "
        + "number: the model's values leave float32"
    case .interrupted: "interrupted"
    }
  }

  /// Runs a stage that takes texts: whatever it throws is bad input.
  static func reading<Value>(_ body: () throws -> Value) throws(MappingError) -> Value {
    do { return try body() } catch { throw (error as? MappingError) ?? .input("\(error)") }
  }

  /// Runs a stage whose input was already checked.
  static func computing<Value>(_ body: () throws -> Value) throws(MappingError) -> Value {
    do { return try body() } catch { throw (error as? MappingError) ?? .computation("\(error)") }
  }
}
