internal import RandomStreams

/// A sweep over the spins of all replicas, at the places that `ReplicaGroups` has checked.
struct ReplicaSweep {
  let groups: ReplicaGroups
  let planes: LentElements<BitPlane>
  /// All set where β turns the sign of all couplings.
  let turn: BitPlane
  let rule: UpdateRule

  /// Updates the groups of a batch, one after the other.
  /// - Parameter thresholds: `ThresholdPlanes.words` of the batch's degree.
  /// - Returns: how many spins flipped.
  func run(
    _ batch: ReplicaGroups.Batch, _ thresholds: LentConstants<BitPlane>,
    _ generator: inout VectorGenerator
  ) -> UInt64 {
    rule == .metropolis
      ? run(MetropolisBits.self, batch, thresholds, &generator)
      : run(HeatBathBits.self, batch, thresholds, &generator)
  }

  private func run<R: BitRule>(
    _ rule: R.Type, _ batch: ReplicaGroups.Batch, _ thresholds: LentConstants<BitPlane>,
    _ generator: inout VectorGenerator
  ) -> UInt64 {
    switch batch.degree {
    case 1: kernel(Degree1.self, rule, batch, thresholds, &generator)
    case 2: kernel(Degree2.self, rule, batch, thresholds, &generator)
    case 3: kernel(Degree3.self, rule, batch, thresholds, &generator)
    case 4: kernel(Degree4.self, rule, batch, thresholds, &generator)
    case 5: kernel(Degree5.self, rule, batch, thresholds, &generator)
    case 6: kernel(Degree6.self, rule, batch, thresholds, &generator)
    case 7: kernel(Degree7.self, rule, batch, thresholds, &generator)
    case 8: kernel(Degree8.self, rule, batch, thresholds, &generator)
    default: kernel(AnyDegree.self, rule, batch, thresholds, &generator)
    }
  }

  /// A number of bonds that is read from the batch.
  private enum AnyDegree: BitDegree { static var degree: Int { 0 } }

  @inline(never)
  private func kernel<D: BitDegree, R: BitRule>(
    _: D.Type, _: R.Type, _ batch: ReplicaGroups.Batch, _ thresholds: LentConstants<BitPlane>,
    _ stored: inout VectorGenerator
  ) -> UInt64 {
    let degree = D.degree == 0 ? batch.degree : D.degree
    return groups.slots == 1
      ? single(degree, R.isHeatBath, batch, thresholds, &stored)
      : packed(degree, R.isHeatBath, batch, thresholds, &stored)
  }

  /// One spin a group.
  @inline(__always)
  private func single(
    _ degree: Int, _ heatBath: Bool, _ batch: ReplicaGroups.Batch,
    _ thresholds: LentConstants<BitPlane>, _ stored: inout VectorGenerator
  ) -> UInt64 {
    let mask = groups.masks[0]
    // Signs from memory cost nothing beside the planes.
    let signs = [BitPlane(), BitLogic.constant(true)]
    return groups.lend { own, neighbours in
      signs.lendConstants(count: 2) { signs in
        var bonds = neighbours.from(batch.entry)
        var generator = stored
        var flipped = BitPlane()
        for group in batch.groups {
          let place = Int(own[group] &>> 3)
          let spin = planes[place]
          let turned = spin ^ turn
          let u = BondCount(degree: degree) { j in
            let bond = Int(bonds[j])
            return turned ^ planes[bond &>> 1] ^ signs[bond & 1]
          }
          let flips = BitUpdate.flips(
            degree: degree, heatBath: heatBath, u, mask: mask, thresholds, &generator)
          planes[place] = spin ^ flips
          flipped &+= flips.nonzeroBitCount
          bonds = bonds.from(degree)
        }
        stored = generator
        return flipped.wrappedSum()
      }
    }
  }

  /// Several spins a group: words are gathered.
  @inline(__always)
  private func packed(
    _ degree: Int, _ heatBath: Bool, _ batch: ReplicaGroups.Batch,
    _ thresholds: LentConstants<BitPlane>, _ stored: inout VectorGenerator
  ) -> UInt64 {
    let (width, slots) = (groups.words, groups.slots)
    let words = planes.viewed(as: UInt64.self)
    let (masks, signs) = (groups.masks.span, groups.signs.span)
    return groups.lend { own, neighbours in
      var bonds = neighbours.from(8 &* batch.entry)
      var entry = batch.entry
      var generator = stored
      var flipped = BitPlane()
      return LentElements<BitPlane>.scratch(1) { changed in
        let target = changed.viewed(as: UInt64.self)
        for group in batch.groups {
          let first = own.from(slots &* group)
          // The present spins, slot by slot.
          changed[0] = BitPlane()
          for slot in 0..<slots {
            let from = words.from(Int(first[slot]))
            for word in 0..<width { target[slot &* width &+ word] = from[word] }
          }
          let turned = changed[0] ^ turn
          let u = BondCount(degree: degree) { j in
            turned ^ gather(words, bonds.from(8 &* j)) ^ signs[entry &+ j]
          }
          let flips = BitUpdate.flips(
            degree: degree, heatBath: heatBath, u, mask: masks[group], thresholds, &generator)
          changed[0] = flips
          for slot in 0..<slots {
            let to = words.from(Int(first[slot]))
            for word in 0..<width { to[word] ^= target[slot &* width &+ word] }
          }
          flipped &+= flips.nonzeroBitCount
          bonds = bonds.from(8 &* degree)
          entry &+= degree
        }
        stored = generator
        return flipped.wrappedSum()
      }
    }
  }

  @inline(__always)
  private func gather(
    _ words: LentElements<UInt64>, _ places: LentConstants<Int32>
  ) -> BitPlane {
    BitPlane(
      words[Int(places[0])], words[Int(places[1])], words[Int(places[2])], words[Int(places[3])],
      words[Int(places[4])], words[Int(places[5])], words[Int(places[6])], words[Int(places[7])])
  }
}
