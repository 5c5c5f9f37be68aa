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
  private let table: Table
  private var words: WordSequence
  private let walk: TabuWalk
  /// Flips made so far.
  public private(set) var flips = 0

  /// Prepares a search. O(bonds).
  /// - Parameters:
  ///   - key: names the random numbers of its walks.
  ///   - model: what is minimised.
  public init(_ model: IsingModel, key: StreamKey) {
    self.model = model
    let fixed = FixedPointModel(model)
    if fixed.isExact, FlipTable<Int32>.holds(fixed) {
      table = .narrow(Holder(FlipTable(model, fixed)))
    } else {
      table = .wide(Holder(FlipTable(model, fixed)))
    }
    words = WordSequence(key)
    walk = TabuWalk(spinCount: model.spinCount)
  }

  /// The local minimum that cheapest flips lead to, one after the other.
  /// - Precondition: one spin −1 or +1 for each of the model.
  public mutating func descended(_ spins: [Int8]) -> [Int8] {
    switch table {
    case .narrow(let holder): descended(holder, spins)
    case .wide(let holder): descended(holder, spins)
    }
  }

  /// The best local minimum of a tabu walk (Glover, *ORSA Journal on Computing* 1, 190 (1989)): at each
  /// step the cheapest flip, uphill too, of a spin that did not flip for some steps.
  ///
  /// - Parameters:
  ///   - spins: one a site, −1 or +1.
  ///   - patience: the walk ends after so many steps without a new best.
  ///   - limit: the walk ends after so many steps.
  ///   - goesOn: asked after some thousand steps; the walk ends after a `false`.
  /// - Precondition: one spin −1 or +1 for each of the model.
  public mutating func walked(
    _ spins: [Int8], patience: Int, limit: Int = .max, while goesOn: () -> Bool = { true }
  ) -> [Int8] {
    switch table {
    case .narrow(let holder): walked(holder, spins, patience, limit, goesOn)
    case .wide(let holder): walked(holder, spins, patience, limit, goesOn)
    }
  }

  // An existential or a class method found at run time would leave the loops unspecialised.
  private mutating func descended<Number>(_ holder: Holder<Number>, _ spins: [Int8]) -> [Int8] {
    holder.table.load(spins)
    flips += holder.table.descend()
    return holder.table.state
  }

  private mutating func walked<Number>(
    _ holder: Holder<Number>, _ spins: [Int8], _ patience: Int, _ limit: Int,
    _ goesOn: () -> Bool
  ) -> [Int8] {
    holder.table.load(spins)
    flips += holder.table.descend()
    flips +=
      holder.table.tabu(
        walk, patience: patience, limit: limit, while: goesOn, &words
      ).flips
    return holder.table.state
  }

  /// A table in its width.
  private enum Table {
    case narrow(Holder<Int32>)
    case wide(Holder<Int64>)
  }

  private final class Holder<Number: FixedWidthInteger & SignedInteger & Sendable> {
    var table: FlipTable<Number>

    init(_ table: consuming FlipTable<Number>) { self.table = table }
  }
}
