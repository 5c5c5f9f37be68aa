/// The inner loops of dense sweeps: 64 sites of sixteen replicas, or one replica's fields of a tile.
enum DenseBlock {
  typealias Vector = SIMD16<Float>
  typealias Words = SIMD16<UInt32>

  /// Local fields of 64 sites of sixteen replicas, by replica, to one vector a site.
  /// - Parameters:
  ///   - fields: four vectors of a replica, then the next replica's at the distance of a row of a tile.
  ///   - sites: 64 vectors, and 64 more as scratch.
  @inline(__always)
  static func transpose(_ fields: LentConstants<Vector>, to sites: LentElements<Vector>) {
    let scratch = sites.from(DenseCouplings.rows)
    for part in 0..<4 {
      let (own, other) = (sites.from(16 &* part), scratch.from(16 &* part))
      // Rows 2r and 2r + 1 become the even and the odd columns of rows r and r + 8: the eight bits of
      // (row, column) rotate by one. Four times exchange row and column.
      turn(fields.from(part), by: DenseCouplings.vectors, to: other)
      turn(other.constants, by: 1, to: own)
      turn(own.constants, by: 1, to: other)
      turn(other.constants, by: 1, to: own)
    }
  }

  @inline(__always)
  private static func turn(
    _ rows: LentConstants<Vector>, by stride: Int, to turned: LentElements<Vector>
  ) {
    for row in 0..<8 {
      let both = SIMD32(
        lowHalf: rows[2 &* row &* stride], highHalf: rows[(2 &* row &+ 1) &* stride])
      turned[row] = both.evenHalf
      turned[row &+ 8] = both.oddHalf
    }
  }

  /// Lets sites decide in turn, eight by eight.
  ///
  /// A spin becomes up iff slope · field ≥ noise. Under Metropolis' rule, a spin that is up stays up iff
  /// 2β f > −ln u, and one that is down becomes up iff 2β f ≥ ln u: the noise of one is the other's negated.
  /// - Parameters:
  ///   - sites: 64 local fields, then 64 noises, then room for 64 changes 2s, 0 where nothing flips.
  ///   - rows: couplings of the block among itself, row by row.
  @inline(never)
  static func decide(
    _ sites: LentElements<Vector>, _ rows: LentConstants<Float>, spins: (Words, Words),
    slope: Vector, rule: UpdateRule, eights: Int
  ) -> (Words, Words) {
    let (noise, changes) = (sites.from(DenseCouplings.rows), sites.from(2 * DenseCouplings.rows))
    var (word, other) = spins
    let signs: UInt32 = rule == .metropolis ? 1 << 31 : 0
    for eight in 0..<eights {
      if eight == 4 { swap(&word, &other) }
      let first = 8 &* eight
      let own = sites.from(first)
      // What the changes of the block so far make of the next eight fields.
      var (a0, a1, a2, a3) = (own[0], own[1], own[2], own[3])
      var (a4, a5, a6, a7) = (own[4], own[5], own[6], own[7])
      for earlier in 0..<first {
        let x = changes[earlier]
        let row = rows.from(earlier &* DenseCouplings.rows &+ first)
        a0 = a0.addingProduct(x, Vector(repeating: row[0]))
        a1 = a1.addingProduct(x, Vector(repeating: row[1]))
        a2 = a2.addingProduct(x, Vector(repeating: row[2]))
        a3 = a3.addingProduct(x, Vector(repeating: row[3]))
        a4 = a4.addingProduct(x, Vector(repeating: row[4]))
        a5 = a5.addingProduct(x, Vector(repeating: row[5]))
        a6 = a6.addingProduct(x, Vector(repeating: row[6]))
        a7 = a7.addingProduct(x, Vector(repeating: row[7]))
      }
      (own[0], own[1], own[2], own[3]) = (a0, a1, a2, a3)
      (own[4], own[5], own[6], own[7]) = (a4, a5, a6, a7)

      for site in 0..<8 {
        let bit = UInt32(truncatingIfNeeded: (first &+ site) & 31)
        let sign = word &<< Words(repeating: 31 &- bit) & Words(repeating: signs)
        let bound = unsafeBitCast(
          unsafeBitCast(noise[first &+ site], to: Words.self) ^ sign, to: Vector.self)
        let up = slope * own[site] .>= bound
        let one = Words(repeating: 1 &<< bit)
        let flip = (word ^ Words().replacing(with: one, where: up)) & one
        word ^= flip
        let towards = Vector(repeating: -2).replacing(with: Vector(repeating: 2), where: up)
        let change = Vector().replacing(with: towards, where: flip .!= Words())
        changes[first &+ site] = change
        let row = rows.from((first &+ site) &* DenseCouplings.rows &+ first)
        var later = site &+ 1
        while later < 8 {
          own[later] = own[later].addingProduct(change, Vector(repeating: row[later]))
          later &+= 1
        }
      }
    }
    return eights > 4 ? (other, word) : (word, other)
  }

  /// Adds rows of a tile, times ± amplitude, to one replica's fields. Products with 1 or 2 are exact: a
  /// fused multiply-add rounds as an addition does.
  @inline(__always)
  static func add(
    _ rows: LentConstants<Vector>, where mask: UInt64, up: UInt64, amplitude: Float,
    to fields: LentElements<Vector>
  ) {
    var mask = mask
    var (a0, a1, a2, a3) = (fields[0], fields[1], fields[2], fields[3])
    var (a4, a5, a6, a7) = (fields[4], fields[5], fields[6], fields[7])
    while mask != 0 {
      let bit = mask.trailingZeroBitCount
      mask &= mask &- 1
      let spin = Float(Int32(truncatingIfNeeded: up &>> UInt64(bit) & 1) &* 2 &- 1)
      let x = Vector(repeating: amplitude * spin)
      let row = rows.from(bit &* DenseCouplings.vectors)
      a0 = a0.addingProduct(x, row[0])
      a1 = a1.addingProduct(x, row[1])
      a2 = a2.addingProduct(x, row[2])
      a3 = a3.addingProduct(x, row[3])
      a4 = a4.addingProduct(x, row[4])
      a5 = a5.addingProduct(x, row[5])
      a6 = a6.addingProduct(x, row[6])
      a7 = a7.addingProduct(x, row[7])
    }
    (fields[0], fields[1], fields[2], fields[3]) = (a0, a1, a2, a3)
    (fields[4], fields[5], fields[6], fields[7]) = (a4, a5, a6, a7)
  }
}
