import Foundation
import FuzzedReaders

/// The reader that the environment names, and what it needs; set once, before the first input.
nonisolated(unsafe) private var reader = FuzzedReader.json
nonisolated(unsafe) private var bench: ReaderBench?
/// Where results go, so that no reader is optimised away.
nonisolated(unsafe) public var inputsRead = 0

/// Reads `ISING_NPU_FUZZ_READER`, `ISING_NPU_FUZZ_MODEL` and `ISING_NPU_FUZZ_FOLDER`.
@_cdecl("fuzz_begin") public func begin() -> CInt {
  let environment = ProcessInfo.processInfo.environment
  guard let name = environment["ISING_NPU_FUZZ_READER"], let known = FuzzedReader(rawValue: name),
    let model = environment["ISING_NPU_FUZZ_MODEL"],
    let folder = environment["ISING_NPU_FUZZ_FOLDER"]
  else {
    fatalError("expected a reader, the model's folder and an empty one: call scripts/fuzz")
  }
  reader = known
  do {
    let bench = try ReaderBench(
      model: URL(fileURLWithPath: model), folder: URL(fileURLWithPath: folder))
    if let seeds = environment["ISING_NPU_FUZZ_SEEDS"] {
      for (number, bytes) in try bench.seeds(of: known).enumerated() {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(seeds)/made-\(number)"))
      }
    }
    ReaderFuzzerEntry.bench = bench
  } catch { fatalError("\(error)") }
  return 0
}

/// One input. A reader that refuses it is as well as one that takes it.
@_cdecl("fuzz_reader") public func read(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  if bench?.read(reader, Array(UnsafeBufferPointer(start: bytes, count: count))) == true {
    inputsRead &+= 1
  }
  return 0
}
