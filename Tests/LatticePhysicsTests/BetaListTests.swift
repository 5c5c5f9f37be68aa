import LatticePhysics
import Testing

@Suite struct BetaListTests {
  @Test func wordsBecomeAscendingNumbers() throws {
    #expect(try BetaList.betas(betas: [], temperatures: []) == [0.44])
    #expect(try BetaList.betas(betas: ["1", "0.5", "1"], temperatures: []) == [0.5, 1])
    #expect(try BetaList.betas(betas: ["0:1:5"], temperatures: []) == [0, 0.25, 0.5, 0.75, 1])
    #expect(try BetaList.betas(betas: [], temperatures: ["2", "4"]) == [0.25, 0.5])
  }

  @Test(
    arguments: [
      (
        ["x"], [],
        "beta: found 'x', expected a number or start:end:count with a count from 2 to 1000"
      ),
      (["0:1:1"], [], "beta: found '0:1:1'"),
      (["-1"], [], "beta: found -1.0, expected a number from 0"),
      ([], ["0"], "temperature: found 0.0, expected a number above 0"),
      (["1"], ["1"], "found --beta and --temperature, expected one of them"),
      (["0:1:600", "1:2:600"], [], "found 1200 temperatures, expected at most 1000"),
    ] as [([String], [String], String)])
  func otherWordsAreRefused(_ betas: [String], _ temperatures: [String], _ text: String) {
    let error = #expect(throws: LatticeStudyError.self) {
      try BetaList.betas(betas: betas, temperatures: temperatures)
    }
    #expect(error?.description.hasPrefix(text) == true)
  }
}
