internal import RandomStreams

/// Spins and local fields of the replicas of a dense model.
///
/// Local fields stand by tile of columns, then replica, then column; spins are bits of words by 32 sites, then
/// replica. Replicas are filled up to a multiple of sixteen with some that no one asks for.
struct DenseState: Sendable {
  typealias Vector = SIMD16<Float>
  typealias Words = SIMD16<UInt32>

  /// Replicas that are asked for.
  let replicaCount: Int
  /// Sixteen replicas each.
  let groupCount: Int
  /// Local fields h_i + Σ_j J_ij s_j.
  var fields: AlignedArray<Vector>
  /// Spins: set where up.
  var up: AlignedArray<Words>
  /// The spins of the last block that flipped.
  var flips: AlignedArray<Words>
  /// 2β · scale of each replica.
  var slopes: [Vector]
  /// One a group.
  var generators: [VectorGenerator]

  /// Replicas with those that no one asks for.
  var laneCount: Int { 16 * groupCount }

  /// Takes spins; local fields are left to `addUp`.
  init(_ couplings: DenseCouplings, spins: [[Int8]], key: StreamKey) {
    replicaCount = spins.count
    let groups = (spins.count + 15) / 16
    groupCount = groups
    fields = AlignedArray(
      repeating: Vector(), count: couplings.tileCount * 16 * groups * DenseCouplings.vectors)
    up = AlignedArray(repeating: Words(), count: couplings.blockCount * 2 * groups)
    flips = AlignedArray(repeating: Words(), count: 2 * groups)
    slopes = Array(repeating: Vector(), count: groups)
    generators = (0..<groups).map { VectorGenerator(key, stream: UInt32($0)) }
    up.change { up in
      for (replica, spins) in spins.enumerated() {
        for (site, spin) in spins.enumerated() where spin > 0 {
          up[site / 32 * groups + replica / 16][replica % 16] |= 1 << UInt32(site % 32)
        }
      }
    }
  }

  mutating func setBetas(_ betas: [Double], scale: Double) {
    for (replica, beta) in betas.enumerated() {
      // Finite, so that zero times it is zero.
      let slope = min(max(2 * beta * scale, -1e30), 1e30)
      slopes[replica / 16][replica % 16] = Float(slope)
    }
  }

  func isUp(_ site: Int, replica: Int) -> Bool {
    up[site / 32 * groupCount + replica / 16][replica % 16] >> UInt32(site % 32) & 1 == 1
  }

  /// The local field of a site, over scale.
  func field(of site: Int, replica: Int) -> Float {
    let (tile, column) = site.quotientAndRemainder(dividingBy: DenseCouplings.columns)
    let row = (tile * laneCount + replica) * DenseCouplings.vectors
    return fields[row + column / 16][column % 16]
  }

  /// E of each replica.
  func energies(_ couplings: DenseCouplings) -> [Double] {
    let lanes = laneCount
    return fields.read { fields in
      up.read { up in
        let fields = fields.viewed(as: Float.self)
        let up = up.viewed(as: UInt32.self)
        return (0..<replicaCount).map { replica in
          var sums = SIMD8<Double>()
          for site in stride(from: 0, to: couplings.count, by: 8) {
            let tile = site / DenseCouplings.columns
            let first =
              (tile * lanes + replica) * DenseCouplings.columns + site % DenseCouplings.columns
            let bits = up[site / 32 * lanes + replica] >> UInt32(site % 32)
            for lane in 0..<8 {
              let sum = Double(fields[first &+ lane] + couplings.fields[site &+ lane])
              sums[lane] += bits >> UInt32(lane) & 1 == 1 ? sum : -sum
            }
          }
          return -0.5 * couplings.scale * sums.sum()
        }
      }
    }
  }

  /// Replicas take the spins and local fields of others.
  mutating func select(_ sources: [Int]) {
    let (oldFields, oldUp) = (fields, up)
    let (width, lanes, groups) = (DenseCouplings.vectors, laneCount, groupCount)
    let (fieldCount, wordCount) = (fields.count, up.count)
    for (replica, source) in sources.enumerated() where source != replica {
      fields.change { fields in
        oldFields.read { old in
          for tile in stride(from: 0, to: fieldCount, by: lanes * width) {
            for vector in 0..<width {
              fields[tile + replica * width + vector] = old[tile + source * width + vector]
            }
          }
        }
      }
      up.change { up in
        oldUp.read { old in
          for word in stride(from: 0, to: wordCount, by: groups) {
            up[word + replica / 16][replica % 16] = old[word + source / 16][source % 16]
          }
        }
      }
    }
  }
}
