import IsingModels
import Testing

@Suite struct LatticeErrorTests {
  private func message(_ description: LatticeDescription) -> String {
    do {
      _ = try Lattice(description)
      return "no error"
    } catch { return error.description }
  }

  @Test func wrongSizes() {
    #expect(
      message(.init(.square, sizes: [1])) == "lattice square: found size 1, expected at least 2")
    #expect(
      message(.init(.square, sizes: [0, 4])) == "lattice square: found size 0, expected at least 2")
    #expect(
      message(.init(.square, sizes: [4, 4, 4]))
        == "lattice square: found 3 sizes (4x4x4), expected L or ROWSxCOLUMNS")
    #expect(
      message(.init(.square, sizes: []))
        == "lattice square: found 0 sizes, expected L or ROWSxCOLUMNS")
    #expect(
      message(.init(.mobiusLadder, sizes: [7]))
        == "lattice mobius-ladder: found size 7, expected an even number of sites")
    #expect(
      message(.init(.randomRegular, sizes: [7], parameters: [.degree: 3]))
        == "lattice random-regular: found size 7, expected an even number of sites for the odd degree 3"
    )
    #expect(
      message(.init(.pegasus, sizes: [1])) == "lattice pegasus: found size 1, expected at least 2")
    #expect(
      message(.init(.hypercubic, sizes: [3, 3, 3], parameters: [.dimension: 4]))
        == "lattice hypercubic: found 3 sizes (3x3x3), expected one or 4, one an axis")
  }

  @Test func wrongChoices() {
    #expect(
      message(.init(.kagome, boundary: .klein))
        == "lattice kagome: found boundary klein, "
        + "expected one of open, periodic, helical, antiperiodic")
    #expect(
      message(.init(.complete, boundary: .open))
        == "lattice complete: found boundary open, expected none, it has no boundaries to choose")
    #expect(
      message(.init(.square, parameters: [.degree: 3]))
        == "lattice square: found parameter degree, expected none")
    #expect(
      message(.init(.erdosRenyi, parameters: [.degree: 3]))
        == "lattice erdos-renyi: found parameter degree, expected only probability")
    #expect(
      message(.init(.erdosRenyi, parameters: [.probability: 1.5]))
        == "lattice erdos-renyi: found probability 1.5, expected a number from 0 to 1")
    #expect(
      message(.init(.erdosRenyi, parameters: [.probability: .nan]))
        == "lattice erdos-renyi: found probability nan, expected a number from 0 to 1")
    #expect(
      message(.init(.randomRegular, sizes: [8], parameters: [.degree: 8]))
        == "lattice random-regular: found degree 8, expected a whole number from 1 to 7")
    #expect(
      message(.init(.bethe, parameters: [.degree: 2.5]))
        == "lattice bethe: found degree 2.5, expected a whole number from 2")
  }

  @Test func tooLarge() {
    #expect(
      message(.init(.square, sizes: [8193]))
        == "lattice square: found 67125249 sites, expected at most 67108864")
    #expect(
      message(.init(.king, sizes: [8192]))
        == "lattice king: found 268435456 links, expected at most 134217728")
    #expect(
      message(.init(.complete, sizes: [20_000]))
        == "lattice complete: found 199990000 links, expected at most 134217728")
    // No family builds or traps on the largest numbers.
    for family in LatticeFamily.allCases {
      let size = family == .mobiusLadder ? Int.max - 1 : Int.max
      #expect(
        message(.init(family, sizes: [size])).contains("expected at most"), "\(family)")
    }
    let many = [Int.max, Int.max]
    for family in [LatticeFamily.square, .bipartite, .chimera, .zephyr] {
      #expect(message(.init(family, sizes: many)).contains("expected at most"))
    }
    #expect(message(.init(.chimera, sizes: [1, 1, .max])).contains("expected at most"))
    #expect(message(.init(.zephyr, sizes: [1, .max])).contains("expected at most"))
    #expect(
      message(.init(.bethe, sizes: [40], parameters: [.degree: 3])).contains("more than 10¹⁸ sites")
    )
    #expect(
      message(.init(.bethe, sizes: [.max], parameters: [.degree: 2])).contains("expected at most"))
    #expect(
      message(.init(.erdosRenyi, sizes: [1 << 20], parameters: [.probability: 0.5]))
        .contains("links, expected at most"))
    #expect(
      message(.init(.randomRegular, sizes: [1 << 20], parameters: [.degree: 1000]))
        .contains("links, expected at most"))
  }

  @Test func sizesFromText() throws {
    #expect(try LatticeDescription.sizes(from: "64") == [64])
    #expect(try LatticeDescription.sizes(from: "64x32") == [64, 32])
    #expect(try LatticeDescription.sizes(from: "4×5X6") == [4, 5, 6])
    for text in ["", "x", "64x", "a", "6.5", "-3", "+3", "0", "3 x4", "99999999999999999999", "٣"] {
      #expect(throws: LatticeError.sizeText(text)) { try LatticeDescription.sizes(from: text) }
    }
    #expect(
      LatticeError.sizeText("64x").description
        == "found size '64x', expected whole numbers from 1 joined by x, such as 64 or 64x32")
  }

  @Test func unknownNames() {
    for (typed, meant) in [
      ("sqare", "square"), ("Square", "square"), ("mobius", "mobius-ladder"),
      ("chimaera", "chimera"),
      ("erdos", "erdos-renyi"), ("hypercube", "hypercubic"), ("random", "random-regular"),
      ("knig", "king"), ("lozenge", nil), ("", nil),
    ] {
      do {
        _ = try LatticeFamily(name: typed)
        Issue.record("\(typed) is no name")
      } catch {
        guard case .unknownName(_, let found, let nearest, _) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(found == typed && nearest == meant, "\(typed): \(nearest ?? "none")")
      }
    }
    do { _ = try Boundary(name: "perodic") } catch {
      #expect(
        error.description
          == "found boundary 'perodic', expected one of open, periodic, helical, antiperiodic, "
          + "mobius, klein; did you mean 'periodic'?")
    }
  }

  @Test func distancesBetweenWords() {
    #expect(NameSuggestion.distance("", "abc") == 3)
    #expect(NameSuggestion.distance("kitten", "sitting") == 3)
    #expect(NameSuggestion.distance("ab", "ba") == 1)
    #expect(NameSuggestion.distance("ring", "ring") == 0)
  }
}
