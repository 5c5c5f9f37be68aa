/// Rules that take spins out of a model without changing its lowest energy. Spins without any coupling
/// or field always go. A field counts as a coupling to one spin that is up.
public struct ReductionRules: OptionSet, Sendable {
  /// One bit a rule.
  public let rawValue: UInt8

  /// A set from its bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Spins with one coupling. They leave no coupling.
  public static let leaves = ReductionRules(rawValue: 1)
  /// Spins with two couplings. They leave one coupling, ± the smaller of the two.
  public static let chains = ReductionRules(rawValue: 2)
  /// Spins with three couplings (star–triangle). They leave up to three couplings, which may be half a
  /// unit finer: (|J₁| + |J₂| − |J₃|)/2 and alike.
  public static let stars = ReductionRules(rawValue: 4)
  /// Spins with one coupling that is at least the sum of the others, |J_ij| ≥ Σ_k |J_ik|: the two become
  /// one, whose couplings are sums.
  public static let dominatedSpins = ReductionRules(rawValue: 8)

  /// All rules.
  public static let all: ReductionRules = [.leaves, .chains, .stars, .dominatedSpins]
  /// Rules under which integers stay integers and the largest |J| does not grow by more than sums of
  /// parallel couplings.
  public static let keepingUnit: ReductionRules = [.leaves, .chains, .dominatedSpins]
}

/// How many spins went by which rule.
public struct ReductionStatistics: Sendable, Equatable {
  /// Spins without couplings.
  public var free = 0
  /// Spins with one coupling.
  public var leaves = 0
  /// Spins with two couplings.
  public var chains = 0
  /// Spins with three couplings.
  public var stars = 0
  /// Spins that became one with a neighbour.
  public var dominated = 0

  /// None yet.
  public init() {}

  /// All spins that went.
  public var total: Int { free + leaves + chains + stars + dominated }
}
