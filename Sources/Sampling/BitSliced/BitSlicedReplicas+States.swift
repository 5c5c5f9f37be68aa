internal import IsingModels

extension BitSlicedReplicas {
  /// The spins of one chain, −1 or +1. O(N).
  public func spins(of replica: Int) -> [Int8] {
    precondition((0..<replicaCount).contains(replica), "replica \(replica) of \(replicaCount)")
    let (stride, word, bit) = (groups.stride, replica / 64, UInt64(replica % 64))
    return planes.withUnsafeBufferPointer {
      $0.withMemoryRebound(to: UInt64.self) { words in
        (0..<model.spinCount).map {
          Int8(truncatingIfNeeded: words[$0 &* stride &+ word] &>> bit & 1) &* 2 &- 1
        }
      }
    }
  }

  /// Replica r goes on from the spins of replica `sources[r]`. About half a nanosecond a spin.
  /// - Precondition: one source a replica.
  public mutating func select(_ sources: [Int]) {
    precondition(
      sources.count == replicaCount && sources.allSatisfy { (0..<replicaCount).contains($0) },
      "sources of \(replicaCount) replicas")
    let moved = sources.indices.filter { sources[$0] != $0 }
    guard !moved.isEmpty else { return }
    let (stride, width, count) = (groups.stride, groups.words, model.spinCount)
    planes.withUnsafeMutableBufferPointer {
      $0.withMemoryRebound(to: UInt64.self) { words in
        sources.withUnsafeBufferPointer { sources in
          withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 8) { old in
            for spin in 0..<count {
              let own = words.baseAddress! + spin &* stride
              for word in 0..<width { old[word] = own[word] }
              for word in 0..<width {
                var new: UInt64 = 0
                for bit in 0..<64 {
                  let source = sources[64 &* word &+ bit]
                  new |= (old[source &>> 6] &>> UInt64(source & 63) & 1) &<< UInt64(bit)
                }
                own[word] = new
              }
            }
          }
        }
      }
    }
  }

  /// E(s) of each chain, counted bond by bond for all chains at once: a third of a sweep with
  /// 512 chains, and as long with fewer.
  public var energies: [Double] {
    let total = bonds.all.count
    let digits = 64 - total.leadingZeroBitCount
    // Unsatisfied bonds of each chain, bit by bit.
    var sums = [BitPlane](repeating: BitPlane(), count: digits + 4)
    planes.withUnsafeBufferPointer { planes in
      let words = UnsafeRawPointer(planes.baseAddress!)
      let bytes = 8 * groups.stride
      bonds.all.withUnsafeBufferPointer { bonds in
        func isUnsatisfied(_ bond: (spin: Int32, other: Int32)) -> BitPlane {
          let spin = words + Int(bond.spin) &* bytes
          let other = words + Int(bond.other &>> 1) &* bytes
          let differ =
            spin.loadUnaligned(as: BitPlane.self) ^ other.loadUnaligned(as: BitPlane.self)
          return differ ^ BitPlane(repeating: 0 &- UInt64(truncatingIfNeeded: bond.other & 1))
        }
        sums.withUnsafeMutableBufferPointer { sums in
          let (bonds, sums) = (bonds.baseAddress!, sums)
          var k = 0
          while k &+ 15 <= total {
            let group = bonds + k
            Self.add(BondCount(degree: 15) { isUnsatisfied(group[$0]) }, to: sums)
            k &+= 15
          }
          while k < total {
            Self.add(BondCount(degree: 1) { _ in isUnsatisfied(bonds[k]) }, to: sums)
            k &+= 1
          }
        }
      }
    }
    return (0..<replicaCount).map { replica in
      var unsatisfied = 0
      for (digit, sum) in sums.enumerated() {
        unsatisfied |= Int(sum[replica / 64] >> UInt64(replica % 64) & 1) << digit
      }
      return -bonds.unit * Double(total - 2 * unsatisfied)
    }
  }

  /// Adds a four-bit number to sums, with carries as far as there are any.
  @inline(__always)
  private static func add(_ u: BondCount, to sums: UnsafeMutableBufferPointer<BitPlane>) {
    var carry = Self.add(u.b0, BitPlane(), to: &sums[0])
    carry = Self.add(u.b1, carry, to: &sums[1])
    carry = Self.add(u.b2, carry, to: &sums[2])
    carry = Self.add(u.b3, carry, to: &sums[3])
    var digit = 4
    while digit < sums.count && BitLogic.any(carry) {
      let sum = sums[digit]
      sums[digit] = sum ^ carry
      carry &= sum
      digit &+= 1
    }
  }

  /// A full adder: the carry of sum + bits + carry.
  @inline(__always)
  private static func add(
    _ bits: BitPlane, _ carry: BitPlane, to sum: inout BitPlane
  ) -> BitPlane {
    let next = BitLogic.majority(sum, bits, carry)
    sum ^= bits ^ carry
    return next
  }
}
