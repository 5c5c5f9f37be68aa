import Foundation
import IsingTestSupport
import Jobs
import Testing

/// Commands that Ctrl-C stops in the middle go on from their checkpoint and end with the same bits.
@Suite(
  "Interrupted commands", .serialized, .enabled(if: Tool.url != nil, "build the product first"))
struct InterruptedCommandTests {
  /// What a chip's devices do, as `spec new` takes it.
  struct Devices: Sendable, CustomTestStringConvertible {
    var name: String
    var changes: [String] = []
    /// Blocks of a device table beside the chip.
    var table: String?
    var testDescription: String { name }

    /// The option that names the chip, whose files are in `folder`.
    func options(in folder: URL) throws -> [String] {
      guard !changes.isEmpty || table != nil else { return [] }
      var changes = changes
      if let table {
        let file = folder.appendingPathComponent("table.csv")
        try Data(table.utf8).write(to: file)
        changes.append("devices.table=\(file.path)")
      }
      let chip = folder.appendingPathComponent("chip.yaml").path
      let made = try Tool.run(
        ["spec", "new", "mine", "--from", "ceas-ising-5w", "--out", chip]
          + changes.flatMap { ["--set", $0] })
      #expect(made.status == 0, "\(made.error)")
      return ["--hardware", chip]
    }
  }

  static let ideal = Devices(name: "ideal")
  static let memory = Devices(
    name: "memory, noise, drift",
    changes: [
      "devices.retention=1 ns", "devices.field_noise=0.1", "devices.drift=500 1/s",
    ])
  static let variation = Devices(
    name: "variation",
    changes: [
      "devices.offset_variation=0.05", "devices.rate_variation=0.1",
      "devices.temperature_error=0.05", "devices.stuck_fraction=0.01", "devices.field_bits=8",
    ])
  static let exponentialDelay = Devices(
    name: "exponential delay",
    changes: ["devices.coupling_delay=0.2 ns", "devices.delay_law=exponential"])
  static let tableWithMemory = Devices(
    name: "table that ages, with memory",
    table: "field,probability\n-3,0.01\n0,0.5\n3,0.99\n\nfield,retention_s\n-3,1e-10\n0,2e-9\n\n"
      + "time_s,offset\n0,0\n1e-6,0.1\n")

  /// The document without the command line that made it and what was measured of this machine.
  private func result(_ text: String) throws -> NSDictionary {
    var document = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    document["provenance"] = nil
    if var simulation = document["simulation"] as? [String: Any] {
      simulation["wall_s"] = nil
      simulation["events_per_s"] = nil
      document["simulation"] = simulation
    }
    return document as NSDictionary
  }

  /// Which file a path is: another one after every writing of a checkpoint.
  private func identity(_ file: URL) -> UInt64? {
    var status = stat()
    return stat(file.path, &status) == 0 ? UInt64(status.st_ino) : nil
  }

