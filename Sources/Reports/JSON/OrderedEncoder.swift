extension JSONValue {
  /// Anything encodable as JSON: members stand in the order in which they were encoded, and what is `nil`
  /// is `null`.
  ///
  /// - Throws: what the value's own `encode(to:)` throws.
  public init(encoding value: some Encodable) throws {
    self = try OrderedEncoder.element(value).json
  }
}

/// An encoder that keeps the order of members, which Foundation's does not.
struct OrderedEncoder: Encoder {
  /// What was encoded so far: numbers and words at once, containers by reference because they grow.
  enum Element {
    case value(JSONValue)
    case node(Node)

    var json: JSONValue {
      switch self {
      case .value(let value): value
      case .node(let node): node.json
      }
    }
  }

  /// A place for one value.
  final class Node {
    var content = Content.value(.object([]))

    enum Content {
      case value(JSONValue)
      case array([Element])
      case object([(String, Element)])
    }

    var json: JSONValue {
      switch content {
      case .value(let value): value
      case .array(let elements): .array(elements.map(\.json))
      case .object(let members): .object(members.map { ($0, $1.json) })
      }
    }

    func add(_ element: Element) {
      guard case .array(var elements) = content else { return content = .array([element]) }
      content = .value(.null)
      elements.append(element)
      content = .array(elements)
    }

    func add(_ element: Element, _ key: String) {
      guard case .object(var members) = content else { return content = .object([(key, element)]) }
      content = .value(.null)
      members.append((key, element))
      content = .object(members)
    }
  }

  let node: Node
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  static func element<Value: Encodable>(_ value: Value) throws -> Element {
    if let json = json(value) { return .value(json) }
    let node = Node()
    try value.encode(to: OrderedEncoder(node: node))
    return .node(node)
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
    node.content = .object([])
    return KeyedEncodingContainer(Members(node: node))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.content = .array([])
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
      node.content = .value(try element(value).json)
    }
  }

  private struct Elements: UnkeyedEncodingContainer {
    let node: Node
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    init(node: Node) { self.node = node }

    mutating func place(_ element: Element) {
      node.add(element)
      count += 1
    }

    private mutating func child() -> OrderedEncoder {
      let child = Node()
      place(.node(child))
      return OrderedEncoder(node: child)
    }

    mutating func encodeNil() { place(.value(.null)) }

    mutating func encode<Value: Encodable>(_ value: Value) throws { place(try element(value)) }

    mutating func nestedContainer<Key: CodingKey>(
      keyedBy keyType: Key.Type
    ) -> KeyedEncodingContainer<Key> { child().container(keyedBy: keyType) }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
      child().unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { child() }
  }

  private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: Node
    var codingPath: [any CodingKey] { [] }

    private func child(_ key: any CodingKey) -> OrderedEncoder {
      let child = Node()
      node.add(.node(child), key.stringValue)
      return OrderedEncoder(node: child)
    }

    func encodeNil(forKey key: Key) { node.add(.value(.null), key.stringValue) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
      node.add(try element(value), key.stringValue)
    }

    // The defaults of the protocol would leave a member out.
    func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
      if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
    }

    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value, key) }

    private func optional<Value: Encodable>(_ value: Value?, _ key: Key) throws {
      if let value { try encode(value, forKey: key) } else { encodeNil(forKey: key) }
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy keyType: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { child(key).container(keyedBy: keyType) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
      child(key).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { OrderedEncoder(node: node) }

    func superEncoder(forKey key: Key) -> any Encoder { child(key) }
  }
}
