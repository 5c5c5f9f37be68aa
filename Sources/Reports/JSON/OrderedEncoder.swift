extension JSONValue {
  /// Anything encodable as JSON: members stand in the order in which they were encoded, and what is `nil`
  /// is `null`.
  ///
  /// - Throws: what the value's own `encode(to:)` throws.
  public init(encoding value: some Encodable) throws {
    self = try OrderedEncoder.node(value).json
  }
}

/// An encoder that keeps the order of members, which Foundation's does not.
struct OrderedEncoder: Encoder {
  /// A place for one value, which grows where it is a container.
  final class Node {
    enum Content {
      case value(JSONValue)
      case array([Node])
      case object([(String, Node)])
    }

    var content: Content

    init(_ content: Content = .object([])) { self.content = content }

    var json: JSONValue {
      switch content {
      case .value(let value): value
      case .array(let elements): .array(elements.map(\.json))
      case .object(let members): .object(members.map { ($0, $1.json) })
      }
    }

    /// Adds an element to an array.
    func add(_ element: Node) {
      guard case .array(var elements) = content else { return content = .array([element]) }
      // Without a second owner the elements are not copied.
      content = .value(.null)
      elements.append(element)
      content = .array(elements)
    }

    /// Adds a member to an object.
    func add(_ member: Node, _ key: any CodingKey) {
      guard case .object(var members) = content else {
        return content = .object([(key.stringValue, member)])
      }
      content = .value(.null)
      members.append((key.stringValue, member))
      content = .object(members)
    }
  }

  var node = Node()
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  static func node<Value: Encodable>(_ value: Value) throws -> Node {
    if let json = json(value) { return Node(.value(json)) }
    let encoder = OrderedEncoder()
    try value.encode(to: encoder)
    return encoder.node
  }

  /// What needs no container.
  private static func json<Value: Encodable>(_ value: Value) -> JSONValue? {
    switch value {
    case let value as JSONValue: value
    case let value as Double: .number(value)
    case let value as Float: .single(value)
    case let value as Bool: .bool(value)
    case let value as String: .string(value)
    case let value as UInt64: .integer(value)
    case let value as any FixedWidthInteger: .signed(Int(value))
    default: nil
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Members(node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .object = node.content { node.content = .array([]) }
    return Elements(node: node)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(node: node) }
}

extension OrderedEncoder {
  private struct Single: SingleValueEncodingContainer {
    let node: Node
    var codingPath: [any CodingKey] { [] }

    func encodeNil() { node.content = .value(.null) }

    func encode<Value: Encodable>(_ value: Value) throws {
      node.content = try OrderedEncoder.node(value).content
    }
  }

  private struct Elements: UnkeyedEncodingContainer {
    let node: Node
    var codingPath: [any CodingKey] { [] }
    var count: Int { if case .array(let elements) = node.content { elements.count } else { 0 } }

    private func child() -> OrderedEncoder {
      let child = OrderedEncoder()
      node.add(child.node)
      return child
    }

    func encodeNil() { node.add(Node(.value(.null))) }

    func encode<Value: Encodable>(_ value: Value) throws {
      node.add(try OrderedEncoder.node(value))
    }

    func nestedContainer<Key: CodingKey>(
      keyedBy keyType: Key.Type
    ) -> KeyedEncodingContainer<Key> { child().container(keyedBy: keyType) }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { child().unkeyedContainer() }

    func superEncoder() -> any Encoder { child() }
  }

  private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: Node
    var codingPath: [any CodingKey] { [] }

    private func child(_ key: Key) -> OrderedEncoder {
      let child = OrderedEncoder()
      node.add(child.node, key)
      return child
    }

    private func add<Value: Encodable>(_ value: Value?, _ key: Key) throws {
      node.add(try value.map { try OrderedEncoder.node($0) } ?? Node(.value(.null)), key)
    }

    func encodeNil(forKey key: Key) { node.add(Node(.value(.null)), key) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try add(value, key) }

    // The defaults of the protocol would leave out a member that is `nil`.
    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
      try add(value, key)
    }
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try add(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try add(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try add(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try add(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try add(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try add(value, key) }

    func nestedContainer<Nested: CodingKey>(
      keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { child(key).container(keyedBy: keyType) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      child(key).unkeyedContainer()
    }

    /// A class's own members stand among those of the class above it.
    func superEncoder() -> any Encoder { OrderedEncoder(node: node) }

    func superEncoder(forKey key: Key) -> any Encoder { child(key) }
  }
}
