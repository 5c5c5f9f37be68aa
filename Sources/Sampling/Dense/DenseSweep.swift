internal import RandomStreams

extension DenseState {
  /// One sweep of all replicas.
  /// - Returns: how many spins flipped, over the replicas that are asked for.
  mutating func sweep(_ couplings: DenseCouplings, rule: UpdateRule) -> Int {
    var count = 0
    for block in 0..<couplings.blockCount {
      switch rule {
      case .heatBath: decide(block, couplings, signs: 0) { DenseNoise.logit($0) }
      case .metropolis: decide(block, couplings, signs: 1 << 31) { DenseNoise.logarithm($0) }
      }
      count += spread(block, couplings, amplitude: 2)
    }
    return count
  }

  /// Adds up the local fields anew.
  mutating func addUp(_ couplings: DenseCouplings) {
    let width = DenseCouplings.vectors
    for tile in 0..<couplings.tileCount {
      for vector in 0..<width {
        let first = (tile * width + vector) * 16
        let own = Vector(couplings.fields[first..<(first + 16)])
        for lane in 0..<laneCount { fields[(tile * laneCount + lane) * width + vector] = own }
      }
    }
    for block in 0..<couplings.blockCount {
      let present = couplings.present(block)
      for group in 0..<groupCount {
        flips[group] = Words(repeating: present.0)
        flips[groupCount + group] = Words(repeating: present.1)
      }
      _ = spread(block, couplings, amplitude: 1)
    }
  }

  /// Lets the sites of a block decide in turn, with the couplings among them.
  /// - Parameters:
  ///   - signs: the highest bit where the noise is that of a spin that is up, and is negated for one
  ///     that is down; 0 where it is the same for both.
  ///   - noise: what 2β · field is held against.
  @inline(__always)
  private mutating func decide(
    _ block: Int, _ couplings: DenseCouplings, signs: UInt32, noise: (Words) -> Vector
  ) {
    let site = block * DenseCouplings.rows
    let (tile, column) = site.quotientAndRemainder(dividingBy: DenseCouplings.columns)
    let eights = (min(DenseCouplings.rows, couplings.count - site) + 7) / 8
    let present = couplings.present(block)
    let (lanes, groups) = (laneCount, groupCount)
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: 3 * DenseCouplings.rows) { scratch in
      couplings.tiles.withUnsafeBytes { tiles in
        fields.withUnsafeBytes { fields in
          guard let own = scratch.baseAddress, let tiles = tiles.baseAddress,
            let fields = fields.baseAddress
          else { return }
          let firstRow = (block * couplings.tileCount + tile) * DenseCouplings.rows
          let rows =
            tiles.assumingMemoryBound(to: Float.self) + firstRow * DenseCouplings.columns + column
          for group in 0..<groups {
            let lane = tile * lanes + 16 * group
            DenseBlock.transpose(
              fields.assumingMemoryBound(to: Float.self) + lane * DenseCouplings.columns + column,
              to: own)
            var generator = generators[group]
            for row in 0..<DenseCouplings.rows {
              own[DenseCouplings.rows &+ row] = noise(
                unsafeBitCast(generator.next(), to: Words.self))
            }
            generators[group] = generator
            let low = 2 * block * groups + group
            let old = (up[low], up[low + groups])
            (up[low], up[low + groups]) = DenseBlock.decide(
              own, rows, spins: old, slope: slopes[group], signs: signs, eights: eights)
            flips[group] = (old.0 ^ up[low]) & Words(repeating: present.0)
            flips[groups + group] = (old.1 ^ up[low + groups]) & Words(repeating: present.1)
          }
        }
      }
    }
  }

  /// Adds the rows of a block's flipped spins, times amplitude · s, to the local fields.
  /// - Returns: the number of rows, over all replicas.
  @inline(never)
  private mutating func spread(
    _ block: Int, _ couplings: DenseCouplings, amplitude: Float
  ) -> Int {
    let (lanes, replicas, width) = (laneCount, replicaCount, DenseCouplings.vectors)
    let tileCount = couplings.tileCount
    var count = 0
    couplings.tiles.withUnsafeBufferPointer { tiles in
      up.withUnsafeBytes { up in
        flips.withUnsafeBytes { flips in
          fields.withUnsafeMutableBufferPointer { fields in
            guard let tiles = tiles.baseAddress, let up = up.baseAddress,
              let flips = flips.baseAddress, let fields = fields.baseAddress
            else { return }
            let flipped = flips.assumingMemoryBound(to: UInt32.self)
            let spins = up.assumingMemoryBound(to: UInt32.self) + 2 * block * lanes
            for tile in 0..<tileCount {
              let rows = tiles + (block * tileCount + tile) * DenseCouplings.rows * width
              for replica in 0..<replicas {
                let high = replica &+ lanes
                let mask = UInt64(flipped[replica]) | UInt64(flipped[high]) &<< 32
                DenseBlock.add(
                  rows, where: mask, up: UInt64(spins[replica]) | UInt64(spins[high]) &<< 32,
                  amplitude: amplitude, to: fields + (tile &* lanes &+ replica) &* width)
                if tile == 0 { count &+= mask.nonzeroBitCount }
              }
            }
          }
        }
      }
    }
    return count
  }
}
