internal import IsingModels
internal import RandomStreams

/// 64 replicas, a byte each, with a generator of their own.
struct IntegerLaneGroup: Sendable {
  static let width = 64

  /// By spin: −1 in the lanes of replicas where it is down, 0 where it is up.
  private var downs: [SIMD64<Int8>]
  private var generator: VectorGenerator
  /// Flips so far, by lane.
  private(set) var flips = [UInt64](repeating: 0, count: Self.width)

  /// - Parameter spins: −1 or +1, for each of at most 64 lanes one a site; further lanes start up.
  init(spins: ArraySlice<[Int8]>, generator: VectorGenerator) {
    self.generator = generator
    downs = Array(repeating: SIMD64(), count: spins.first!.count)
    for (lane, spins) in spins.enumerated() {
      for site in spins.indices where spins[site] < 0 { downs[site][lane] = -1 }
    }
  }

  /// −1 or +1 in one lane.
  func spins(of lane: Int) -> [Int8] { downs.map { $0[lane] < 0 ? -1 : 1 } }

  /// Takes the spins of a lane of another group.
  mutating func copy(_ source: Int, of other: IntegerLaneGroup, to lane: Int) {
    for site in downs.indices { downs[site][lane] = other.downs[site][source] }
  }

  /// Attempts at all spins in the order of their indices, over and over.
  mutating func advance(sweeps: Int, rows: DigitRows, noise: ByteNoise, rule: UpdateRule) {
    var counter = LaneCounter()
    var generator = self.generator
    downs.withUnsafeMutableBufferPointer { downs in
      rows.tops.withUnsafeBufferPointer { tops in
        rows.program.withUnsafeBufferPointer { program in
          let place = Place(lanes: downs.baseAddress!, tops: tops, program: program.baseAddress!)
          for _ in 0..<sweeps {
            switch (rule, rows.isUniform) {
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
    self.generator = generator
    for lane in 0..<Self.width { flips[lane] += counter.total(lane) }
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
    _ place: Place, _ noise: ByteNoise, _ source: inout VectorGenerator,
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
        let sum = DigitRows.sum(&program, place.lanes, isUniform: isUniform)
        let field = DigitRows.bytes(place.tops[site]) &+ (sum &+ sum)
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
  func alignments(_ rows: DigitRows) -> [Int] {
    var sums = LaneSums()
    var totals = [Int](repeating: 0, count: Self.width)
    downs.withUnsafeBufferPointer { downs in
      rows.program.withUnsafeBufferPointer { program in
        var place = program.baseAddress!
        for site in 0..<downs.count {
          let down = downs[site]
          let sum = DigitRows.sum(&place, downs.baseAddress!, isUniform: rows.isUniform)
          sums.add((DigitRows.bytes(rows.tops[site]) &+ (sum &+ sum)).xor(down) &- down)
          if rows.hasFields { sums.add(DigitRows.bytes(rows.fields[site]).xor(down) &- down) }
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
