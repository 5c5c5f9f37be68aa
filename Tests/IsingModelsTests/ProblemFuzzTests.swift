import Foundation
import IsingModels
import IsingTestSupport
import Testing

/// Whatever happens to a file, reading it gives a problem or an error: no crash, no hang, little memory.
///
/// `ISING_NPU_FUZZ_SECONDS=600 ISING_NPU_SLOW=1` runs each reader so long, and `ISING_NPU_FUZZ_SEED`
/// other damage.
@Suite(.serialized) struct ProblemFuzzTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let seed = environment["ISING_NPU_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
  static let seconds = environment["ISING_NPU_FUZZ_SECONDS"].flatMap(Double.init) ?? 5

  @Test(arguments: ProblemFormat.allCases)
  func someDamage(format: ProblemFormat) throws {
    let tally = try damage(format: format, seed: 1) { $0 < 3000 }
    // Some damage is harmless, in digits and comments, and some is not.
    #expect(tally.read > 50 && tally.refused > 300, "\(tally)")
  }

  @Test(
    .enabled(if: SlowTests.areEnabled, "make check-statistics"), arguments: ProblemFormat.allCases)
  func muchDamage(format: ProblemFormat) throws {
    let end = ContinuousClock.now + .seconds(Self.seconds)
    let tally = try damage(format: format, seed: Self.seed) { _ in ContinuousClock.now < end }
    print("\(format): \(tally.read) files read, \(tally.refused) refused, slowest \(tally.slowest)")
    #expect(tally.read > 0 && tally.refused > 0)
  }

  /// Inputs that a coverage-guided fuzzer kept because each reached something new: two bytes of length, two that
  /// choose format, name and kind, and the file.
  @Test func whatAFuzzerFound() throws {
    let content = [UInt8](try Data(contentsOf: FixtureTable.url("fuzzed_problems.bin")))
    let formats: [ProblemFormat?] = [nil] + ProblemFormat.allCases
    let names = [
      "f", "f.rud", "f.qubo", "f.coo", "f.json", "f.mtx", "f.qh", "f.couplings", "f.csv",
    ]
    let kinds: [IsingProblem.Kind?] = [nil, .maximumCut, .qubo, .ising]
    var (position, count, read) = (0, 0, 0)
    while position < content.count {
      let end = position + 2 + Int(content[position]) + Int(content[position + 1]) << 8
      let (first, second) = (Int(content[position + 2]), Int(content[position + 3]))
      count += 1
      do throws(ProblemFileError) {
        let problem = try IsingProblem(
          bytes: Array(content[position + 4..<end]), fileName: names[second % names.count],
          format: first < 96 ? nil : formats[first % formats.count],
          kind: kinds[second / names.count % kinds.count])
        read += 1
        check(problem)
      } catch {
        #expect(!error.found.isEmpty && !error.expected.isEmpty && error.description.count < 2000)
      }
      position = end
    }
    #expect(count > 300 && read > 30)
  }

  private struct Tally {
    var read = 0
    var refused = 0
    var slowest = Duration.zero
  }

  /// Damages the fixtures of a format, and each of a few valid texts, until `goesOn` says no.
  private func damage(
    format: ProblemFormat, seed: UInt64, while goesOn: (Int) -> Bool
  ) throws -> Tally {
    var damage = FileDamage(seed: seed, words: Self.words)
    let files = try Self.files(format)
    var tally = Tally()
    var round = 0
    while goesOn(round) {
      var file = files[round % files.count]
      for _ in 0..<Int.random(in: 1...4, using: &damage.random) { damage.change(&file) }
      round += 1
      let start = ContinuousClock.now
      do throws(ProblemFileError) {
        let problem = try IsingProblem(
          bytes: file, fileName: "f", format: Bool.random(using: &damage.random) ? format : nil)
        tally.read += 1
        check(problem)
      } catch {
        tally.refused += 1
        #expect(!error.found.isEmpty && !error.expected.isEmpty && error.description.count < 600)
      }
      let time = ContinuousClock.now - start
      tally.slowest = max(tally.slowest, time)
      if time > .seconds(2) { Issue.record("\(time) for \(file.prefix(400))") }
    }
    return tally
  }

  /// What was read can be written and read again.
  private func check(_ problem: IsingProblem) {
    #expect(problem.model.spinCount <= 1 << 20 && problem.offset.isFinite)
    guard problem.model.spinCount < 1000 else { return }
    for format in ProblemFormat.allCases {
      guard let written = try? problem.write(as: format) else { continue }
      do throws(ProblemFileError) {
        let read = try IsingProblem(bytes: written.bytes, fileName: "w", format: format)
        let more =
          format == .rudy ? problem.asMaximumCut().model.spinCount : problem.model.spinCount
        #expect(read.model.spinCount == more, "\(format)")
      } catch  where error.found.contains("Float64") {
        // Sums of numbers near 10³⁰⁸ overflow in one form and not in the other.
      } catch {
        Issue.record("\(format): \(error), of \(written.bytes.prefix(400))")
      }
    }
  }

  private static func files(_ format: ProblemFormat) throws -> [[UInt8]] {
    let fixtures = try ProblemFixture.all()
    var files = try fixtures.filter {
      ($0.format ?? ProblemFormat(fileName: $0.name)) == format
    }.map { try $0.bytes }
    for fixture in fixtures.prefix(12) {
      let problem = try fixture.problem()
      files.append(try problem.write(as: format).bytes)
    }
    if format == .rudy {
      files.append(Array("5 3\r\n1 2\r\n2 3 1e-3\r\n# end\r\n4 5 -7.25\r\n".utf8))
    }
    return files
  }

  /// What readers of numbers, comments and JSON stumble over.
  private static let words: [[UInt8]] = [
    "1e308", "-1e308", "nan", "inf", "1e-400", "99999999999999999999", "2000000000", "-1", "0",
    "1 1 1\n",
    "\n", "\r", "\t", " ", ",", "#", "%", "c ", "p qubo", "[[[[", "]", "{", "}", "\"", "\\u",
    "\\ud800",
    "null", "true", "c offset : 3\n", "# scale = 1e200\n", "%%M", "array", "general",
    "\"use_bytes\": true", "# vartype=BINARY\n", "%%ising-npu offset=1e300\n", "\u{feff}",
    "4294967296",
    "0x1p3",
    ".", "e", "-", "1048576", "16777216 1\n",
  ].map { Array($0.utf8) }
}
