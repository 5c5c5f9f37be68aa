/// The parts of a model that no coupling joins, by spin: energies add up over them, and so do the best of each.
public struct SpinParts: Sendable {
  /// The part of each spin, numbered by their first spins.
  public let partOfSpin: [Int32]
  /// How many parts there are.
  public let count: Int
  private let model: IsingModel

  /// The parts of a model.
  ///
  /// - Returns: `nil` where it is one.
  /// - Complexity: about O(spins + bonds).
  public init?(_ model: IsingModel) {
    var parent = (0..<Int32(model.spinCount)).map { $0 }
    func root(_ spin: Int32) -> Int32 {
      var spin = spin
      while parent[Int(spin)] != spin {
        parent[Int(spin)] = parent[Int(parent[Int(spin)])]
        spin = parent[Int(spin)]
      }
      return spin
    }
    var parts = model.spinCount
    for bond in model.bonds where bond.coupling != 0 {
      let (a, b) = (root(bond.first), root(bond.second))
      guard a != b else { continue }
      // The first spin of a part is its root.
      parent[Int(max(a, b))] = min(a, b)
      parts -= 1
    }
    guard parts > 1 else { return nil }
    var number = [Int32](repeating: -1, count: model.spinCount)
    var next: Int32 = 0
    var partOfSpin = [Int32](repeating: 0, count: model.spinCount)
    for spin in 0..<Int32(model.spinCount) {
      let first = Int(root(spin))
      if number[first] < 0 {
        number[first] = next
        next += 1
      }
      partOfSpin[Int(spin)] = number[first]
    }
    self.partOfSpin = partOfSpin
    self.model = model
    count = parts
  }

  /// E of each part.
  ///
  /// - Parameter spins: −1 or +1, one a spin of the model.
  /// - Complexity: O(spins + bonds).
  public func energies(of spins: [Int8]) -> [Double] {
    precondition(spins.count == partOfSpin.count, "\(spins.count) spins")
    var energies = [Double](repeating: 0, count: count)
    for bond in model.bonds {
      energies[Int(partOfSpin[Int(bond.first)])] -=
        bond.coupling * Double(spins[Int(bond.first)] * spins[Int(bond.second)])
    }
    for (spin, field) in model.fields.enumerated() where field != 0 {
      energies[Int(partOfSpin[spin])] -= field * Double(spins[spin])
    }
    return energies
  }
}

/// The best spins of each part over many states, joined.
public struct PartBests: Sendable {
  /// The parts.
  public let parts: SpinParts
  /// The best spins of each part that were seen.
  public private(set) var spins: [Int8] = []
  /// In how many of the states each part had its best energy.
  public private(set) var counts: [Int]
  private var energies: [Double]
  /// The state that each part's best comes from, in an order that does not depend on when it came.
  private var places: [Int]
  private let tolerance: Double

  /// Nothing seen yet.
  ///
  /// - Parameters:
  ///   - parts: the parts.
  ///   - tolerance: how far equal energies may be apart.
  public init(_ parts: SpinParts, tolerance: Double) {
    self.parts = parts
    self.tolerance = tolerance
    counts = Array(repeating: 0, count: parts.count)
    energies = Array(repeating: .infinity, count: parts.count)
    places = Array(repeating: .max, count: parts.count)
  }

  /// Looks at a state.
  ///
  /// - Parameters:
  ///   - state: −1 or +1, one a spin.
  ///   - place: its number: of equal parts that of the lowest number is kept.
  public mutating func add(_ state: [Int8], place: Int = 0) {
    if spins.isEmpty { spins = state }
    let new = parts.energies(of: state)
    var isBetter = [Bool](repeating: false, count: parts.count)
    var hasBetter = false
    for part in 0..<parts.count {
      if new[part] < energies[part] - tolerance {
        counts[part] = 1
      } else if new[part] <= energies[part] + tolerance {
        counts[part] += 1
      }
      guard (new[part], place) < (energies[part], places[part]) else { continue }
      (energies[part], places[part], isBetter[part]) = (new[part], place, true)
      hasBetter = true
    }
    guard hasBetter else { return }
    for (spin, part) in parts.partOfSpin.enumerated() where isBetter[Int(part)] {
      spins[spin] = state[spin]
    }
  }
}
