internal import RandomStreams

/// Spins in bytes, local fields in four vectors of floats.
extension FloatRows: LaneCouplings {
  func sweep(
    _ spins: inout LaneSpins, sweeps: Int, rule: UpdateRule, noise: LaneNoise,
    _ generator: inout VectorGenerator, _ counter: inout LaneCounter
  ) {
    var downs = spins.downs.mutableSpan
    for _ in 0..<sweeps {
      switch rule {
      case .metropolis: sweep(&downs, noise, &generator, &counter, isMetropolis: true)
      case .heatBath: sweep(&downs, noise, &generator, &counter, isMetropolis: false)
      }
    }
  }

  /// Metropolis' rule flips a spin where s·f ≤ noise. The heat bath does the same with a spin that was set
  /// at random before, and with logistic noise.
  @inline(__always)
  private func sweep(
    _ downs: inout MutableSpan<SIMD64<Int8>>, _ noise: LaneNoise,
    _ source: inout VectorGenerator, _ counter: inout LaneCounter, isMetropolis: Bool
  ) {
    var generator = source
    let scales = noise.scales
    let (bottoms, offsets) = (bottoms.span, offsets.span)
    let (neighbours, gains) = (neighbours.span, gains.span)
    let count = bottoms.count
    // With what the initialiser has checked: entries of rows and bytes of neighbours exist.
    precondition(downs.count == count, "\(downs.count) spins, expected \(count)")
    var site = 0
    var entry = 0
    while site < count {
      let end = min(count, site &+ LaneCounter.capacity)
      var events = SIMD64<Int8>()
      while site < end {
        let bottom = SIMD16<Float>(repeating: bottoms[unchecked: site])
        var fields = (bottom, bottom, bottom, bottom)
        let last = Int(truncatingIfNeeded: offsets[unchecked: site &+ 1])
        while entry < last {
          let neighbour = Int(truncatingIfNeeded: neighbours[unchecked: entry])
          let word = unsafeBitCast(downs[unchecked: neighbour], to: SIMD16<UInt32>.self)
          let gain = SIMD16<Float>(repeating: gains[unchecked: entry])
          fields.0 = Self.sum(fields.0, gain, word, 0)
          fields.1 = Self.sum(fields.1, gain, word, 8)
          fields.2 = Self.sum(fields.2, gain, word, 16)
          fields.3 = Self.sum(fields.3, gain, word, 24)
          entry &+= 1
        }
        let old = unsafeBitCast(downs[unchecked: site], to: SIMD16<UInt32>.self)
        let new =
          Self.decided(old, fields.0, scales.0, generator.words(), 0, isMetropolis)
          .| Self.decided(old, fields.1, scales.1, generator.words(), 8, isMetropolis)
          .| Self.decided(old, fields.2, scales.2, generator.words(), 16, isMetropolis)
          .| Self.decided(old, fields.3, scales.3, generator.words(), 24, isMetropolis)
        downs[unchecked: site] = unsafeBitCast(new, to: SIMD64<Int8>.self)
        events &-= unsafeBitCast(old.lanes .^ new, to: SIMD64<Int8>.self)
        site &+= 1
      }
      counter.add(events)
    }
    source = generator
  }

  /// The field with the gain added where the byte that begins at bit `shift` is 0: where a spin is up.
  @inline(__always)
  private static func sum(
    _ field: SIMD16<Float>, _ gain: SIMD16<Float>, _ word: SIMD16<UInt32>, _ shift: UInt32
  ) -> SIMD16<Float> {
    let bit = SIMD16<UInt32>(word.lanes .& SIMD16<UInt32>(repeating: 1 << shift).lanes)
    let isUp = bit .== SIMD16<UInt32>()
    return SIMD16<Float>(field.lanes.replacing(with: (field + gain).lanes, where: isUp))
  }

  /// The new byte that begins at bit `shift`, with zeros in the others.
  @inline(__always)
  private static func decided(
    _ old: SIMD16<UInt32>, _ field: SIMD16<Float>, _ scale: SIMD16<Float>,
    _ words: SIMD16<UInt32>, _ shift: UInt32, _ isMetropolis: Bool
  ) -> LaneBits {
    // The upper bit says whether the spin that may flip is down.
    let before = isMetropolis ? old &<< SIMD16(repeating: 24 - shift) : words
    let ticks =
      isMetropolis ? LogNoise.exponential(words) : LogNoise.logisticMagnitude(words)
    let sign = before.lanes .& SIMD16<UInt32>(repeating: 0x8000_0000).lanes
    let flips = SIMD16<Float>(field.lanes .^ sign) .<= ticks * scale
    let down = unsafeBitCast(before, to: SIMD16<Int32>.self) .< SIMD16<Int32>()
    return (down .^ flips) .& SIMD16<UInt32>(repeating: 0xff << shift).lanes
  }
}
