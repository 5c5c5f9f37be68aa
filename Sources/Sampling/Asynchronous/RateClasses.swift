internal import IsingModels

/// Spins sorted by s_i (h_i + Σ_j J_ij s_j): all spins of a class have the same escape rate.
struct RateClasses: Sendable {
  /// The largest number of classes: more would make the choice of a class slow.
  static let limit = 32
  /// Bits of a place within a class; the class stands above them.
  static let placeBits = 27

  /// Number of classes.
  let count: Int
  /// The members of class c stand from c · spins on.
  var members: [Int32]
  /// The class and the place of each spin.
  var places: [UInt32]
  /// The members of each class.
  var sizes: [Int]

  /// The class of a value in units.
  static func index(of value: Int, in units: IntegerUnits) -> Int {
    (value + units.largest) / units.step
  }

  /// Sorts the spins.
  /// - Throws: `AsynchronyError.classCount`.
  init(
    _ model: IsingModel, units: IntegerUnits, spins: [Int8]
  ) throws(AsynchronyError) {
    count = 2 * units.largest / units.step + 1
    guard count <= Self.limit else { throw .classCount(found: count, limit: Self.limit) }
    precondition(spins.count <= 1 << Self.placeBits, "\(spins.count) spins in classes")
    members = Array(repeating: 0, count: count * spins.count)
    places = Array(repeating: 0, count: spins.count)
    sizes = Array(repeating: 0, count: count)
    for site in spins.indices {
      var sum = Int(units.fields[site])
      for entry in model.adjacency.range(of: site) {
        sum += Int(units.couplings[entry]) * Int(spins[Int(model.adjacency.neighbours[entry])])
      }
      let own = Self.index(of: Int(spins[site]) * sum, in: units)
      members[own * spins.count + sizes[own]] = Int32(site)
      places[site] = UInt32(own << Self.placeBits | sizes[own])
      sizes[own] += 1
    }
  }
}

/// The classes in a hot loop.
struct ClassBuffers {
  let spinCount: Int
  let members: UnsafeMutablePointer<Int32>
  let places: UnsafeMutablePointer<UInt32>
  let sizes: UnsafeMutablePointer<Int>

  /// The class of a spin.
  @inline(__always)
  func index(of site: Int) -> Int { Int(places[site] &>> UInt32(RateClasses.placeBits)) }

  /// Moves a spin to another class: the last member of its class takes its place.
  @inline(__always)
  func move(_ site: Int, to new: Int) {
    let place = places[site]
    let old = Int(place &>> UInt32(RateClasses.placeBits))
    let end = sizes[old] &- 1
    sizes[old] = end
    let last = members[old &* spinCount &+ end]
    members[old &* spinCount &+ Int(place & (1 &<< UInt32(RateClasses.placeBits) &- 1))] = last
    places[Int(last)] = place
    let newEnd = sizes[new]
    sizes[new] = newEnd &+ 1
    members[new &* spinCount &+ newEnd] = Int32(truncatingIfNeeded: site)
    places[site] = UInt32(
      truncatingIfNeeded: new &<< RateClasses.placeBits | newEnd)
  }
}
