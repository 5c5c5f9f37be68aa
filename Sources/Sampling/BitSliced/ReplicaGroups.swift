internal import IsingModels

/// Spins of a model in groups that fill a plane, and where the words of their neighbours lie.
///
/// The replicas of a spin are W words. W > 4: a group is one spin, in any order. W ≤ 4: a group is
/// ⌊8/W⌋ spins that are not coupled and have equally many bonds, or fewer, with words of a spin that
/// does not exist in the place of the others.
struct ReplicaGroups: Sendable {
  /// Groups of spins with the same number of bonds.
  struct Batch: Sendable {
    let degree: Int
    /// In numbers of groups.
    let groups: Range<Int>
    /// Where the entries of the first group begin in `neighbours`.
    let entry: Int
  }

  /// W, and words from one spin to the next.
  let words: Int
  let stride: Int
  let batches: [Batch]
  /// Of each group the first words of its slots.
  let own: [Int32]
  /// Of each group which lanes exist; one for all if a group is one spin.
  let masks: [BitPlane]
  /// One spin a group: of each group and bond the neighbour · 2 + 1 if negative. Else the words of the
  /// neighbour, eight a group and bond.
  let neighbours: [Int32]
  /// Else: signs, one plane a group and bond.
  let signs: [BitPlane]

  var slots: Int { stride == 8 ? 1 : 8 / words }

  init(_ bonds: ReplicaBonds, replicaCount: Int) {
    let count = bonds.ofSpin.count
    words = replicaCount / 64
    stride = words > 4 ? 8 : words
    let (words, stride) = (words, stride)
    let slots = words > 4 ? 1 : 8 / words
    // Spins N and N + 1: always up; does not exist.
    let nobody = (count + 1) * stride
    var classes = [(0..<count).map { Int32($0) }]
    if slots > 1 {
      let links = bonds.all.compactMap {
        Int($0.other / 2) < count ? Link(Int($0.spin), Int($0.other / 2)) : nil
      }
      classes = Colouring(links: links, siteCount: count).classes
    }
    var batches: [Batch] = []
    var own: [Int32] = []
    var masks: [BitPlane] = []
    var neighbours: [Int32] = []
    var signs: [BitPlane] = []
    for spins in classes {
      for (degree, spins) in Dictionary(grouping: spins, by: { bonds.ofSpin[Int($0)].count })
        .sorted(by: { $0.key < $1.key })
      {
        let (first, entry) = (own.count / slots, neighbours.count / (slots == 1 ? 1 : 8))
        for start in Swift.stride(from: 0, to: spins.count, by: slots) {
          let group = spins[start..<min(start + slots, spins.count)]
          own += group.map { $0 * Int32(stride) }
          own += Array(repeating: Int32(nobody), count: slots - group.count)
          guard slots > 1 else {
            neighbours += bonds.ofSpin[Int(group[start])]
            continue
          }
          masks.append(BitLogic.lanes(below: 64 * words * group.count))
          for j in 0..<degree {
            var sign = BitPlane()
            for word in 0..<8 {
              let slot = word / words
              guard slot < group.count else {
                neighbours.append(Int32(nobody))
                continue
              }
              let bond = bonds.ofSpin[Int(group[start + slot])][j]
              neighbours.append(bond / 2 * Int32(stride) + Int32(word % words))
              if bond & 1 == 1 { sign[word] = ~0 }
            }
            signs.append(sign)
          }
        }
        batches.append(Batch(degree: degree, groups: first..<own.count / slots, entry: entry))
      }
    }
    self.batches = batches
    self.own = own
    self.masks = masks.isEmpty ? [BitLogic.lanes(below: 64 * words)] : masks
    self.neighbours = neighbours
    self.signs = signs
  }
}
