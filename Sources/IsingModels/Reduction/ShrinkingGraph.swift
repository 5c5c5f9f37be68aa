/// Couplings under elimination: edges come and go, and parallel ones are added up.
///
/// Edge e has the halves 2e and 2e + 1, one in the list of each end; lists are doubly linked, so that
/// every change is O(1) but for the search for a parallel edge. That walks the shorter of the two
/// lists, and an edge that was found moves to the front of both: the edges between spins of many
/// neighbours, which are asked for again and again, stay near the front.
struct ShrinkingGraph {
  /// No half.
  static let none: Int32 = -1

  /// The spin at the other end of each half.
  private(set) var target: [Int32]
  /// J of each edge.
  private(set) var coupling: [Double]
  /// Number of edges at each spin.
  private(set) var degree: [Int32]
  private var next: [Int32]
  private var previous: [Int32]
  private var head: [Int32]
  /// Edges without use. No rule makes more edges than it removes, so that the room never grows.
  private var free: [Int32] = []

  /// The couplings of a model, and its fields as couplings to one more spin with the index
  /// `spinCount`. Those that are 0 are left out.
  init(_ model: IsingModel) {
    let count = model.spinCount
    let ghost = Int32(count)
    let fieldCount = model.fields.count { $0 != 0 }
    let room = model.bonds.count + fieldCount
    target = Array(repeating: 0, count: 2 * room)
    next = Array(repeating: Self.none, count: 2 * room)
    previous = next
    coupling = Array(repeating: 0, count: room)
    degree = Array(repeating: 0, count: count + 1)
    head = Array(repeating: Self.none, count: count + 1)
    var edge: Int32 = 0
    for bond in model.bonds where bond.coupling != 0 {
      set(edge, bond.first, bond.second, bond.coupling)
      edge += 1
    }
    for spin in 0..<count where model.fields[spin] != 0 {
      set(edge, Int32(spin), ghost, model.fields[spin])
      edge += 1
    }
    free = (edge..<Int32(room)).reversed()
  }

  /// The first half of a spin's list, or `none`.
  func first(_ spin: Int32) -> Int32 { head[Int(spin)] }

  /// The half behind another, or `none`.
  func following(_ half: Int32) -> Int32 { next[Int(half)] }

  /// The edge between two spins, as the half at the first; `none` without one.
  func half(_ a: Int32, _ b: Int32) -> Int32 {
    let swaps = degree[Int(b)] < degree[Int(a)]
    let (from, to) = swaps ? (b, a) : (a, b)
    var half = head[Int(from)]
    while half != Self.none, target[Int(half)] != to { half = next[Int(half)] }
    return half == Self.none || !swaps ? half : half ^ 1
  }

  /// Adds J to the coupling of two spins. An edge whose coupling becomes 0 is removed.
  mutating func add(_ a: Int32, _ b: Int32, _ value: Double) {
    guard value != 0 else { return }
    let half = half(a, b)
    guard half != Self.none else {
      // Rules remove edges before they add any.
      set(free.removeLast(), a, b, value)
      return
    }
    let edge = Int(half >> 1)
    coupling[edge] += value
    if coupling[edge] == 0 {
      remove(Int32(edge))
    } else {
      moveToFront(half, of: a)
      moveToFront(half ^ 1, of: b)
    }
  }

  /// Removes an edge.
  mutating func remove(_ edge: Int32) {
    for half in [2 * edge, 2 * edge + 1] {
      let spin = target[Int(half ^ 1)]
      unlink(half, of: spin)
      degree[Int(spin)] -= 1
    }
    free.append(edge)
  }

  private mutating func set(_ edge: Int32, _ a: Int32, _ b: Int32, _ value: Double) {
    coupling[Int(edge)] = value
    target[Int(2 * edge)] = b
    target[Int(2 * edge + 1)] = a
    link(2 * edge, of: a)
    link(2 * edge + 1, of: b)
    degree[Int(a)] += 1
    degree[Int(b)] += 1
  }

  private mutating func link(_ half: Int32, of spin: Int32) {
    let old = head[Int(spin)]
    next[Int(half)] = old
    previous[Int(half)] = Self.none
    if old != Self.none { previous[Int(old)] = half }
    head[Int(spin)] = half
  }

  private mutating func unlink(_ half: Int32, of spin: Int32) {
    let (before, after) = (previous[Int(half)], next[Int(half)])
    if before == Self.none { head[Int(spin)] = after } else { next[Int(before)] = after }
    if after != Self.none { previous[Int(after)] = before }
  }

  private mutating func moveToFront(_ half: Int32, of spin: Int32) {
    guard head[Int(spin)] != half else { return }
    unlink(half, of: spin)
    link(half, of: spin)
  }
}
