/// The different states among the reads of lowest energy.
public struct BestStates: Sendable {
  /// The most states that are told apart.
  public static let most = 10_000
  /// The most memory of kept states.
  static let most_bytes = 256 << 20

  /// The lowest energy so far.
  public private(set) var energy = Double.infinity
  /// Whether states were left out.
  public private(set) var isFull = false
  private var states: [[UInt64]: Double] = [:]
  private let tolerance: Double
  private let isFlipSymmetric: Bool

  /// - Parameters:
  ///   - tolerance: how far equal energies may be apart.
  ///   - isFlipSymmetric: whether a state and its mirror image count as one.
  public init(tolerance: Double, isFlipSymmetric: Bool) {
    self.tolerance = tolerance
    self.isFlipSymmetric = isFlipSymmetric
  }

  /// Takes a state in, if its energy is as low as the lowest.
  public mutating func add(_ spins: [Int8], energy: Double) {
    guard energy <= self.energy + tolerance else { return }
    if energy < self.energy {
      self.energy = energy
      let limit = energy + tolerance
      if states.values.contains(where: { $0 > limit }) {
        states = states.filter { $0.value <= limit }
        isFull = false
      }
    }
    guard !isFull else { return }
    states[packed(spins)] = energy
    isFull = states.count >= Self.most || states.count * spins.count / 8 >= Self.most_bytes
  }

  /// How many there are; where `isFull`, at least so many.
  public var count: Int { states.count }

  /// The states, −1 or +1 a spin, in no order; of symmetric models one of each mirror pair.
  public func states(spinCount: Int) -> [[Int8]] {
    states.keys.map { words in
      (0..<spinCount).map { words[$0 >> 6] >> UInt64($0 & 63) & 1 == 1 ? 1 : -1 }
    }
  }

  /// A bit a spin; the first spin of symmetric models is up.
  private func packed(_ spins: [Int8]) -> [UInt64] {
    let flip: UInt64 = isFlipSymmetric && spins.first == -1 ? ~0 : 0
    var words = [UInt64](repeating: 0, count: (spins.count + 63) / 64)
    for (k, spin) in spins.enumerated() where spin > 0 {
      words[k >> 6] |= 1 << UInt64(k & 63)
    }
    guard flip != 0 else { return words }
    for k in words.indices { words[k] = ~words[k] }
    if spins.count & 63 != 0 { words[words.count - 1] &= 1 << UInt64(spins.count & 63) - 1 }
    return words
  }
}
