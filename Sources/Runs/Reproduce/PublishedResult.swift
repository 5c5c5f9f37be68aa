/// A published result: where it stands, what it says, and the commands that give ours.
public struct PublishedResult: Sendable {
  /// How the published figures came about.
  public enum Kind: String, CaseIterable, Sendable {
    /// On a device.
    case measured
    /// By simulation or another numerical method of others.
    case simulated
    /// A closed form, or a sum over all states.
    case exact
  }

  /// How ours came about, seen from the published figure.
  public enum Basis: String, CaseIterable, Sendable {
    /// Without anything of the published figure.
    case apart
    /// The figure itself fixed a constant of ours.
    case fitted
    /// Prices and counts of the source went in, so that agreement only checks the arithmetic.
    case construction
  }

  /// A file that has to come from the user.
  struct Need: Sendable {
    /// Its name in the folder of `--data`, or `nil` for the usual model.
    var file: String?
    /// Where it can be had, and what its licence says.
    var source: String
  }

  /// A command of this program.
  struct Command: Sendable {
    /// The name by which formulas find its document.
    var name: String
    /// The arguments as a user types them.
    var line: String
    /// The arguments: blanks part them, but not between double quotes.
    var words: [String] { CommandRun.words(line) }
  }

  /// A figure.
  struct Figure: Sendable {
    /// What it is.
    var name: String
    /// Its unit; empty for none.
    var unit: String
    /// The published value.
    var published: ResultFormula
    /// Its standard error: as published, or half a unit of its last digit.
    var error: ResultFormula
    /// Our value.
    var ours: ResultFormula
    /// Our standard error.
    var ourError: ResultFormula
    /// How ours came about.
    var basis: Basis
    /// The most combined standard errors between the two.
    var tolerance: Double
    /// The largest share of the published value between the two; `nil` for any.
    var within: Double?
  }

  /// The name by which it is chosen.
  public var name: String
  /// What it is, in a line.
  public var title: String
  /// Where it is published.
  public var source: String
  /// How the published figures came about.
  public var kind: Kind
  /// What of the source may be used.
  public var licence: String
  /// What agreement means here, and what it does not.
  public var note: String
  /// Why ours is another system than the published one; empty where it is the same.
  public var analogue: String
  /// Why nothing runs; empty where something does.
  public var missing: String
  var needs: [Need]
  /// Small files that the commands read, by name.
  var files: [(name: String, text: String)]
  var commands: [Command]
  var figures: [Figure]

  /// The format of the files of results.
  static let format = "ising-npu-result/1"
  /// The tolerance of figures that state none, in combined standard errors.
  static let usualTolerance = 3.0
}
