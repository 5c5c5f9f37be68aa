internal import IsingModels

/// The couplings of a model in whole units, for spins that are −1 where they are down and 0 where they
/// are up: the local field is that of all neighbours up, and 2J_ij less for each neighbour that is down.
struct ByteRows: Sendable {
  /// Energy of one unit of the local field.
  let unit: Double
  /// h_i + Σ_j J_ij in units, in each byte of a word.
  let tops: [UInt32]
  /// h_i in units, in each byte of a word.
  let fields: [UInt32]
  /// Whether any field is not 0.
  let hasFields: Bool
  /// Whether all couplings are ±1 units: fields then are sums and differences of bytes.
  let isUniform: Bool
  /// Spin by spin; with couplings ±1, the number of neighbours with coupling 1, of those with −1, and
  /// their indices; else the number of neighbours, and for each its index and −2J_ij in each byte.
  let program: [Int32]

  /// - Precondition: local fields stay within ±127 (`IntegerScale.reach`).
  init(_ model: IsingModel, _ scale: IntegerScale) {
    unit = scale.unit
    let isUniform = scale.kicks.allSatisfy { abs($0) == 2 }
    var tops: [UInt32] = []
    var program: [Int32] = []
    for spin in 0..<model.spinCount {
      let range = model.adjacency.range(of: spin)
      let kicks = range.map { Int(scale.kicks[$0]) }
      tops.append(Self.fourfold(kicks.reduce(Int(scale.fields[spin])) { $0 + $1 / 2 }))
      let neighbours = model.adjacency.neighbours[range]
      if isUniform {
        let plus = zip(neighbours, kicks).filter { $0.1 > 0 }.map(\.0)
        let minus = zip(neighbours, kicks).filter { $0.1 < 0 }.map(\.0)
        program += [Int32(plus.count), Int32(minus.count)] + plus + minus
      } else {
        program.append(Int32(neighbours.count))
        for (neighbour, kick) in zip(neighbours, kicks) {
          program += [neighbour, Int32(bitPattern: Self.fourfold(-kick))]
        }
      }
    }
    self.tops = tops
    self.program = program
    self.isUniform = isUniform
    fields = scale.fields.map { Self.fourfold(Int($0)) }
    hasFields = scale.fields.contains { $0 != 0 }
  }

  /// A number modulo 256 in each byte of a word.
  private static func fourfold(_ number: Int) -> UInt32 {
    UInt32(UInt8(truncatingIfNeeded: number)) * 0x0101_0101
  }

  /// A word, over and over.
  @inline(__always)
  static func bytes(_ word: UInt32) -> SIMD64<Int8> {
    unsafeBitCast(SIMD16<UInt32>(repeating: word), to: SIMD64<Int8>.self)
  }

  /// −2 Σ_j J_ij over the neighbours that are down, for the spin whose program begins at `place`, which
  /// moves on to the next spin. Bytes may overflow on the way: sums modulo 256 end up right.
  @inline(__always)
  static func kick(
    _ place: inout UnsafePointer<Int32>, _ downs: UnsafePointer<SIMD64<Int8>>, isUniform: Bool
  ) -> SIMD64<Int8> {
    var sum = SIMD64<Int8>()
    var k = 0
    if isUniform {
      let plus = Int(truncatingIfNeeded: place[0])
      let all = plus &+ Int(truncatingIfNeeded: place[1])
      place += 2
      while k < plus {
        sum &+= downs[Int(truncatingIfNeeded: place[k])]
        k &+= 1
      }
      while k < all {
        sum &-= downs[Int(truncatingIfNeeded: place[k])]
        k &+= 1
      }
      place += all
      return sum &+ sum
    }
    let count = Int(truncatingIfNeeded: place[0])
    place += 1
    while k < count {
      let down = downs[Int(truncatingIfNeeded: place[0])]
      sum &+= down.and(bytes(UInt32(bitPattern: place[1])))
      place += 2
      k &+= 1
    }
    return sum
  }
}
