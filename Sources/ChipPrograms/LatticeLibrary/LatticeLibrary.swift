/// The programs that come with this program: made by generators with parameters, and then programs like
/// any other.
public enum LatticeLibrary {
  /// A number that a generator takes.
  public struct Parameter: Sendable {
    /// Its name.
    public let name: String
    /// What it is if nobody says otherwise.
    public let fallback: Double
    /// Legal values.
    public let range: ClosedRange<Double>
    /// Whether only whole numbers are legal.
    public let isWhole: Bool
    /// One line.
    public let summary: String

    init(
      _ name: String, _ fallback: Double, _ range: ClosedRange<Double>, isWhole: Bool = true,
      _ summary: String
    ) {
      self.name = name
      self.fallback = fallback
      self.range = range
      self.isWhole = isWhole
      self.summary = summary
    }
  }

  /// A generator.
  public struct Entry: Sendable {
    /// The name of its programs.
    public let name: String
    /// One line.
    public let summary: String
    /// What it takes.
    public let parameters: [Parameter]
    /// What states mean; `nil` where there is nothing to say.
    let words: (@Sendable (Values) -> StateWords?)?
    let make: @Sendable (Values) throws(Failure) -> Program

    init(
      name: String, summary: String, parameters: [Parameter],
      words: (@Sendable (Values) -> StateWords?)? = nil,
      make: @escaping @Sendable (Values) throws(Failure) -> Program
    ) {
      self.name = name
      self.summary = summary
      self.parameters = parameters
      self.words = words
      self.make = make
    }
  }

  /// The parameters' values by name.
  struct Values {
    let numbers: [String: Double]

    subscript(_ name: String) -> Double { numbers[name] ?? 0 }
    func whole(_ name: String) -> Int { Int(self[name]) }
  }

  /// Why no program can be made.
  public struct Failure: Error, Equatable, CustomStringConvertible {
    /// What was found and what was expected.
    public let description: String
  }

  /// All generators.
  public static let entries: [Entry] = [
    AndGate.entry, Factoriser.entry, AssociativeMemory.entry, CoupledAttention.entry,
    BoltzmannMachine.entry, MobiusGraphs.ladder, MobiusGraphs.ring, Torus.entry,
  ]

  /// Parameters that most generators share.
  static func reads(_ fallback: Double) -> Parameter {
    Parameter("reads", fallback, 1...10_000_000, "reads")
  }

  static func beta(_ fallback: Double) -> Parameter {
    Parameter("beta", fallback, 0...1000, isWhole: false, "inverse temperature")
  }

  /// What states of a program mean.
  ///
  /// - Returns: `nil` where there is nothing to say.
  /// - Throws: as `program`.
  public static func words(
    _ name: String, _ settings: [String: Double] = [:]
  ) throws(Failure) -> StateWords? {
    let (entry, values) = try entry(name, settings)
    return entry.words?(values)
  }

  /// Makes a program.
  /// - Parameters:
  ///   - name: the name of an entry.
  ///   - settings: values of parameters by name; the others keep their fallbacks.
  /// - Returns: the program.
  /// - Throws: `Failure` for a name, a parameter or a value that does not exist.
  public static func program(
    _ name: String, _ settings: [String: Double] = [:]
  ) throws(Failure) -> Program {
    let (entry, values) = try entry(name, settings)
    return try entry.make(values)
  }

  private static func entry(
    _ name: String, _ settings: [String: Double]
  ) throws(Failure) -> (Entry, Values) {
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw Failure(
        description: "found the program `\(name)`, expected a file or one of "
          + entries.map(\.name).joined(separator: ", "))
    }
    var numbers: [String: Double] = [:]
    for parameter in entry.parameters { numbers[parameter.name] = parameter.fallback }
    for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
      guard let parameter = entry.parameters.first(where: { $0.name == key }) else {
        throw Failure(
          description: "\(name): found the parameter `\(key)`, expected one of "
            + entry.parameters.map(\.name).joined(separator: ", "))
      }
      guard parameter.range.contains(value), !parameter.isWhole || value == value.rounded() else {
        let range = parameter.range
        throw Failure(
          description: "\(name): \(key): found \(short(value)), expected a "
            + (parameter.isWhole ? "whole number" : "number")
            + " from \(short(range.lowerBound)) to \(short(range.upperBound))")
      }
      numbers[key] = value
    }
    return (entry, Values(numbers: numbers))
  }

  private static func short(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
