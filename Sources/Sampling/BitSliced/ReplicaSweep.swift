internal import RandomStreams

/// A sweep over the spins of all replicas: places in memory.
struct ReplicaSweep {
  let groups: ReplicaGroups
  let words: UnsafeMutablePointer<UInt64>
  /// All set where β turns the sign of all couplings.
  let turn: BitPlane
  let rule: UpdateRule

  /// Updates the groups of a batch, one after the other.
  /// - Parameter thresholds: `ThresholdPlanes.words` of the batch's degree.
  /// - Returns: how many spins flipped.
  func run(
    _ batch: ReplicaGroups.Batch, _ thresholds: UnsafePointer<BitPlane>,
    _ generator: inout VectorGenerator
  ) -> UInt64 {
    rule == .metropolis
      ? run(MetropolisBits.self, batch, thresholds, &generator)
      : run(HeatBathBits.self, batch, thresholds, &generator)
  }

  private func run<R: BitRule>(
    _ rule: R.Type, _ batch: ReplicaGroups.Batch, _ thresholds: UnsafePointer<BitPlane>,
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
    _: D.Type, _: R.Type, _ batch: ReplicaGroups.Batch, _ thresholds: UnsafePointer<BitPlane>,
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
    _ thresholds: UnsafePointer<BitPlane>, _ stored: inout VectorGenerator
  ) -> UInt64 {
    let planes = UnsafeMutableRawPointer(words).assumingMemoryBound(to: BitPlane.self)
    let mask = groups.masks[0]
    // Signs from memory cost nothing beside the planes.
    let signPlanes = [BitPlane(), BitLogic.constant(true)]
    return signPlanes.withUnsafeBufferPointer { signPlanes in
      groups.own.withUnsafeBufferPointer { own in
        groups.neighbours.withUnsafeBufferPointer { neighbours in
          let signs = signPlanes.baseAddress!
          var bonds = neighbours.baseAddress! + batch.entry
          let own = own.baseAddress!
          var generator = stored
          var flipped = BitPlane()
          for group in batch.groups {
            let plane = planes + Int(own[group] &>> 3)
            let spin = plane.pointee
            let turned = spin ^ turn
            let u = BondCount(degree: degree) { j in
              let bond = Int(bonds[j])
              return turned ^ planes[bond &>> 1] ^ signs[bond & 1]
            }
            let flips = BitUpdate.flips(
              degree: degree, heatBath: heatBath, u, mask: mask, thresholds, &generator)
            plane.pointee = spin ^ flips
            flipped &+= flips.nonzeroBitCount
            bonds += degree
          }
          stored = generator
          return flipped.wrappedSum()
        }
      }
    }
  }

  /// Several spins a group: words are gathered.
  @inline(__always)
  private func packed(
    _ degree: Int, _ heatBath: Bool, _ batch: ReplicaGroups.Batch,
    _ thresholds: UnsafePointer<BitPlane>, _ stored: inout VectorGenerator
  ) -> UInt64 {
    let (width, slots) = (groups.words, groups.slots)
    return groups.masks.withUnsafeBufferPointer { masks in
      groups.signs.withUnsafeBufferPointer { signs in
        groups.own.withUnsafeBufferPointer { own in
          groups.neighbours.withUnsafeBufferPointer { neighbours in
            var bonds = neighbours.baseAddress! + 8 &* batch.entry
            var signs = signs.baseAddress! + batch.entry
            let (masks, own) = (masks.baseAddress!, own.baseAddress!)
            var generator = stored
            var flipped = BitPlane()
            return withUnsafeTemporaryAllocation(of: BitPlane.self, capacity: 1) { changed in
              let changed = changed.baseAddress!
              let changedWords = UnsafeRawPointer(changed).assumingMemoryBound(to: UInt64.self)
              for group in batch.groups {
                let first = own + slots &* group
                // The present spins, slot by slot.
                changed.pointee = BitPlane()
                let target = UnsafeMutablePointer(mutating: changedWords)
                for slot in 0..<slots {
                  let from = words + Int(first[slot])
                  for word in 0..<width { target[slot &* width &+ word] = from[word] }
                }
                let turned = changed.pointee ^ turn
                let u = BondCount(degree: degree) { j in
                  turned ^ gather(bonds + 8 &* j) ^ signs[j]
                }
                let flips = BitUpdate.flips(
                  degree: degree, heatBath: heatBath, u, mask: masks[group], thresholds,
                  &generator)
                changed.pointee = flips
                for slot in 0..<slots {
                  let to = words + Int(first[slot])
                  for word in 0..<width { to[word] ^= target[slot &* width &+ word] }
                }
                flipped &+= flips.nonzeroBitCount
                bonds += 8 &* degree
                signs += degree
              }
              stored = generator
              return flipped.wrappedSum()
            }
          }
        }
      }
    }
  }

  @inline(__always)
  private func gather(_ places: UnsafePointer<Int32>) -> BitPlane {
    BitPlane(
      words[Int(places[0])], words[Int(places[1])], words[Int(places[2])], words[Int(places[3])],
      words[Int(places[4])], words[Int(places[5])], words[Int(places[6])], words[Int(places[7])])
  }
}
