import ChipPrograms
import HardwareSpecs
import IsingModels
import Testing

/// The text of lattice programs.
@Suite("Text of lattice programs")
struct LatticeTextTests {
  static let gate = """
    program and-gate
    agents 3 columns 2 names a b y
    couple a b -1  a y 2  b y 2
    field a 1  b 1  y -2
    share correct a b y = --- -+- +-- +++
    overlap near a y = +-
    product ab a b
    beta 0.1 to 2 over 100 sweeps
    beta 2
    clamp y +1 a -1
    relax 0.3 us
    release y
    release
    barrier
    read every 2 sweeps times 10000
    read every 1.5 ns times 3 agents y a

    """

  @Test func printsWhatItReads() throws {
    let program = try Listing.program(Self.gate, file: "gate.lat")
    #expect(Listing.text(of: program) == Self.gate)
    let agents = try #require(program.agents)
    #expect(agents.count == 3 && program.instructions.count == 9)
    #expect(agents.couplings[2] == Bond(1, 2, 2))
    #expect(
      program.instructions[3]
        == .init(name: "3 relax", layer: nil, operation: .relax(.init(0.3, .microseconds))))
    #expect(agents.gridColumns == 2)
  }

  @Test("comments, empty lines, carriage returns and order of entries do not matter")
  func layout() throws {
    let text = Self.gate.split(separator: "\n")
      .map { "  \($0)  # why\r\n\n" }.joined()
    #expect(
      try Listing.program(text, file: "gate.lat")
        == Listing.program(Self.gate, file: "gate.lat"))
  }

  @Test("numbers keep all their digits") func digits() throws {
    let program = Program(
      name: "n",
      agents: .init(
        count: 300, couplings: (0..<299).map { Bond($0, $0 + 1, 1 / Double(3 + $0)) },
        fields: [.init(7, -1e-300), .init(2, 0.1 + 0.2)]),
      [.relax(.init(1.0 / 3, .picoseconds)), .beta(1e-17)])
    let text = Listing.text(of: program)
    #expect(try Listing.program(text, file: "") == program)
    #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 100 })
  }

  @Test(
    "errors name the line, what was found and what was expected",
    arguments: [
      ("agents 3", "p.lat:1: found `agents`, expected `program`"),
      ("lattice-program p\ncouple 0 1 1", "p.lat:2: found `couple`, expected one of `precision`"),
      ("lattice-program p\nagents 0", "p.lat:2: found a number of agents `0`, expected a whole"),
      (
        "lattice-program p\nagents 2 names a",
        "p.lat:2: found 1 names, expected 2, one an agent"
      ),
      ("lattice-program p\nagents 2\ncouple 0 2 1", "p.lat:3: found agent `2`, expected a number"),
      ("lattice-program p\nagents 2\ncouple 0 0 1", "p.lat:3: found agent 0 coupled with itself"),
      (
        "lattice-program p\nagents 2\ncouple 0 1 1 1 0 1",
        "p.lat:3: found a second coupling of 0 and 1"
      ),
      ("lattice-program p\nagents 2\ncouple 0 1 x", "p.lat:3: found a coupling `x`, expected"),
      ("lattice-program p\nagents 2\nbeta -1", "p.lat:3: found β `-1`, expected a number from 0"),
      (
        "lattice-program p\nagents 2\nrelax 5",
        "p.lat:3: found the end of the line, expected a unit"
      ),
      (
        "lattice-program p\nagents 2\nrelax 5 hours",
        "p.lat:3: found the unit `hours`, expected one of sweeps"
      ),
      ("lattice-program p\nagents 2\nclamp 0 1", "p.lat:3: found the state `1`, expected +1 or -1"),
      (
        "lattice-program p\nagents 2\nread every 1 ns times 0",
        "p.lat:3: found a number of reads `0`"
      ),
      ("lattice-program p\nagents 2\nbarrier now", "p.lat:3: found `now`, expected the end"),
      (
        "lattice-program p\nagents 2\nbarrier\nfield 0 1",
        "p.lat:4: found `field` after `barrier`, expected couplings"
      ),
      (
        "lattice-program p\nagents 2\nshare x 0 1 = +",
        "p.lat:3: found the pattern `+`, expected 2 signs"
      ),
      (
        "lattice-program p\nagents 2\njump",
        "p.lat:3: found `jump`, expected one of load, bias, beta, clamp, release, relax"
      ),
      (
        "program p\nagents 2 names a \"b c\"",
        "p.lat:2: found `b c` in quotes, expected a name without quotes"
      ),
      (
        "program p\nagents 2\nproduct \"x y\" 0",
        "p.lat:3: found `x y` in quotes, expected a label without quotes"
      ),
      ("", "p.lat: found the end, expected `program`"),
    ])
  func errors(text: String, message: String) {
    let error = #expect(throws: ProgramTextError.self) {
      try Listing.program(text, file: "p.lat")
    }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }

  @Test(
    "what the chip lacks is told with the line",
    arguments: [
      (
        "program p for other\nchip-hash 0f\nagents 2\nsetup:\ntext:\nbarrier",
        "p.lat:2: found a program for other with the description 0f, expected one for"
      ),
      ("program p\n\nagents 999999\nbarrier", "p.lat:3: needs 999999 lattice agents"),
    ])
  func chips(text: String, message: String) throws {
    let chip = try SpecLibrary.chip(SpecLibrary.defaultChip)
    let error = #expect(throws: ProgramTextError.self) {
      try Listing.program(text, file: "p.lat", on: chip)
    }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    _ = try Listing.program(text, file: "p.lat")
  }

  @Test func temperature() throws {
    let program = try Listing.program(Self.gate, file: "gate.lat")
    let scaled = program.scaled(toBeta: 1)
    #expect(
      scaled.instructions[0]
        == .init(at: 0, .ramp(from: 0.05, to: 1, over: .init(100, .sweeps))))
    #expect(scaled.instructions[1] == .init(at: 1, .beta(1)))
    let cold = Program(name: "n", agents: .init(count: 1), [.relax(.init(1, .sweeps))])
    #expect(
      cold.scaled(toBeta: 3).instructions
        == [.init(at: 0, .beta(3)), .init(at: 1, .relax(.init(1, .sweeps)))])
  }
}
