import ByteFormats
import ChipPrograms
import HardwareSpecs

/// What texts that overlap compete for: tiles by their numbers, then links, then the off-chip memory.
struct ChipResources {
  let plan: FloorPlan
  /// What each instruction occupies for a row, besides links.
  private(set) var occupied: [[Int]] = []
  /// Links of each instruction, with the cycles that a row keeps them busy.
  private(set) var links: [[(link: Int, cycles: Int)]] = []
  /// Whether rows of one text keep the tiles until the last is through.
  private(set) var isHeld: [Bool] = []
  /// Race tiles that stand in for those of the program, for texts side by side.
  let copies: [[Int: Int]]
  private let firstLink: Int
  private let grid: MeshGrid
  private let columns: Int

  /// Resources of all kinds together.
  var count: Int { firstLink + 4 * grid.tiles }

  init(_ machine: VirtualChip) {
    plan = machine.plan
    columns = machine.chip.geometry.tileColumns
    let program = machine.program
    let plan = plan
    let firstLink = plan.tiles + 1
    self.firstLink = firstLink
    grid = MeshGrid(machine.mesh)
    var raceTiles: Set<Int> = []
    for (index, instruction) in program.instructions.enumerated() {
      var tiles = machine.valueTiles.tiles[index]
      func all(_ kind: FloorPlan.Kind) -> [Int] {
        tiles.isEmpty ? Array(plan.tiles(of: kind)) : tiles
      }
      switch instruction.operation {
      case let read as Instruction.Read:
        tiles = Array(Set(program.arrays[read.array].placement.tiles)).sorted()
      case let load as Instruction.Load:
        tiles =
          [plan.tiles] + Array(Set(program.arrays[load.array].placement.tiles)).sorted()
      case is Instruction.Race:
        tiles = all(.race)
        raceTiles.formUnion(tiles)
      case is Instruction.Choose: tiles = all(.race)
      case is Instruction.Gate: tiles = all(.gate)
      case is Instruction.Normalise: tiles = all(.norm)
      case is Instruction.Fetch: tiles = Array(plan.tiles(of: .memoryPort))
      case is Instruction.Send: tiles = Array(plan.tiles(of: .hostPort))
      case is Instruction.Move: tiles = []
      default:
        tiles = machine.valueTiles.lanes[index].tiles
        tiles = all(.lane)
      }
      occupied.append(tiles)
      isHeld.append(instruction.operation is Instruction.Race)
      links.append(
        machine.packets[index]?.links(on: machine.mesh, machine.chip.crossing).map {
          (firstLink + $0.link, $0.cycles)
        } ?? [])
    }
    copies = Self.copies(of: raceTiles.sorted(), among: Array(plan.tiles(of: .race)))
  }

  /// Further texts race in tiles that the program leaves free, as often as there are as many again.
  private static func copies(of used: [Int], among all: [Int]) -> [[Int: Int]] {
    guard !used.isEmpty else { return [[:]] }
    let free = all.filter { !used.contains($0) }
    return [[:]]
      + (0..<(free.count / used.count)).map { copy in
        Dictionary(
          uniqueKeysWithValues: zip(used, free[(copy * used.count)..<((copy + 1) * used.count)]))
      }
  }

  /// The race tiles that the keys of a text fill: its heads' own or, of a further text that others leave room
  /// for, a copy of them. Keys that need several tiles side by side take the others in turns.
  func raceTiles(of instruction: Int, text: Int, tokens: Int) -> [Int] {
    let own = occupied[instruction]
    let further = own.count * (ceilingDivide(tokens, columns) - 1)
    guard further > 0 else {
      let copy = copies[text % copies.count]
      return own.map { copy[$0] ?? $0 }
    }
    let others = plan.tiles(of: .race).filter { !own.contains($0) }
    guard !others.isEmpty else { return own }
    let race = isHeld[..<instruction].count { $0 }
    return own
      + Set((0..<further).map { others[(race * further + $0) % others.count] }).sorted()
  }

  /// What a report calls a resource.
  func name(_ resource: Int) -> String {
    if resource >= firstLink {
      return grid.crosses(resource - firstLink) ? "links between dies" : "mesh"
    }
    switch plan.kind(of: resource) {
    case .linear: return "linear tiles"
    case .race: return "race tiles"
    case .gate: return "gate tiles"
    case .lane: return "lane tiles"
    case .norm: return "norm units"
    case .memoryPort: return "memory port"
    case .hostPort: return "host link"
    case nil: return "off-chip memory"
    }
  }
}

extension PacketLoad {
  /// The links of a row, by the number cell · 4 + direction, with the cycles that its flits keep each busy: first
  /// along the row, then along the column, as `MeshGrid` goes. Nothing here grows with the mesh but the ways.
  func links(on mesh: Mesh, _ crossing: DieCrossing) -> [(link: Int, cycles: Int)] {
    let width = mesh.width
    var cyclesOf: [Int: Int] = [:]
    for (route, flits) in zip(routes, flits) {
      for path in route.paths {
        for (from, to) in zip(path, path.dropFirst()) {
          var cell = from
          /// Along a row (`axis` 0) or a column (1), from a place on it.
          func go(_ links: Int, axis: Int, from place: Int) {
            let direction = 2 * axis + (links > 0 ? 0 : 1)
            for step in 0..<links.magnitude {
              let here = place + (links > 0 ? Int(step) : -Int(step))
              let interval =
                MeshGrid.isBorder(here, direction: direction, dieSide: mesh.dieSide)
                ? crossing.interval : 1
              cyclesOf[cell * 4 + direction, default: 0] += max(1, flits) * interval
              cell += (links > 0 ? 1 : -1) * (axis == 0 ? 1 : width)
            }
          }
          go(to % width - from % width, axis: 0, from: from % width)
          go(to / width - from / width, axis: 1, from: from / width)
        }
      }
    }
    return cyclesOf.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
