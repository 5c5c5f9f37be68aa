internal import IsingModels

/// Spins with what each flip would cost, and the cheapest one at hand.
///
/// A key is s_i · (local field of i) in units, half of the cost of a flip, above some bits of noise that
/// choose among equal costs, above the spin's place in its block. The least key of each block is kept;
/// a flip changes those of few blocks. Spins can be barred, which removes them from the choice.
struct FlipTable<Number: FixedWidthInteger & SignedInteger & Sendable>: ~Copyable {
  /// One end of a coupling: the other spin, and 2J in units of keys.
  struct Link {
    var to: Int32
    var kick: Number
  }

  let count: Int
  private let blockBits: Int
  private let blockCount: Int
  /// Keys hold costs from this bit on.
  private let shift: Number
  private let noiseMask: Number
  private let offsets: UnsafeMutablePointer<Int32>
  private let links: UnsafeMutablePointer<Link>
  private let fields: UnsafeMutablePointer<Number>
  private let spins: UnsafeMutablePointer<Number>
  private let keys: UnsafeMutablePointer<Number>
  /// 0, or `bar` for barred spins and places beyond the last spin.
  private let bars: UnsafeMutablePointer<Number>
  private let least: UnsafeMutablePointer<Number>
  private static var bar: Number { 1 << Number(Number.bitWidth - 2) }

  /// Noise has this many bits where keys have room.
  private static var noiseBits: Int { Number.bitWidth == 32 ? 6 : 0 }

  /// Blocks of 64 spins, larger ones for many spins so that there are not many more blocks than spins
  /// in one.
  private static func blockBits(_ count: Int) -> Int {
    var bits = 6
    while bits < 10, count >> bits > 2 << bits { bits += 1 }
    return bits
  }

  /// Whether costs fit into keys of this width.
  static func holds(_ fixed: FixedPointModel) -> Bool {
    let bits = blockBits(fixed.fields.count) + noiseBits
    return fixed.reach < Int64(1) << (Number.bitWidth - 3 - (Number.bitWidth == 32 ? bits : 6))
  }

  init(_ model: IsingModel, _ fixed: FixedPointModel) {
    // Flips read rows and change their neighbours without checks.
    RowChecks.check(model.adjacency, spinCount: model.spinCount)
    precondition(fixed.couplings.count == model.adjacency.neighbours.count, "couplings")
    precondition(fixed.fields.count == model.spinCount, "fields")
    count = model.spinCount
    blockBits = Number.bitWidth == 32 ? Self.blockBits(count) : 6
    blockCount = (count + (1 << blockBits) - 1) >> blockBits
    shift = Number(blockBits + Self.noiseBits)
    noiseMask = ((1 << Number(Self.noiseBits)) - 1) << Number(blockBits)
    let padded = blockCount << blockBits
    offsets = .allocate(capacity: count + 1)
    links = .allocate(capacity: max(1, fixed.couplings.count))
    fields = .allocate(capacity: count)
    spins = .allocate(capacity: count)
    keys = .allocate(capacity: padded)
    bars = .allocate(capacity: padded)
    least = .allocate(capacity: blockCount)
    for i in 0...count { offsets[i] = model.adjacency.offsets[i] }
    for k in fixed.couplings.indices {
      links[k] = Link(
        to: model.adjacency.neighbours[k], kick: Number(2 * fixed.couplings[k]) << shift)
    }
    for i in 0..<count { fields[i] = Number(fixed.fields[i]) }
    keys.initialize(repeating: 0, count: padded)
    bars.initialize(repeating: Self.bar, count: padded)
    bars.update(repeating: 0, count: count)
    spins.initialize(repeating: 1, count: count)
    least.initialize(repeating: 0, count: blockCount)
  }

  deinit {
    offsets.deallocate()
    links.deallocate()
    fields.deallocate()
    spins.deallocate()
    keys.deallocate()
    bars.deallocate()
    least.deallocate()
  }

  /// Starts from given spins, none barred.
  mutating func load(_ state: [Int8]) {
    precondition(state.count == count)
    for i in 0..<count { spins[i] = Number(state[i]) }
    for i in 0..<count {
      var doubled: Number = 0
      for k in Int(offsets[i])..<Int(offsets[i + 1]) {
        doubled &+= links[k].kick &* spins[Int(links[k].to)]
      }
      let aligned = spins[i] &* ((doubled >> (shift + 1)) &+ fields[i])
      keys[i] = aligned << shift | Number(i & ((1 << blockBits) - 1))
      bars[i] = 0
    }
    for block in 0..<blockCount { refresh(block) }
  }

  /// The spins now.
  var state: [Int8] { (0..<count).map { spins[$0] > 0 ? 1 : -1 } }

  /// Half of what a flip would cost, in units.
  @inline(__always)
  func aligned(_ i: Int) -> Number { keys[i] >> shift }

  @inline(__always)
  private func refresh(_ block: Int) {
    let start = block << blockBits
    var result = Number.max
    for k in start..<(start &+ 1 << blockBits) { result = min(result, keys[k] &+ bars[k]) }
    least[block] = result
  }

  /// The spin whose flip costs least among those that are not barred, with half of that cost; nil if
  /// all are barred.
  @inline(__always)
  func cheapest() -> (spin: Int, aligned: Number)? {
    var result = Number.max
    for block in 0..<blockCount { result = min(result, least[block]) }
    guard result < Self.bar >> 1 else { return nil }
    var block = 0
    while least[block] != result { block &+= 1 }
    let place = Int(truncatingIfNeeded: result) & ((1 << blockBits) &- 1)
    return (block << blockBits | place, result >> shift)
  }

  /// Removes a spin from the choice, or brings it back.
  @inline(__always)
  mutating func setBarred(_ i: Int, _ barred: Bool) {
    bars[i] = barred ? Self.bar : 0
    refresh(i >> blockBits)
  }

  /// Flips a spin.
  /// - Parameters:
  ///   - noise: random bits for its place among equal costs.
  ///   - barred: whether it then is out of the choice.
  @inline(__always)
  mutating func flip(_ i: Int, noise: UInt32, barred: Bool) {
    let old = spins[i]
    spins[i] = 0 &- old
    let position = Number(truncatingIfNeeded: i & ((1 << blockBits) &- 1))
    keys[i] =
      (0 &- (keys[i] >> shift)) << shift
      | Number(truncatingIfNeeded: noise) & noiseMask | position
    bars[i] = barred ? Self.bar : 0
    let (start, end) = (Int(offsets[i]), Int(offsets[i &+ 1]))
    for k in start..<end {
      let to = Int(links[k].to)
      keys[to] = keys[to] &- links[k].kick &* (old &* spins[to])
    }
    if end &- start >= blockCount {
      for block in 0..<blockCount { refresh(block) }
    } else {
      for k in start..<end { refresh(Int(links[k].to) >> blockBits) }
      refresh(i >> blockBits)
    }
  }
}
