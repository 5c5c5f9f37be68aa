internal import IsingModels

/// Spins sorted by s_i (h_i + Σ_j J_ij s_j): all spins of a class have the same escape rate.
///
/// Class c owns the places c · stride, c · stride + 1, … of one array, with a power of two as the
/// stride, so that a place names its class. Entries and places carry the spin in their highest bit: what
/// a move needs is in the words that it reads anyway.
struct RateClasses: Sendable {
  /// The largest number of classes: more would make the choice of a class slow.
  static let limit = 32
  /// Set where a spin is up.
  static let up: UInt32 = 1 << 31

  /// Number of classes.
  let count: Int
  /// log₂ of the stride.
  let shift: Int
  /// The spin at each place.
  var members: [UInt32]
  /// The place of each spin.
  var places: [UInt32]
  /// The place after the last member of each class.
  var ends: [Int]

  /// How many classes there are.
  /// - Throws: `AsynchronyError.classCount`.
  static func count(_ units: IntegerUnits) throws(AsynchronyError) -> Int {
    let count = 2 * units.scale.reach / units.step + 1
    guard count <= limit else { throw .classCount(found: count, limit: limit) }
    return count
  }

  /// Sorts the spins.
  /// - Throws: `AsynchronyError.classCount`.
  init(
    _ model: IsingModel, units: IntegerUnits, spins: [Int8]
  ) throws(AsynchronyError) {
    let scale = units.scale
    RowChecks.check(model.adjacency, spinCount: spins.count)
    let count = try Self.count(units)
    var shift = 0
    while 1 << shift < spins.count { shift += 1 }
    precondition(count << shift <= Int(Self.up), "\(spins.count) spins in \(count) classes")
    self.count = count
    self.shift = shift
    ends = (0..<count).map { $0 << shift }
    places = Array(repeating: 0, count: spins.count)
    // Most of these places are never used, and writing nothing there keeps them out of memory.
    members = Array(unsafeUninitializedCapacity: count << shift) { $1 = count << shift }
    for site in spins.indices {
      var sum = Int(scale.fields[site])
      for entry in model.adjacency.range(of: site) {
        sum += Int(units.couplings[entry]) * Int(spins[Int(model.adjacency.neighbours[entry])])
      }
      let own = (Int(spins[site]) * sum + scale.reach) / units.step
      let spin = spins[site] > 0 ? Self.up : 0
      members[ends[own]] = UInt32(site) | spin
      places[site] = UInt32(ends[own]) | spin
      ends[own] += 1
    }
  }
}

extension RateClasses {
  /// The classes for a hot loop.
  @inline(__always)
  mutating func withBuffers(_ body: (ClassBuffers) -> Void) {
    let (count, shift, spinCount) = (count, shift, places.count)
    members.lend(count: count << shift) { members in
      places.lend(count: spinCount) { places in
        ends.lend(count: count) { ends in
          body(ClassBuffers(shift: shift, members: members, places: places, ends: ends))
        }
      }
    }
  }
}

/// The classes in a hot loop. A class has room for all spins, so that its end stays in its stride.
struct ClassBuffers {
  let shift: Int
  let members: LentElements<UInt32>
  let places: LentElements<UInt32>
  let ends: LentElements<Int>

  /// Takes the spin at a place out of its class, whose last member takes the place.
  @inline(__always)
  func remove(at place: Int, of old: Int) {
    let end = ends[old] &- 1
    ends[old] = end
    let last = members[end]
    members[place] = last
    places[Int(last & ~RateClasses.up)] =
      UInt32(truncatingIfNeeded: place) | last & RateClasses.up
  }

  /// Adds a spin to a class.
  @inline(__always)
  func insert(_ site: Int, spin: UInt32, into new: Int) {
    let end = ends[new]
    ends[new] = end &+ 1
    members[end] = UInt32(truncatingIfNeeded: site) | spin
    places[site] = UInt32(truncatingIfNeeded: end) | spin
  }
}
