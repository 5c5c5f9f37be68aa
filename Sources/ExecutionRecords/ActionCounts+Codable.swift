extension ActionCounts: Codable {
  /// Reads the counts that are not zero, by `action/class`.
  /// - Parameter decoder: where they are.
  /// - Throws: `DecodingError` for an action or class that there is not.
  public init(from decoder: any Decoder) throws {
    self.init()
    let counts = try decoder.singleValueContainer().decode([String: UInt64].self)
    for (key, count) in counts {
      let parts = key.split(separator: "/").map(String.init)
      guard parts.count == 2, let action = Action(rawValue: parts[0]),
        let actionClass = ActionClass(rawValue: parts[1])
      else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "count of `\(key)`"))
      }
      self[action, actionClass] = count
    }
  }

  /// Writes the counts that are not zero, by `action/class`.
  /// - Parameter encoder: where to.
  public func encode(to encoder: any Encoder) throws {
    var counts: [String: UInt64] = [:]
    for action in present {
      for actionClass in ActionClass.allCases where self[action, actionClass] > 0 {
        counts["\(action.rawValue)/\(actionClass.rawValue)"] = self[action, actionClass]
      }
    }
    var container = encoder.singleValueContainer()
    try container.encode(counts)
  }
}
