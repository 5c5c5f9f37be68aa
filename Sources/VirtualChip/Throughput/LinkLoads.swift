import ChipPrograms
import HardwareSpecs

/// Cycles for which links of the mesh are busy, and the busiest of them.
///
/// Links are kept by square blocks of cells, made when a way first enters them: ways lead from neighbour to neighbour,
/// so that the next link is nearly always in the block of the last one, and nothing grows with the mesh.
struct LinkLoads {
  /// Cells along the side of a block.
  private static let side = 16
  private static let links = side * side * 4

  private let mesh: Mesh
  private let interval: Int
  /// Where a block's links begin, by its column and row.
  private var blocks: [Int: Int] = [:]
  private var cycles: [Int] = []
  private var last = (block: -1, start: 0)
  /// Cycles of the busiest link; 0 without any.
  private(set) var busiest = 0

  /// No link is busy yet.
  ///
  /// - Parameters:
  ///   - mesh: of cells or tiles.
  ///   - crossing: of borders of dies, over which a flit takes its interval.
  init(on mesh: Mesh, _ crossing: DieCrossing) {
    self.mesh = mesh
    interval = crossing.interval
  }

  /// Adds a row of a move, as `PacketLoad.links` has it.
  mutating func add(_ load: PacketLoad) {
    for (route, flits) in zip(load.routes, load.flits) {
      for path in route.paths {
        guard var from = path.first else { continue }
        for to in path.dropFirst() {
          add(from, to, flits: max(1, flits))
          from = to
        }
      }
    }
  }

  /// Adds a way between two cells: first along the row, then along the column.
  private mutating func add(_ from: Int, _ to: Int, flits: Int) {
    var (x, y) = (from % mesh.width, from / mesh.width)
    let (toX, toY) = (to % mesh.width, to / mesh.width)
    while x != toX {
      let direction = toX > x ? 0 : 1
      add(x, y, direction, place: x, flits)
      x += direction == 0 ? 1 : -1
    }
    while y != toY {
      let direction = toY > y ? 2 : 3
      add(x, y, direction, place: y, flits)
      y += direction == 2 ? 1 : -1
    }
  }

  private mutating func add(_ x: Int, _ y: Int, _ direction: Int, place: Int, _ flits: Int) {
    let block = (y / Self.side) << 32 | (x / Self.side)
    if block != last.block {
      last = (block, start(of: block))
    }
    let link = last.start + (y % Self.side * Self.side + x % Self.side) * 4 + direction
    let crosses = MeshGrid.isBorder(place, direction: direction, dieSide: mesh.dieSide)
    cycles[link] += crosses ? flits * interval : flits
    busiest = max(busiest, cycles[link])
  }

  private mutating func start(of block: Int) -> Int {
    if let start = blocks[block] { return start }
    let start = cycles.count
    cycles.append(contentsOf: repeatElement(0, count: Self.links))
    blocks[block] = start
    return start
  }
}
