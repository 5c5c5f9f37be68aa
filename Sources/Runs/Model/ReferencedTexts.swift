import Jobs
import VirtualChip

/// The texts of a run on the chip, with the dense reference of each beside it.
struct ReferencedTexts: ResumableJob {
  /// The chip's part.
  let texts: TextsJob
  /// The reference's.
  let references: ReferenceBlocks

  /// That of the chip's part: the reference follows from the same model and texts.
  var identity: JobIdentity { texts.identity }

  func perform(_ place: Int, _ part: JobPart) throws -> VirtualChip.Execution? {
    references.prepare(place)
    return try texts.perform(place, part)
  }

  func bytes(of execution: VirtualChip.Execution) throws -> [UInt8] {
    try texts.bytes(of: execution)
  }

  func output(of place: Int, from bytes: [UInt8]) throws -> VirtualChip.Execution {
    references.prepare(place)
    return try texts.output(of: place, from: bytes)
  }
}
