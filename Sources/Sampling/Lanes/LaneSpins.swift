internal import IsingModels

/// Spins of 64 replicas, a byte each.
struct LaneSpins: Sendable {
  static let width = 64

  /// By site: −1 in the lanes of replicas whose spin is down, 0 where it is up.
  var downs: [SIMD64<Int8>]

  /// - Parameter spins: −1 or +1, for each of 1 to 64 lanes one a site; further lanes are up.
  init(_ spins: ArraySlice<[Int8]>) {
    downs = Array(repeating: SIMD64(), count: spins.first!.count)
    for (lane, spins) in spins.enumerated() {
      for site in spins.indices where spins[site] < 0 { downs[site][lane] = -1 }
    }
  }

  /// −1 or +1 in one lane.
  func spins(of lane: Int) -> [Int8] { downs.map { 1 | $0[lane] } }

  /// Takes spins of lanes of another group.
  /// - Parameter moves: pairs of lanes, from and to.
  mutating func copy(_ moves: [(source: Int, target: Int)], of other: LaneSpins) {
    let (width, count) = (Self.width, other.downs.count)
    let moves = moves.span
    downs.lend(count: count) { new in
      other.downs.lendConstants(count: count) { old in
        let (new, old) = (new.viewed(as: Int8.self), old.viewed(as: Int8.self))
        for site in 0..<count {
          let first = site &* width
          for k in moves.indices {
            new[first &+ moves[k].target] = old[first &+ moves[k].source]
          }
        }
      }
    }
  }

  /// Group by group, lane r of the whole takes the spins of lane `sources[r]`.
  static func select(_ sources: [Int], in groups: inout [LaneSpins]) {
    let old = groups
    var moves = [[[(source: Int, target: Int)]]](
      repeating: Array(repeating: [], count: groups.count), count: groups.count)
    for (target, source) in sources.enumerated() where source != target {
      moves[target / width][source / width].append((source % width, target % width))
    }
    for target in groups.indices {
      for source in groups.indices where !moves[target][source].isEmpty {
        groups[target].copy(moves[target][source], of: old[source])
      }
    }
  }
}

extension LaneSpins {
  /// E(s) by lane, in float64.
  ///
  /// Each lane adds 2J where the spins of a bond differ, and 2h where a spin is down, to the energy of all
  /// spins up.
  func energies(_ model: IsingModel) -> [Double] {
    var sums = [SIMD16<Double>](repeating: SIMD16(), count: 4)
    for bond in model.bonds {
      let first = unsafeBitCast(downs[Int(bond.first)], to: SIMD16<UInt32>.self)
      let second = unsafeBitCast(downs[Int(bond.second)], to: SIMD16<UInt32>.self)
      Self.add(2 * bond.coupling, where: first ^ second, to: &sums)
    }
    for (field, down) in zip(model.fields, downs) where field != 0 {
      Self.add(2 * field, where: unsafeBitCast(down, to: SIMD16<UInt32>.self), to: &sums)
    }
    let up = model.energy(of: Array(repeating: 1, count: model.spinCount))
    return (0..<Self.width).map { up + sums[$0 % 4][$0 / 4] }
  }

  /// Adds a number to lane 4i + j, kept in lane i of vector j, where byte 4i + j is −1.
  @inline(__always)
  private static func add(
    _ number: Double, where bytes: SIMD16<UInt32>, to sums: inout [SIMD16<Double>]
  ) {
    for part in 0..<4 {
      let bit: SIMD16<UInt32> = (bytes &>> SIMD16(repeating: UInt32(8 * part))) & 1
      var chosen = SIMD16<Double>()
      for lane in 0..<16 { chosen[lane] = Double(bit[lane]) }
      sums[part] += chosen * number
    }
  }
}
