import ByteFormats
internal import ExecutionRecords

extension ChipSpec {
  /// Which chip this is: the hash of its description, or, where a run has altered it since, a hash of that
  /// and of what it has become. A program belongs to the chip of one identity.
  public var identity: String {
    let content = content
    return content == statedContent
      ? hash : SHA256.hexDigest(of: Array("\(hash)\n\(content)".utf8))
  }

  /// Every value of the chip in words, a line a key.
  var content: String {
    var lines = (ChipKey.all + ChipKey.top).filter { dies.count > 1 || !$0.isOfSeveralDies }
      .map { "\($0.path) \($0.content(self))" }
    lines += staticPower.map { "static_power.\($0.name) \($0.power_W.band)" }
    return lines.joined(separator: "\n")
  }
}

extension ChipKey {
  /// Whether a chip of one die is the same whatever the key says.
  fileprivate var isOfSeveralDies: Bool {
    section == "dies" || path == "prices.\(Action.linkBit.rawValue)"
  }
}
