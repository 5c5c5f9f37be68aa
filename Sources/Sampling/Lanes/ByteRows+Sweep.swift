internal import RandomStreams

extension ByteRows: LaneCouplings {
  func sweep(
    _ spins: inout LaneSpins, sweeps: Int, rule: UpdateRule, noise: LaneNoise,
    _ generator: inout VectorGenerator, _ counter: inout LaneCounter
  ) {
    spins.downs.withUnsafeMutableBufferPointer { downs in
      tops.withUnsafeBufferPointer { tops in
        program.withUnsafeBufferPointer { program in
          let place = Place(lanes: downs.baseAddress!, tops: tops, program: program.baseAddress!)
          for _ in 0..<sweeps {
            switch (rule, isUniform) {
            case (.metropolis, true):
              Self.sweep(place, noise, &generator, &counter, isMetropolis: true, isUniform: true)
            case (.metropolis, false):
              Self.sweep(place, noise, &generator, &counter, isMetropolis: true, isUniform: false)
            case (.heatBath, true):
              Self.sweep(place, noise, &generator, &counter, isMetropolis: false, isUniform: true)
            case (.heatBath, false):
              Self.sweep(place, noise, &generator, &counter, isMetropolis: false, isUniform: false)
            }
          }
        }
      }
    }
  }

  /// Where the numbers of a sweep stand.
  private struct Place {
    let lanes: UnsafeMutablePointer<SIMD64<Int8>>
    let tops: UnsafeBufferPointer<UInt32>
    let program: UnsafePointer<Int32>
  }

  /// Metropolis' rule keeps a spin up where f > n, the noise, and sets it up where −f ≤ n, that is
  /// f > −n − 1, whose bits are those of n inverted.
  @inline(__always)
  private static func sweep(
    _ place: Place, _ noise: LaneNoise, _ source: inout VectorGenerator,
    _ counter: inout LaneCounter, isMetropolis: Bool, isUniform: Bool
  ) {
    var generator = source
    var program = place.program
    let count = place.tops.count
    var site = 0
    while site < count {
      let end = min(count, site &+ LaneCounter.capacity)
      var events = SIMD64<Int8>()
      while site < end {
        let old = place.lanes[site]
        let limit =
          isMetropolis ? noise.metropolis(&generator).xor(old) : noise.heatBath(&generator)
        let kick = ByteRows.kick(&program, place.lanes, isUniform: isUniform)
        let field = ByteRows.bytes(place.tops[site]) &+ kick
        let new = unsafeBitCast(field .<= limit, to: SIMD64<Int8>.self)
        place.lanes[site] = new
        events &-= old.xor(new)
        site &+= 1
      }
      counter.add(events)
    }
    source = generator
  }

  /// Σ_i s_i (f_i + h_i) in units by lane, with f the local field: −2 E.
  func alignments(_ spins: LaneSpins) -> [Int] {
    var sums = LaneSums()
    var totals = [Int](repeating: 0, count: LaneSpins.width)
    spins.downs.withUnsafeBufferPointer { downs in
      program.withUnsafeBufferPointer { program in
        var place = program.baseAddress!
        for site in 0..<downs.count {
          let down = downs[site]
          let kick = ByteRows.kick(&place, downs.baseAddress!, isUniform: isUniform)
          sums.add((ByteRows.bytes(tops[site]) &+ kick).xor(down) &- down)
          if hasFields { sums.add(ByteRows.bytes(fields[site]).xor(down) &- down) }
          if site & 0x3f_ffff == 0x3f_ffff { sums.move(to: &totals) }
        }
      }
    }
    sums.move(to: &totals)
    return totals
  }
}

/// Sums of signed bytes in 64 lanes.
private struct LaneSums {
  private var sums = (SIMD16<Int32>(), SIMD16<Int32>(), SIMD16<Int32>(), SIMD16<Int32>())

  @inline(__always)
  mutating func add(_ bytes: SIMD64<Int8>) {
    let words = unsafeBitCast(bytes, to: SIMD16<Int32>.self)
    let byte = SIMD16<Int32>(repeating: 24)
    sums.0 &+= (words &<< byte) &>> byte
    sums.1 &+= (words &<< SIMD16(repeating: 16)) &>> byte
    sums.2 &+= (words &<< SIMD16(repeating: 8)) &>> byte
    sums.3 &+= words &>> byte
  }

  /// Adds to 64 totals, and starts again. Due after 2²³ numbers.
  mutating func move(to totals: inout [Int]) {
    for lane in 0..<16 {
      totals[4 * lane] += Int(sums.0[lane])
      totals[4 * lane + 1] += Int(sums.1[lane])
      totals[4 * lane + 2] += Int(sums.2[lane])
      totals[4 * lane + 3] += Int(sums.3[lane])
    }
    self = LaneSums()
  }
}