  /// Runs a command whole; then with a checkpoint, stopped soon after its work began until that was three
  /// times; then to its end, and once more from the file of the finished run.
  ///
  /// - Parameter isWhole: whether a document is that of a run that was not stopped.
  private func expectSameBits(
    _ arguments: [String], checkpoint: URL, isWhole: (NSDictionary) -> Bool = { _ in true }
  ) throws {
    let start = ContinuousClock.now
    let whole = try Tool.run(arguments + ["--json"])
    // Of a run's time a part is its start.
    var pause_s = (ContinuousClock.now - start) / .seconds(8)
    #expect(whole.status == 0, "\(whole.error)")
    let expected = try result(whole.output)
    let resumable = arguments + ["--json", "--checkpoint", checkpoint.path]
    var stops = 0
    for _ in 0..<10 where stops < 3 {
      let before = identity(checkpoint)
      // The file is written when the work begins.
      let stopped = try Tool.run(
        resumable, interrupt_s: pause_s, isUnderWay: { identity(checkpoint) != before })
      switch stopped.status {
      case 130 where stopped.output.isEmpty:
        #expect(
          stopped.error.contains("interrupted") && stopped.error.contains(checkpoint.path),
          "\(stopped.error)")
        stops += 1
      case 130 where try !isWhole(result(stopped.output)): stops += 1
      case 0, 130:
        // It was faster than that, or Ctrl-C came behind the last step: earlier, from the beginning.
        #expect(try result(stopped.output) == expected)
        try? FileManager.default.removeItem(at: checkpoint)
        (stops, pause_s) = (0, pause_s / 3)
      default:
        Issue.record("exit code \(stopped.status): \(stopped.error)")
        return
      }
    }
    #expect(stops == 3, "stopped in the middle \(stops) times")
    for _ in 0..<2 {
      let resumed = try Tool.run(resumable)
      #expect(resumed.status == 0, "\(resumed.error)")
      #expect(try result(resumed.output) == expected)
    }
  }

  /// A replica that was not stopped gives no warning that it was.
  private static func isWhole(_ document: NSDictionary) -> Bool {
    !(document["warnings"] as? [String] ?? []).contains { $0.hasPrefix("interrupted") }
  }

  /// Without a checkpoint the reads that were made are reported, with their time.
  @Test func simulateReportsWhatItHasRead() throws {
    let asked = 8_000_000
    let result = try Tool.run(
      ["simulate", "torus", "--set", "size=8", "--set", "reads=\(asked)", "--json"],
      interrupt_s: 1)
    #expect(result.status == 130, "\(result.error)")
    let document = try self.result(result.output)
    #expect(!Self.isWhole(document))
    let read = try #require((document["reads"] as? [[String: Any]])?.first)
    let count = try #require(read["reads"] as? Int)
    #expect((1..<asked).contains(count))
    let (time_s, interval_s) = (read["time_s"] as? Double, read["interval_s"] as? Double)
    #expect(abs((time_s ?? 0) / (interval_s ?? 0) / Double(count) - 1) < 0.01)
    let quantity = try #require((read["quantities"] as? [[String: Any]])?.first)
    #expect(quantity["value"] is Double)
  }

  /// Each key of devices is a case of `LatticeMachineTests` and, for values, of `CheckpointTests`; here are
  /// devices of each kind together.
  @Test(arguments: [memory, exponentialDelay, tableWithMemory])
  func simulate(devices: Devices) throws {
    try withTemporaryFolder { folder in
      try expectSameBits(
        [
          "simulate", "torus", "--set", "size=16", "--set", "reads=4000", "--replicas", "2",
          "--threads", "1", "--seed", "3",
        ] + devices.options(in: folder), checkpoint: folder.appendingPathComponent("state"),
        isWhole: Self.isWhole)
    }
  }

  /// Ramps, clamps and reads while it cools, on two threads.
  @Test func simulateAProgramWithEveryInstruction() throws {
    try withTemporaryFolder { folder in
      let program = folder.appendingPathComponent("every.lat")
      try Data(
        """
        lattice-program every
        agents 4 names a b c d
        couple a b 1  b c 0.5  c d -1  a d 0.75
        field a 0.25
        share alike a b = ++ --
        beta 0.2 to 1 over 20000 sweeps
        clamp c +1
        relax 20000 sweeps
        read every 2 sweeps times 30000
        release c
        barrier
        read every 1 sweeps times 30000 agents a c
        beta 0.5
        read every 3 sweeps times 30000

        """.utf8
      ).write(to: program)
      try expectSameBits(
        ["simulate", program.path, "--threads", "2", "--replicas", "3"],
        checkpoint: folder.appendingPathComponent("state"), isWhole: Self.isWhole)
    }
  }

  private static let words = "a b c sea, the the sea . a é 1".split(separator: " ").map(String.init)

  /// Texts of a small model, by roads of attention and with devices; devices cost more than ideal draws.
  @Test(
    arguments: [
      (ideal, 1024, ["--race-rate", "ramped"]), (tableWithMemory, 4096, []),
      (variation, 8192, ["--die", "2", "--attention", "potts"]),
    ] as [(Devices, Int, [String])])
  func run(devices: Devices, samples: Int, options: [String]) throws {
    try withTemporaryFolder { folder in
      let input = folder.appendingPathComponent("texts.txt")
      let count = 60
      func word(_ text: Int, _ place: Int) -> String {
        Self.words[(text * 7 + place * (text % 5 + 1)) % Self.words.count]
      }
      let texts = (0..<count).map { text in
        (0..<8).map { word(text, $0) }.joined(separator: " ")
      }
      try AtomicFile.write(text: texts.joined(separator: "\n"), to: input)
      try expectSameBits(
        ["run", ModelFolder.small.path, "--input", input.path, "--fidelity", "event"]
          + ["--samples", "\(samples)", "--threads", "1"] + options + devices.options(in: folder),
        checkpoint: folder.appendingPathComponent("state"),
        isWhole: { ($0["outputs"] as? [Any])?.count == count })
    }
  }

  /// Without a checkpoint the texts that are through are reported, each with what a whole run gives it.
  @Test func runReportsTheTextsThatAreThrough() throws {
    try withTemporaryFolder { folder in
      let input = folder.appendingPathComponent("texts.txt")
      let texts = (0..<40).map { text in
        (0..<8).map { Self.words[(text * 7 + $0 * 3) % Self.words.count] }.joined(separator: " ")
      }
      try AtomicFile.write(text: texts.joined(separator: "\n"), to: input)
      let arguments = [
        "run", ModelFolder.small.path, "--input", input.path, "--fidelity", "event", "--samples",
        "4096", "--threads", "2", "--json",
      ]
      func outputs(_ text: String) throws -> [NSDictionary] {
        try #require(try result(text)["outputs"] as? [NSDictionary])
      }
      let start = ContinuousClock.now
      let whole = try outputs(try Tool.run(arguments).output)
      #expect(whole.map { $0["index"] as? Int } == Array(0..<40))
      let whole_s = (ContinuousClock.now - start) / .seconds(1)
      var compared = 0
      for share in [0.4, 0.6, 0.8] {
        let stopped = try Tool.run(arguments, interrupt_s: share * whole_s)
        // Before the first text is through there is a sentence; a faster run may have come to its end.
        #expect([0, 130].contains(stopped.status), "\(stopped.error)")
        guard !stopped.output.isEmpty else { continue }
        for output in try outputs(stopped.output) {
          let index = try #require(output["index"] as? Int)
          #expect(output == whole[index], "text \(index)")
          compared += 1
        }
      }
      #expect(compared > 0)
    }
  }

  /// A chain that is stopped in its warm-up leaves its states and says how far it came.
  @Test func latticeKeepsStatesWithoutAverages() throws {
    try withTemporaryFolder { folder in
      let result = try Tool.run(
        [
          "lattice", "--size", "64", "--beta", "0.4", "--warm-up", "100000000", "--sweeps", "1000",
          "--engine", "sequential", "--json", "--out", folder.appendingPathComponent("out").path,
        ], interrupt_s: 0.7)
      #expect(result.status == 130, "\(result.error)")
      let document = try self.result(result.output)
      #expect((document["points"] as? [Any])?.isEmpty == true)
      let warning = (document["warnings"] as? [String])?.last ?? ""
      #expect(
        warning.hasPrefix("interrupted after ") && warning.contains("the last states are kept"))
      #expect(
        FileManager.default.fileExists(
          atPath: folder.appendingPathComponent("out/snapshot.png").path)
      )
    }
  }

  /// Checks that were made are reported, and the code is that of Ctrl-C, whatever failed.
  @Test(.enabled(if: ModelFolder.url != nil, "run make model first"))
  func validateKeepsItsChecks() throws {
    try withTemporaryFolder { folder in
      let input = folder.appendingPathComponent("texts.txt")
      let texts = (0..<400).map { "number \($0) of the texts" }
      try AtomicFile.write(text: texts.joined(separator: "\n"), to: input)
      let result = try Tool.run(
        [
          "validate", ModelFolder.url?.path ?? "", "--input", input.path, "--json", "--threads",
          "1",
        ],
        interrupt_s: 3)
      #expect(result.status == 130, "\(result.error)")
      let document = try self.result(result.output)
      let names = (document["checks"] as? [[String: Any]] ?? []).compactMap {
        $0["name"] as? String
      }
      #expect(names.contains("program.fits"))
      #expect(document["passed"] is NSNull)
      let omitted = document["omitted"] as? [[String: Any]] ?? []
      #expect(omitted.contains { $0["reason"] as? String == "interrupted" })
    }
  }

  /// In the middle of a text.
  @Test(.enabled(if: ModelFolder.url != nil, "run make model first")) func runOfOneText() throws {
    try withTemporaryFolder { folder in
      try expectSameBits(
        ["run", ModelFolder.url?.path ?? "", "--text", "An Ising machine.", "--fidelity", "event"]
          + ["--samples", "512", "--threads", "1", "--attention", "kawasaki"]
          + Self.memory.options(in: folder),
        checkpoint: folder.appendingPathComponent("state"),
        isWhole: { ($0["outputs"] as? [Any])?.count == 1 })
    }
  }

  /// `anneal` keeps no state, but batches do not depend on how many there are: those that were complete
  /// when Ctrl-C came found what a run of just these finds.
  @Test func annealHandsInCompleteBatches() throws {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("problem.txt")
      try AnnealProblem.random(60, weights: 9, seed: 6).write(to: file)
      func success(_ reads: String, interrupt_s: Double? = nil) throws -> [String: Any] {
        let result = try Tool.run(
          [
            "anneal", file.path, "--no-presolve", "--sweeps", "500", "--threads", "1", "--seed",
            "4",
            "--target", "675", "--all-reads", "--json", "--reads", reads,
          ], interrupt_s: interrupt_s)
        let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
        let object = try #require(document as? [String: Any], "\(result.error)")
        #expect(object["stopped_by"] as? String == (interrupt_s == nil ? "reads" : "interrupt"))
        return try #require(object["success"] as? [String: Any])
      }
      let stopped = try success("100000000", interrupt_s: 0.7)
      let reads = try #require(stopped["reads"] as? Int)
      #expect(reads > 0 && reads % 64 == 0, "\(reads)")
      let whole = try success("\(reads)")
      #expect(whole["reads"] as? Int == reads)
      #expect(whole["count"] as? Int == stopped["count"] as? Int)
    }
  }
}
