public import IsingModels

/// What a sampler did, in countable events.
public struct UpdateCounts: Sendable, Equatable {
  /// Updates attempted: one each time that a spin (a pair, an agent) was asked.
  public var attempts: UInt64 = 0
  /// Spins that changed.
  public var flips: UInt64 = 0
  /// Messages that agents sent to neighbours about a change.
  public var messages: UInt64 = 0

  /// Nothing done yet.
  public init() {}

  /// Adds the counts of another piece of work.
  public static func += (left: inout UpdateCounts, right: UpdateCounts) {
    left.attempts += right.attempts
    left.flips += right.flips
    left.messages += right.messages
  }
}

/// A random process on the spins of a model, whose stationary law is known.
///
/// A sampler is a value: a copy goes on independently of the original, with the same random numbers.
/// Its numbers come from the key that it was made with, and from nothing else.
public protocol Sampler: Sendable {
  /// What is sampled.
  var model: IsingModel { get }
  /// −1 or +1, one a spin.
  var spins: [Int8] { get }
  /// The inverse temperature. It may change between sweeps.
  var beta: Double { get set }
  /// All work since the sampler was made.
  var counts: UpdateCounts { get }

  /// E(s) of the present spins; at once where a sampler keeps track of it, else O(bonds).
  var energy: Double { get }

  /// Goes on for a number of sweeps: N attempts each, or, for samplers in continuous time, the mean
  /// interval 1/λ of an agent's clock each.
  mutating func advance(sweeps: Int)
}

extension Sampler {
  /// E(s), added up anew.
  public var energy: Double { model.energy(of: spins) }
}
