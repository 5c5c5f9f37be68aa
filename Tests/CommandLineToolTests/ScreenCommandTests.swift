import Foundation
import IsingTestSupport
import Testing

private var model: String { ModelFolder.url?.path ?? "" }

/// The report of `make run` as a user meets it.
@Suite(
  "The report on a screen",
  .enabled(if: Tool.url != nil && ModelFolder.url != nil, "run make model first"))
struct ScreenCommandTests {
  /// Chip, twins, two large devices and a small one, with everything else that the report has to say: 45 lines of
  /// 100 characters.
  @Test func theReportFitsAScreen() throws {
    let devices = ["h100-sxm", "a100-sxm", "jetson-agx-orin"]
    let result = try Tool.run(["run", model, "--input", "docs/examples/page.txt"])
    #expect(result.status == 0, "\(result.error)")
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count <= 45, "\(lines.count) lines\n\(result.output)")
    for line in lines { #expect(line.count <= 100, "\(line)") }
    for name in ["ceas-ising-5w", "its digital twin", "its analog twin"] + devices {
      #expect(lines.count { $0.hasPrefix("  \(name)") } == 2, "\(name)")
    }
    for device in devices {
      #expect(lines.count { $0.hasPrefix("  one \(device) ") && $0.contains("mm²") } == 1)
    }
    #expect(result.output.contains("all settings are the defaults"))
  }

  /// The floor is reached by the shipped defaults, and by none of a single draw.
  @Test func ratiosFollowTheFloor() throws {
    let arguments = ["run", model, "--text", "A cat sleeps.", "--reference", "h100-sxm"]
    for (options, isReached) in [([], true), (["--samples", "1"], false)] {
      let document = try Tool.json(arguments + options)
      let accuracy = try #require(document["accuracy"] as? [String: Any])
      let cosine = try #require(accuracy["cosine_mean"] as? Double)
      #expect((cosine >= 0.99) == isReached)
      let twin = try #require((document["twin"] as? [String: Any])?["cosine_mean"] as? Double)
      let analog = (document["analog_twin"] as? [String: Any])?["cosine_mean"] as? Double
      #expect(twin > 0.99 && analog == twin)
      let reference = try #require(document["reference"] as? [[String: Any]])
      let equal = try #require(document["equal_throughput"] as? [[String: Any]])
      #expect(reference.count == 1 && equal.count == 1)
      for mode in ["latency", "throughput"] {
        let ratio = (reference[0][mode] as? [String: Any])?["energy_over_chip"]
        #expect((ratio is [String: Any]) == isReached, "\(mode)")
      }
      #expect((equal[0]["chips"] is NSNull) != isReached)
      let text = try Tool.run(arguments + options).output
      #expect(text.contains("×") == isReached)
      #expect(text.contains("No ratios: the mean cosine of the chip") != isReached)
    }
  }

  /// What is not the default is told, and nothing that follows from it.
  @Test func onlyOtherSettingsAreTold() throws {
    let text = try Tool.run([
      "run", model, "--text", "A cat sleeps.", "--activation-bits", "10", "--seed", "3",
    ]).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("; activation bits 10, seed 3, all else by default"))
    let other = try Tool.run([
      "run", model, "--text", "A cat sleeps.", "--attention", "one-hot", "--norm", "feedback",
    ]).output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(
      other.contains("; one hot penalty nats 6.0, attention one-hot, norm feedback, all else by"))
  }
}
