import ChipPrograms
import HardwareSpecs
import VirtualChip

/// Three agents coupled to an AND gate: whether each read obeys the gate. The session is stopped after its
/// first step and taken up from bytes.
func readsOfAndGate(seed: UInt64) throws -> [Bool] {
  let text = """
    program and-gate
    agents 3 names a b y
    couple a b -1  a y 2  b y 2
    field a 1  b 1  y -2
    beta 0.5
    relax 200 sweeps
    read every 2 sweeps times 5000
    """
  let program = try Listing.read(text, file: "and-gate").program
  let chip = try SpecLibrary.chip("extropic-z1")
  let machine = try VirtualChip(program: program, chip: chip)
  let settings = RunSettings(fidelity: .sampled, seed: seed)

  let first = try machine.session(settings)
  first.step()
  let session = try machine.session(settings, resuming: first.stateBytes)
  while !session.isFinished { session.step() }

  let states = session.reads.values.joined().map { $0 > 0 }
  return stride(from: 0, to: states.count, by: 3).map {
    (states[$0] && states[$0 + 1]) == states[$0 + 2]
  }
}
