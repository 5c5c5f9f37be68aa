import Foundation
import IsingTestSupport
import Testing

/// `spec fit` against scipy 1.17's `curve_fit` on Fixtures/devices.csv (absolute errors where points have them), `chi2`
/// and `t`.
@Suite(.enabled(if: Tool.url != nil, "no built tool beside the tests")) struct SpecFitTests {
  private let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Fixtures/devices.csv").path

  private func list(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }

  private func near(_ found: Any?, _ expected: Double, _ tolerance: Double = 1e-6) -> Bool {
    guard let found = found as? Double else { return false }
    return abs(found - expected) <= tolerance * abs(expected)
  }

  @Test func agreesWithSciPy() throws {
    let document = try Tool.json(["spec", "fit", file])
    let expected: [(String, String, String, Double, Double)] = [
      ("mtj1", "field,probability", "offset", -0.9597401307983668, 0.026761788060403375),
      ("mtj1", "field,probability", "slope", 0.8815541781826817, 0.02312658385388317),
      ("mtj3", "field,probability", "offset", 1.3924412092631773, 0.02139155777779889),
      ("mtj3", "field,probability", "slope", 1.3833345748222894, 0.045152462576111246),
      ("mtj2", "field,retention_s", "offset", 0.3799498376476116, 0.020365227574423567),
      ("mtj2", "field,retention_s", "slope", 0.8809192935913616, 0.013664056297984659),
      (
        "mtj2", "field,retention_s", "retention", 3.8829947236675e-09,
        3.8829947236675e-09 * 0.024293957246335502
      ),
      (
        "mtj1", "temperature_K,retention_s", "attempt_time", 1.1226088799876126e-09,
        1.1226088799876126e-09 * 0.09513397029553125
      ),
      ("mtj1", "temperature_K,retention_s", "barrier", 4.3795957259109315, 0.10028160582861612),
      ("mtj1", "time_s,offset", "offset_drift", 0.0030920909090909094, 0.00010724742147916182),
      ("mtj5", "field,up_s,down_s", "offset", -0.49146805225086365, 0.008198949472512904),
      ("mtj5", "field,up_s,down_s", "slope", 1.0969896829329928, 0.006511003737727629),
    ]
    let devices = list(document["devices"])
    for (device, curve, name, value, error) in expected {
      let fit = try #require(
        devices.first { $0["device"] as? String == device && $0["curve"] as? String == curve })
      let figure = try #require(list(fit["figures"]).first { $0["name"] as? String == name })
      #expect(near(figure["value"], value), "\(device) \(name)")
      // scipy's slopes are one-sided differences.
      #expect(near(figure["error"], error, 1e-4), "\(device) \(name)")
    }
    let first = try #require(devices.first)
    #expect(near(first["reduced_chi_squared"], 0.4419640079087783))
  }

  private func line(_ field: Double, _ offset: Double) -> String {
    let probability = 1 / (1 + exp(-2 * (field + offset)))
    return "\(field),\(probability)"
  }

  @Test func spreads() throws {
    let parameters = list(try Tool.json(["spec", "fit", file])["parameters"])
    func parameter(_ name: String) throws -> [String: Any] {
      try #require(parameters.first { $0["name"] as? String == name })
    }
    let offset = try parameter("offset")
    #expect(near(offset["value"], 0.015202224461143365, 1e-4) && offset["devices"] as? Int == 5)
    #expect(near(offset["error"], 0.40300278902332826))
    #expect(
      near(offset["high"], 0.015202224461143365 + 2.7764451051977934 * 0.40300278902332826, 1e-5))
    let spread = try parameter("offset_variation")
    #expect(near(spread["value"], 0.901141631378168))
    #expect(near(spread["low"], 0.5399038144120627) && near(spread["high"], 2.5894806119491722))
    #expect(spread["key"] as? String == "devices.offset_variation")
    #expect(near(try parameter("slope_variation")["value"], 0.18230264206760322))
  }

  /// Files without a column of devices are a device each; what is printed makes a description.
  @Test func filesAndDescription() throws {
    try withTemporaryFolder { folder in
      let devices: [(String, Double)] = [("a", 0.5), ("b", -0.7)]
      let names: [String] = devices.map { name, offset in
        let url = folder.appending(path: "\(name).csv")
        let rows = (-6...6).map { u in
          line(Double(u) / 2, offset)
        }
        try? "field,probability\n\(rows.joined(separator: "\n"))\n".write(
          to: url, atomically: true, encoding: .utf8)
        return url.path
      }
      let text = try Tool.run(["spec", "fit"] + names).output
      // (0.5 + 0.7)/√2
      #expect(text.contains("--set devices.offset_variation=0.8485281"))
      let chip = folder.appending(path: "chip.yaml").path
      let made = try Tool.run(
        ["spec", "new", "x", "--set", "devices.offset_variation=0.84852813", "--out", chip])
      #expect(made.status == 0)
      let out = folder.appending(path: "out").path
      #expect(try Tool.run(["spec", "fit", names[0], "--out", out]).status == 0)
      #expect(FileManager.default.fileExists(atPath: out + "/fits.png"))
    }
  }

  /// A device without a slope has no offset; equal devices have no spread but that of rounding.
  @Test func nothingToTell() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "flat.csv")
      try "device,field,probability\na,-1,0.5\na,0,0.5\na,1,0.5\n".write(
        to: url, atomically: true, encoding: .utf8)
      let flat = try Tool.run(["spec", "fit", url.path]).output
      #expect(flat.contains("undetermined") && flat.contains("1 device, 1 curve\n"), "\(flat)")
      #expect(!flat.contains("--set") && !flat.contains("0.9031"))
      let document = try Tool.json(["spec", "fit", url.path])
      let figures = list(list(document["devices"]).first?["figures"])
      #expect(figures.count == 2 && figures.allSatisfy { $0["error"] is NSNull })
      #expect(figures[0]["value"] is NSNull && list(document["parameters"]).count == 1)
      let rows = ["a", "b", "c"].flatMap { name in
        (-6...6).map { "\(name)," + line(Double($0) / 2, 0.25) }
      }
      try "device,field,probability\n\(rows.joined(separator: "\n"))\n".write(
        to: url, atomically: true, encoding: .utf8)
      let equal = try Tool.run(["spec", "fit", url.path])
      #expect(equal.status == 0 && !equal.output.contains("--set"), "\(equal.output)")
    }
  }

  private static let mistakes: [(content: String, message: String)] = [
    ("field,probability\n0,0.5\n1,1.2\n2,1\n", ":3: column 2 (probability): found 1.2"),
    ("device,field,probability\na,0,0.5\na,1\n", ":3: field,probability: found 2 columns"),
    ("field,probability\n0,0.5\n1,0.9\n", "found 2 rows, expected at least 3"),
    ("field,power\n0,0.5\n", ":1: header: found `field,power`"),
    ("1,2\n", ":1: header: found a row of numbers"), ("", "found no rows"),
    ("field,probability\n0,0.5\n1,x\n2,1\n", ":3: column 2 (probability): found `x`"),
    ("field,up_s,down_s\n0,1,1\n1,1,1\n2,1,1\n", "no fit describes"),
  ]

  @Test(arguments: mistakes)
  func errors(content: String, message: String) throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "d.csv")
      try content.write(to: url, atomically: true, encoding: .utf8)
      let result = try Tool.run(["spec", "fit", url.path])
      #expect(result.status == 65 && result.error.contains(message), "\(result.error)")
    }
    #expect(try Tool.run(["spec", "fit", "/nowhere.csv"]).status == 65)
  }
}
