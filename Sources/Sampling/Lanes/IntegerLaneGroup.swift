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

  /// Attempts at all spins in the order of their indices, over and over.
  mutating func advance(sweeps: Int, rows: DigitRows, noise: ByteNoise, rule: UpdateRule) {
    switch (rule, rows.isUniform) {
    case (.metropolis, true):
      advance(sweeps, rows, noise, isUniform: true) { $0.metropolis(&$1) ^ $2 }
    case (.metropolis, false):
      advance(sweeps, rows, noise, isUniform: false) { $0.metropolis(&$1) ^ $2 }
    case (.heatBath, true):
      advance(sweeps, rows, noise, isUniform: true) { noise, generator, _ in
        noise.heatBath(&generator)
      }
    case (.heatBath, false):
      advance(sweeps, rows, noise, isUniform: false) { noise, generator, _ in
        noise.heatBath(&generator)
      }
    }
  }

  /// - Parameter bound: what the local field is above where the spin is up afterwards.
  ///
  /// Metropolis' rule keeps a spin up where f > n, the noise, and sets it up where −f ≤ n, that is
  /// f > −n − 1, whose bits are those of n inverted.
  @inline(__always)
  private mutating func advance(
    _ sweeps: Int, _ rows: DigitRows, _ noise: ByteNoise, isUniform: Bool,
    bound: (ByteNoise, inout VectorGenerator, SIMD64<Int8>) -> SIMD64<Int8>
  ) {
    var generator = self.generator
    var counter = LaneCounter()
    downs.withUnsafeMutableBufferPointer { downs in
      rows.tops.withUnsafeBufferPointer { tops in
        rows.program.withUnsafeBufferPointer { program in
          let lanes = downs.baseAddress!
          for _ in 0..<sweeps {
            var place = program.baseAddress!
            var site = 0
            while site < tops.count {
              let end = min(tops.count, site &+ LaneCounter.capacity)
              while site < end {
                let old = lanes[site]
                let limit = bound(noise, &generator, old)
                let sum = DigitRows.sum(&place, lanes, isUniform: isUniform)
                let field = SIMD64(repeating: tops[site]) &+ sum &+ sum
                let new = SIMD64<Int8>().replacing(with: -1, where: field .<= limit)
                lanes[site] = new
                counter.count(old ^ new)
                site &+= 1
              }
              counter.flush()
            }
          }
        }
      }
    }
    self.generator = generator
    for lane in 0..<Self.width { flips[lane] += counter.total(lane) }
  }
}

/// Counts events in 64 lanes.
struct LaneCounter: Sendable {
  /// Events a lane between two calls of `flush`.
  static let capacity = 255

  private var bytes = SIMD64<UInt8>()
  private var totals = (SIMD32<UInt32>(), SIMD32<UInt32>())

  /// - Parameter events: −1 in the lanes that count one more.
  @inline(__always)
  mutating func count(_ events: SIMD64<Int8>) {
    bytes &-= unsafeBitCast(events, to: SIMD64<UInt8>.self)
  }

  @inline(__always)
  mutating func flush() {
    totals.0 &+= SIMD32<UInt32>(truncatingIfNeeded: bytes.lowHalf)
    totals.1 &+= SIMD32<UInt32>(truncatingIfNeeded: bytes.highHalf)
    bytes = SIMD64()
  }

  func total(_ lane: Int) -> UInt64 {
    UInt64(lane < 32 ? totals.0[lane] : totals.1[lane - 32])
  }
}
