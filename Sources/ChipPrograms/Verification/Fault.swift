/// What is wrong with a program, and where.
public struct Fault: Error, Equatable, Sendable, CustomStringConvertible {
  /// A part of a program, by its number.
  public enum Place: Hashable, Sendable {
    /// All of it.
    case program
    /// The chip that it was compiled for.
    case chip
    /// A declaration.
    case table(Int), array(Int), vector(Int)
    /// The agents, or one of their couplings, fields or observables.
    case agents, coupling(Int), field(Int), observable(Int)
    /// An instruction of one of the two sections.
    case setup(Int), instruction(Int)
  }

  /// Which runs a fault stops.
  public enum Runs: Sendable {
    /// All.
    case all
    /// Those that take counts and times from laws in place of simulating each event.
    case laws
    /// Those that take means from closed forms in place of drawing.
    case closedForms
  }

  /// What was found and what was expected.
  public struct Reason: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was found; a whole sentence where nothing is `expected`.
    public var found: String
    /// What was expected.
    public var expected: String
    /// Which runs it stops.
    public var stops: Runs

    init(_ found: String, _ expected: String, stops: Runs = .all) {
      self.found = found
      self.expected = expected
      self.stops = stops
    }

    /// What a chip lacks, as a sentence.
    init(sentence: String, stops: Runs = .all) { self.init(sentence, "", stops: stops) }

    /// `found …, expected …`.
    public var description: String {
      expected.isEmpty ? found : "found \(found), expected \(expected)"
    }
  }

  /// Where it is.
  public var place: Place
  /// The name of the declaration or instruction, if it has one.
  public var name: String?
  /// What is wrong.
  public var reason: Reason

  /// Names a fault.
  init(_ place: Place, _ name: String? = nil, _ reason: Reason) {
    self.place = place
    self.name = name
    self.reason = reason
  }

  /// The fault that a rule finds, if any.
  package init?(_ place: Place, _ name: String? = nil, rule: () throws(Reason) -> Void) {
    do {
      try rule()
      return nil
    } catch { self.init(place, name, error) }
  }

  /// `name: found …, expected …`.
  public var description: String { (name.map { $0 + ": " } ?? "") + reason.description }
}
