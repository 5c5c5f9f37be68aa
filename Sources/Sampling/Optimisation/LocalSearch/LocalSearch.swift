public import IsingModels
public import RandomStreams

/// Search by single flips: descent to a local minimum, and walks out of it.
///
/// Costs of flips are kept up to date in whole numbers, so that nothing drifts; the cheapest flip is
/// found by least values of blocks. A flip takes O(degree) time, and one look at one value for each 64
/// spins (up to 1024 for the largest problems).
public struct LocalSearch: ~Copyable {
  /// What is minimised.
  public let model: IsingModel
  private let table: any FlipSearch
  private var words: WordSequence
  private let walk: TabuWalk
  /// Flips made so far.
  public private(set) var flips = 0

  /// Prepares a search. O(bonds).
  /// - Parameter key: names the random numbers of its walks.
  public init(_ model: IsingModel, key: StreamKey) {
    self.model = model
    let fixed = FixedPointModel(model)
    if fixed.isExact, FlipTable<Int32>.holds(fixed) {
      table = TypedFlipSearch<Int32>(FlipTable(model, fixed))
    } else {
      table = TypedFlipSearch<Int64>(FlipTable(model, fixed))
    }
    words = WordSequence(key)
    walk = TabuWalk(spinCount: model.spinCount)
  }

  /// The local minimum that cheapest flips lead to, one after the other.
  /// - Precondition: one spin −1 or +1 for each of the model.
  public mutating func descended(_ spins: [Int8]) -> [Int8] {
    table.load(spins)
    flips += table.descend()
    return table.state
  }

  /// The best local minimum of a tabu walk (Glover, *ORSA Journal on Computing* 1, 190 (1989)): at each
  /// step the cheapest flip, uphill too, of a spin that did not flip for some steps.
  ///
  /// - Parameters:
  ///   - patience: the walk ends after so many steps without a new best.
  ///   - limit: the walk ends after so many steps.
  /// - Precondition: one spin −1 or +1 for each of the model.
  public mutating func walked(_ spins: [Int8], patience: Int, limit: Int = .max) -> [Int8] {
    table.load(spins)
    flips += table.descend()
    flips += table.tabu(walk, patience: patience, limit: limit, &words)
    return table.state
  }
}

/// A table with the width of its numbers forgotten.
private protocol FlipSearch: AnyObject {
  func load(_ spins: [Int8])
  func descend() -> Int
  func tabu(_ walk: TabuWalk, patience: Int, limit: Int, _ words: inout WordSequence) -> Int
  var state: [Int8] { get }
}

private final class TypedFlipSearch<Number: FixedWidthInteger & SignedInteger & Sendable>: FlipSearch
{
  private var table: FlipTable<Number>

  init(_ table: consuming FlipTable<Number>) { self.table = table }

  func load(_ spins: [Int8]) { table.load(spins) }

  func descend() -> Int { table.descend() }

  func tabu(
    _ walk: TabuWalk, patience: Int, limit: Int, _ words: inout WordSequence
  ) -> Int {
    table.tabu(walk, patience: patience, limit: limit, &words).flips
  }

  var state: [Int8] { table.state }
}
