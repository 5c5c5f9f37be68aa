import Foundation
import Testing

/// A minus in front of a number is a sign, whichever option the number belongs to.
@Suite("Negative values", .enabled(if: Tool.url != nil, "build the executable first"))
struct NegativeValueTests {
  private struct Option {
    var command: [String]
    var name: String
    var isRepeating: Bool
  }

  /// All options with values, as the program itself lists them.
  private func options() throws -> [Option] {
    let dump = try Tool.run(["--experimental-dump-help"]).output
    let root = try JSONSerialization.jsonObject(with: Data(dump.utf8)) as? [String: Any] ?? [:]
    var options: [Option] = []
    func visit(_ command: [String: Any], _ path: [String]) {
      for argument in command["arguments"] as? [[String: Any]] ?? []
      where argument["kind"] as? String == "option" {
        for case let name as [String: Any] in argument["names"] as? [Any] ?? []
        where name["kind"] as? String == "long" {
          options.append(
            Option(
              command: path, name: "--\(name["name"] as? String ?? "")",
              isRepeating: argument["isRepeating"] as? Bool ?? false))
        }
      }
      for child in command["subcommands"] as? [[String: Any]] ?? [] {
        visit(child, path + [child["commandName"] as? String ?? ""])
      }
    }
    visit(root["command"] as? [String: Any] ?? [:], [])
    return options
  }

  /// Numbers of too many digits are told so; what is no number keeps the parser's words.
  @Test(arguments: [
    (
      ["run", "--dies", "99999999999999999"],
      "Error: dies: found 99999999999999999, expected 2 to 100000\n"
    ),
    (
      ["run", "--dies", "99999999999999999999"],
      "Error: dies: found 99999999999999999999, expected a smaller number\nHelp:  --dies"
    ),
    (["run", "--samples", "1e3"], "Error: The value '1e3' is invalid for '--samples <samples>'\n"),
  ])
  func largeNumbers(_ arguments: [String], _ message: String) throws {
    let result = try Tool.run(arguments + ["--text", "a"])
    #expect(result.status == 64 && result.error.hasPrefix(message), "\(result.error)")
  }

  /// An option that does not exist ends every command before its work.
  @Test func everyOptionTakesOne() throws {
    let options = try options()
    #expect(options.count > 90)
    for option in options where option.command.first != "help" {
      let arguments = option.command + [option.name, "-1", "--no-such-option"]
      let result = try Tool.run(arguments)
      #expect(result.status == 64)
      #expect(!result.error.contains("Missing value"), "\(arguments): \(result.error)")
    }
    let lists = Set(options.filter(\.isRepeating).map(\.name)).subtracting(["--set"])
    #expect(
      lists == [
        "--beta", "--prompt", "--reference", "--size", "--temperature", "--text", "--tokens",
      ],
      "NegativeValues.lists has the same")
  }

  /// None may be below 0 here: that it was read as a number is what the message says.
  @Test func listsTakeSeveral() throws {
    for (values, found) in [
      (["-0.5"], "beta: found -0.5"), (["0.25", "-.125"], "beta: found -0.125"),
      (["0.25", "-1:1:3", "0.5"], "beta: found -1.0"), (["-inf"], "found '-inf'"),
      (["0.25", "0.5", "-2e3"], "beta: found -2000.0"),
    ] {
      let result = try Tool.run(["lattice", "--size", "4", "--beta"] + values)
      #expect(result.status == 64 && result.error.contains(found), "\(result.error)")
    }
    let field = try Tool.json([
      "lattice", "--size", "4", "--sweeps", "20", "--warm-up", "5", "--field", "-1.5",
    ])
    let lattice = field["lattice"] as? [String: Any]
    #expect((lattice?["couplings"] as? String)?.contains("h = -1.5") == true)
  }

  /// A second value is never taken for one of an option that has one.
  @Test func otherOptionsTakeOne() throws {
    let two = try Tool.run(["lattice", "--field", "1", "-2"])
    #expect(two.status == 64 && two.error.contains("-2"), "\(two.error)")
    let flag = try Tool.run(["lattice", "--live", "-2"])
    #expect(flag.status == 64)
  }

  @Test(arguments: [
    (["anneal", "x", "--seconds", "-1"], "seconds"), (["run", "--samples", "-1"], "samples"),
    (["lattice", "--size", "-5"], "size"), (["lattice", "--deviation", "-1"], "deviation"),
    (["run", "--threads", "-1"], "threads: found -1"), (["lattice", "--seed", "-1"], "'-1'"),
    (["simulate", "torus", "--replicas", "-1"], "replicas"),
    (["run", "--text", "a", "--floor-cosine", "-0.5"], "floor-cosine: found -0.5"),
  ])
  func whatMayNotBeNegativeIsNamed(_ arguments: [String], _ message: String) throws {
    let result = try Tool.run(arguments)
    #expect(result.status != 0 && result.output.isEmpty)
    #expect(
      result.error.contains(message) && !result.error.contains("Missing value"), "\(result.error)")
  }
}
