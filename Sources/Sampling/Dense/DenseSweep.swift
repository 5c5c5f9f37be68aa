extension DenseState {
  /// One sweep of all replicas.
  /// - Returns: how many spins flipped, over the replicas that are asked for.
  mutating func sweep(_ couplings: DenseCouplings, rule: UpdateRule) -> Int {
    var count = 0
    for block in 0..<couplings.blockCount {
      decide(block, couplings, rule: rule)
      count += spread(block, couplings, amplitude: 2)
    }
    return count
  }

  /// Adds up the local fields anew.
  mutating func addUp(_ couplings: DenseCouplings) {
    let (width, lanes, groups) = (DenseCouplings.vectors, laneCount, groupCount)
    fields.change { fields in
      for tile in 0..<couplings.tileCount {
        for vector in 0..<width {
          let first = (tile * width + vector) * 16
          let own = Vector(couplings.fields[first..<(first + 16)])
          for lane in 0..<lanes { fields[(tile * lanes + lane) * width + vector] = own }
        }
      }
    }
    for block in 0..<couplings.blockCount {
      let present = couplings.present(block)
      flips.change { flips in
        for group in 0..<groups {
          flips[group] = Words(repeating: present.0)
          flips[groups + group] = Words(repeating: present.1)
        }
      }
      _ = spread(block, couplings, amplitude: 1)
    }
  }

  /// Lets the sites of a block decide in turn, with the couplings among them.
  private mutating func decide(
    _ block: Int, _ couplings: DenseCouplings, rule: UpdateRule
  ) {
    let (rows, columns) = (DenseCouplings.rows, DenseCouplings.columns)
    let (tile, column) = (block * rows).quotientAndRemainder(dividingBy: columns)
    let eights = (min(rows, couplings.count - block * rows) + 7) / 8
    let present = couplings.present(block)
    let (lanes, groups) = (laneCount, groupCount)
    LentElements<Vector>.scratch(3 * rows) { own in
      couplings.diagonal.read { diagonal in
        let couplings = diagonal.from(block * rows * rows)
        fields.read { fields in
          up.change { up in
            flips.change { flips in
              for group in 0..<groups {
                let first = (tile * lanes + 16 * group) * DenseCouplings.vectors + column / 16
                DenseBlock.transpose(fields.from(first), to: own)
                DecisionNoise.fill(own.from(rows), count: rows, rule, &generators[group])
                let spins = up.from(2 * block * groups + group)
                let old = (spins[0], spins[groups])
                let new = DenseBlock.decide(
                  own, couplings, spins: old, slope: slopes[group], rule: rule, eights: eights)
                (spins[0], spins[groups]) = new
                flips[group] = (old.0 ^ new.0) & Words(repeating: present.0)
                flips[groups + group] = (old.1 ^ new.1) & Words(repeating: present.1)
              }
            }
          }
        }
      }
    }
  }

  /// Adds the rows of a block's flipped spins, times amplitude · s, to the local fields.
  /// - Returns: the number of rows, over all replicas.
  private mutating func spread(
    _ block: Int, _ couplings: DenseCouplings, amplitude: Float
  ) -> Int {
    let (lanes, replicas, width) = (laneCount, replicaCount, DenseCouplings.vectors)
    let tileCount = couplings.tileCount
    var count = 0
    couplings.tiles.read { tiles in
      up.read { up in
        flips.read { flips in
          fields.change { fields in
            let flipped = flips.viewed(as: UInt32.self)
            let spins =
              up.viewed(as: UInt32.self).from(2 * block * lanes)
            for tile in 0..<tileCount {
              let rows = tiles.from((block * tileCount + tile) * DenseCouplings.rows * width)
              for replica in 0..<replicas {
                let high = replica &+ lanes
                let mask = UInt64(flipped[replica]) | UInt64(flipped[high]) &<< 32
                DenseBlock.add(
                  rows, where: mask, up: UInt64(spins[replica]) | UInt64(spins[high]) &<< 32,
                  amplitude: amplitude, to: fields.from((tile &* lanes &+ replica) &* width))
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
