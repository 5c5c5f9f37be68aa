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
          // The bonds up along one axis, with those of the longer domains apart.
          func add(_ number: Int, _ neighbours: UnsafePointer<BitPlane>, to end: Int) {
            let bonds = signs.map { $0 + (row &* length &* degree &+ number) }
            for x in 0..<end {
              var unsatisfied = planes[x] ^ neighbours[x]
              if let bonds { unsatisfied ^= bonds[x &* degree] }
              let exists = x == length &- 1 ? mask & rows.last.long : mask
              total &+= (unsatisfied & exists).nonzeroBitCount
            }
          }
          for axis in 0..<rows.axisCount {
            let neighbours = rows.neighbours(
              of: row, along: axis, up: true, start: 0, step: 1,
              scratch: scratch.baseAddress!)
            add(2 &* axis &+ 3, neighbours, to: length)
          }
          add(1, planes + 1, to: length &- 2)
          for x in length &- 2..<length {
            var right = BitPlane()
            rows.right(of: x, planes, &right)
            var unsatisfied = planes[x] ^ right
            if let signs { unsatisfied ^= signs[(row &* length &+ x) &* degree &+ 1] }
            let exists = x == length &- 1 ? mask & rows.last.long : mask
            total &+= (unsatisfied & exists).nonzeroBitCount
          }
        }
        return total.wrappedSum()
      }
    }
    let bonds = sides.count * spinCount
    return -coupling * Double(bonds - 2 * Int(unsatisfied))
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
