import Testing

@Suite("Options of the roads", .enabled(if: Tool.url != nil, "build the executable first"))
struct RoadOptionTests {
  @Test(
    "contradictory or illegal options are usage errors that name the option",
    arguments: [
      (["--attention", "one-hot", "--draws", "systematic"], "draws"),
      (["--attention", "potts", "--race-stop", "window"], "race stop"),
      (["--race-rate", "ramped", "--race-stop", "window"], "race rate"),
      (["--one-hot-penalty", "0.1"], "one-hot penalty"),
      (["--position", "hyperbolic:-1"], "position"), (["--token-lattice", "4,4"], "token-lattice"),
      (["--norm", "thrice"], "norm"),
    ])
  func refused(options: [String], name: String) throws {
    for command in ["run", "validate"] {
      let result = try Tool.run([command, "--text", "a"] + options)
      #expect(result.status == 64)
      #expect(result.error.contains(name), "\(command): \(result.error)")
    }
  }
}
