import DenseAlgebra

/// provisional
struct DrawStreams {
  let settings: RunSettings
  let text: UInt64
  let instruction: Int
  private func mix(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> UInt64 {
    var z = settings.seed &+ text &+ UInt64(instruction) &* 0x9e37_79b9_7f4a_7c15
    for v in [a, b, c, d] {
      z = (z ^ UInt64(truncatingIfNeeded: v)) &* 0xbf58_476d_1ce4_e5b9
      z ^= z >> 29
    }
    return z
  }
  private func uniform(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Float {
    Float(mix(a, b, c, d) >> 40) * 0x1p-24
  }
  func racePhases(head: Int, query: Int, retry: Int, block: Int) -> Lanes {
    var x = Lanes()
    for l in 0..<16 { x[l] = uniform(1, head, query * 64 + retry, block * 16 + l) }
    return x
  }
  func gatePhases(row: Int, block: Int) -> Lanes {
    var x = Lanes()
    for l in 0..<16 { x[l] = uniform(2, row, block, l) }
    return x
  }
  func binomials(_ p: Lanes, row: Int, block: Int) -> Lanes {
    var x = Lanes()
    for l in 0..<16 {
      var n = 0
      for s in 0..<settings.samples where uniform(3, row, block * 16 + l, s) < p[l] { n += 1 }
      x[l] = Float(n)
    }
    return x
  }
  func multinomial(
    _ n: Int, _ p: UnsafeMutableBufferPointer<Float>, head: Int, query: Int
  ) {
    var c = [Float](repeating: 0, count: p.count)
    for s in 0..<n {
      let u = uniform(4, head, query, s)
      var sum: Float = 0
      var j = 0
      while j < p.count - 1 {
        sum += p[j]
        if u < sum { break }
        j += 1
      }
      c[j] += 1
    }
    for i in 0..<p.count { p[i] = c[i] }
  }
  func collisions(_ samples: Int, acceptance: Float, row: Int) -> Int {
    Int(Float(samples) / acceptance) - samples
  }
  func erlang(_ shape: Int, row: Int) -> Double { Double(shape) }
  func gateDuration(row: Int, round: Int) -> Double { Double(uniform(5, row, round, 0)) }
}
