extension BitSlicedLattice {
  /// −1 or +1, one a spin, last axis fastest. O(N).
  public var spins: [Int8] {
    let count = spinCount
    return [Int8](unsafeUninitializedCapacity: count) { spins, initialised in
      planes.withUnsafeBufferPointer { planes in
        planes.withMemoryRebound(to: UInt64.self) { words in
          domains.forEachSite { site, plane, lane in
            let word = words[8 &* plane &+ lane &>> 6]
            spins[site] = Int8(truncatingIfNeeded: word &>> UInt64(lane & 63) & 1) &* 2 &- 1
          }
        }
      }
      initialised = count
    }
  }

  /// Goes on from other spins; no work is counted.
  /// - Precondition: one a site, −1 or +1.
  public mutating func setSpins(_ spins: [Int8]) {
    precondition(spins.count == spinCount, "\(spins.count) spins, expected \(spinCount)")
    planes.withUnsafeMutableBufferPointer { planes in
      planes.withMemoryRebound(to: UInt64.self) { words in
        for k in words.indices { words[k] = 0 }
        domains.forEachSite { site, plane, lane in
          if spins[site] > 0 { words[8 &* plane &+ lane &>> 6] |= 1 &<< UInt64(lane & 63) }
        }
      }
    }
  }

  /// Σ s. O(N/512).
  public var magnetisation: Int {
    let up = sum { rows, _, range in
      var total = BitPlane()
      for row in range {
        let mask = rows.shape(of: row).mask
        let planes = rows.row(row)
        for x in 0..<rows.last.length &- 1 {
          total &+= (planes[x] & mask).nonzeroBitCount
        }
        let final = rows.last.length &- 1
        total &+= (planes[final] & mask & rows.last.long).nonzeroBitCount
      }
      return total.wrappedSum()
    }
    return 2 * Int(up) - spinCount
  }

  /// E = −Σ J s s, counted bond by bond: exact up to the one product with J. O(N/512).
  public var energy: Double {
    // Relative to J: for J < 0, satisfied bonds count as unsatisfied, and the factor turns the sum.
    let unsatisfied = sum { rows, signs, range in
      let length = rows.last.length
      let degree = 2 &* rows.axisCount &+ 2
      return withUnsafeTemporaryAllocation(of: BitPlane.self, capacity: length) { scratch in
        var total = BitPlane()
        for row in range {
          let mask = rows.shape(of: row).mask
          let planes = rows.row(row)
          let final = mask & rows.last.long
          let bonds = signs.map { $0 + row &* length &* degree }
          for axis in 0..<rows.axisCount {
            let neighbours = rows.neighbours(
              of: row, along: axis, up: true, start: 0, step: 1,
              scratch: scratch.baseAddress!)
            total &+= Self.unsatisfied(
              planes, neighbours, bonds.map { $0 + (2 &* axis &+ 3) }, step: degree,
              count: length, mask, final)
          }
          // Along the row: neighbours in a row of their own.
          let own = scratch.baseAddress!
          for x in 0..<length &- 2 { own[x] = planes[x &+ 1] }
          for x in length &- 2..<length { rows.right(of: x, planes, &own[x]) }
          total &+= Self.unsatisfied(
            planes, own, bonds.map { $0 + 1 }, step: degree, count: length, mask, final)
        }
        return total.wrappedSum()
      }
    }
    let bonds = sides.count * spinCount
    return -coupling * Double(bonds - 2 * Int(unsatisfied))
  }

  /// Unsatisfied bonds of the planes of a row with their neighbours, lane by lane of words.
  @inline(__always)
  private static func unsatisfied(
    _ planes: UnsafePointer<BitPlane>, _ neighbours: UnsafePointer<BitPlane>,
    _ signs: UnsafePointer<BitPlane>?, step: Int, count: Int, _ mask: BitPlane,
    _ finalMask: BitPlane
  ) -> BitPlane {
    var total = BitPlane()
    let end = count &- 1
    guard let signs else {
      for x in 0..<end { total &+= ((planes[x] ^ neighbours[x]) & mask).nonzeroBitCount }
      return total &+ ((planes[end] ^ neighbours[end]) & finalMask).nonzeroBitCount
    }
    for x in 0..<end {
      total &+= ((planes[x] ^ neighbours[x] ^ signs[x &* step]) & mask).nonzeroBitCount
    }
    return total
      &+ ((planes[end] ^ neighbours[end] ^ signs[end &* step]) & finalMask).nonzeroBitCount
  }

  /// Adds up counts of ranges of rows, on all threads.
  private func sum(
    _ body: @Sendable (LatticeRows, UnsafePointer<BitPlane>?, Range<Int>) -> UInt64
  ) -> UInt64 {
    // Rows are only read.
    planes.withUnsafeBufferPointer { planes in
      LatticeRows.with(domains, UnsafeMutablePointer(mutating: planes.baseAddress!)) { rows in
        signs.withUnsafeBufferPointer { signs in
          nonisolated(unsafe) let signs = signs.isEmpty ? nil : signs.baseAddress
          let count = rows.slabs * rows.rowsPerSlab
          let jobs = min(count, 4 * threads)
          return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: jobs) { sums in
            nonisolated(unsafe) let sums = sums.baseAddress!
            PhaseTeam.run(phases: 1, jobs: jobs, threads: threads) { _, job in
              sums[job] = body(rows, signs, count * job / jobs..<count * (job + 1) / jobs)
            }
            return (0..<jobs).reduce(0) { $0 &+ sums[$1] }
          }
        }
      }
    }
  }
}
