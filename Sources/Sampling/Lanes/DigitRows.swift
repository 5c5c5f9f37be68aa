internal import IsingModels

/// The couplings of a model in whole units as lists of additions and subtractions.
///
/// A coupling c is written with digits −1, 0 and +1 at powers of 2, at most every second of which is not
/// 0 (Reitwiesner, *Advances in Computers* 1, 231 (1960)). The sum Σ c_j t_j then needs one addition or
/// subtraction for each digit that is not 0, and a doubling from one power to the next; couplings ±1
/// need one addition or subtraction each, and nothing else.
struct DigitRows: Sendable {
  /// h_i + Σ_j J_ij in units, the local field where all neighbours are up, in each byte.
  let tops: [UInt32]
  /// h_i in units, in each byte.
  let fields: [UInt32]
  /// Whether all fields are 0.
  let hasFields: Bool
  /// For each spin: the number of powers of 2; for each of them, the highest first, the number of
  /// neighbours to add, the number to subtract, and their indices.
  let program: [Int32]
  /// Whether each spin has exactly one power of 2: all couplings of equal size, or no couplings.
  let isUniform: Bool

  /// - Precondition: local fields stay within ±127 (`IntegerScale.reach`).
  init(_ model: IsingModel, _ scale: IntegerScale) {
    var tops: [UInt32] = []
    var program: [Int32] = []
    var isUniform = true
    for spin in 0..<model.spinCount {
      var plus: [[Int32]] = [[]]
      var minus: [[Int32]] = [[]]
      var top = Int(scale.fields[spin])
      for k in model.adjacency.range(of: spin) {
        let coupling = Int(scale.kicks[k]) / 2
        top += coupling
        for (power, digit) in Self.digits(coupling).enumerated() where digit != 0 {
          while plus.count <= power {
            plus.append([])
            minus.append([])
          }
          if digit > 0 {
            plus[power].append(model.adjacency.neighbours[k])
          } else {
            minus[power].append(model.adjacency.neighbours[k])
          }
        }
      }
      tops.append(Self.fourfold(top))
      program.append(Int32(plus.count))
      isUniform = isUniform && plus.count == 1
      for (plus, minus) in zip(plus, minus).reversed() {
        program += [Int32(plus.count), Int32(minus.count)] + plus + minus
      }
    }
    self.tops = tops
    self.program = program
    self.isUniform = isUniform
    fields = scale.fields.map { Self.fourfold(Int($0)) }
    hasFields = scale.fields.contains { $0 != 0 }
  }

  /// The non-adjacent form, the lowest digit first.
  static func digits(_ number: Int) -> [Int] {
    var (rest, digits) = (number, [Int]())
    while rest != 0 {
      let digit = rest & 1 == 0 ? 0 : 2 - rest & 3
      digits.append(digit)
      rest = (rest - digit) / 2
    }
    return digits
  }

  /// A number from −128 to 127 in each of four bytes.
  private static func fourfold(_ number: Int) -> UInt32 {
    UInt32(UInt8(bitPattern: Int8(number))) * 0x0101_0101
  }

  /// Four bytes, over and over.
  @inline(__always)
  static func bytes(_ word: UInt32) -> SIMD64<Int8> {
    unsafeBitCast(SIMD16<UInt32>(repeating: word), to: SIMD64<Int8>.self)
  }

  /// Σ_j c_j t_j of the spin whose program begins at `place`, which moves on to the next spin.
  @inline(__always)
  static func sum(
    _ place: inout UnsafePointer<Int32>, _ lanes: UnsafePointer<SIMD64<Int8>>, isUniform: Bool
  ) -> SIMD64<Int8> {
    var powers = isUniform ? 1 : place[0]
    place += 1
    var sum = SIMD64<Int8>()
    repeat {
      if !isUniform { sum &+= sum }
      let plus = Int(truncatingIfNeeded: place[0])
      let minus = Int(truncatingIfNeeded: place[1])
      place += 2
      var k = 0
      while k < plus {
        sum &+= lanes[Int(truncatingIfNeeded: place[k])]
        k &+= 1
      }
      place += plus
      k = 0
      while k < minus {
        sum &-= lanes[Int(truncatingIfNeeded: place[k])]
        k &+= 1
      }
      place += minus
      powers &-= 1
    } while !isUniform && powers > 0
    return sum
  }
}
