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

  /// - Parameter spins: −1 or +1, for each lane one a site.
  init(spins: [[Int8]], generator: VectorGenerator) {
    self.generator = generator
    downs = Array(repeating: SIMD64(), count: spins[0].count)
    for (lane, spins) in spins.enumerated() {
      for site in spins.indices where spins[site] < 0 { downs[site][lane] = -1 }
    }
  }

  func state(_ lane: Int) -> [Int8] {
    downs.withUnsafeBytes { raw in
      (0..<downs.count).map { raw[64 * $0 + lane] == 0 ? 1 : -1 }
    }
  }
  mutating func select(_ sources: [Int]) {
    for i in downs.indices {
      let old = downs[i]
      withUnsafeBytes(of: old) { a in
        downs.withUnsafeMutableBytes { b in
          for r in sources.indices { b[64 * i + r] = a[sources[r]] }
        }
      }
    }
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
        let top = unsafeBitCast(
          SIMD16<UInt32>(repeating: place.tops[site]), to: SIMD64<Int8>.self)
        let field = top &+ (sum &+ sum)
        let new = unsafeBitCast(field .<= limit, to: SIMD64<Int8>.self)
        place.lanes[site] = new
        events &-= old.xor(new)
        site &+= 1
      }
      counter.add(events)
    }
    source = generator
  }
}

/// Counts events in 64 lanes.
struct LaneCounter: Sendable {
  /// Events that a byte holds.
  static let capacity = 255

  private var totals = (SIMD32<UInt32>(), SIMD32<UInt32>())

  /// - Parameter events: numbers of events from 0 to 255, as bits.
  @inline(never)
  mutating func add(_ events: SIMD64<Int8>) {
    let bytes = unsafeBitCast(events, to: SIMD64<UInt8>.self)
    totals.0 &+= SIMD32<UInt32>(truncatingIfNeeded: bytes.lowHalf)
    totals.1 &+= SIMD32<UInt32>(truncatingIfNeeded: bytes.highHalf)
  }

  func total(_ lane: Int) -> UInt64 {
    UInt64(lane < 32 ? totals.0[lane] : totals.1[lane - 32])
  }
}
