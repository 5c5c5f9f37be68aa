/// A value of a GGUF file's metadata.
package enum GGUFValue: Sendable, Equatable {
  /// Any of the eight kinds of whole numbers that fits in 64 signed bits.
  case integer(Int)
  /// A whole number from 2⁶³ on.
  case large(UInt64)
  /// A number of 32 or 64 bits.
  case number(Double)
  case bool(Bool)
  case string(String)
  case integers([Int])
  case numbers([Double])
  case bools([Bool])
  case strings([String])
  /// Arrays in an array, or numbers from 2⁶³ on.
  case values([GGUFValue])

  /// The value in a few words, for messages.
  package var summary: String {
    switch self {
    case .integer(let value): "\(value)"
    case .large(let value): "\(value)"
    case .number(let value): "\(value)"
    case .bool(let value): "\(value)"
    case .string(let value): "\"\(value.prefix(60))\(value.count > 60 ? "…" : "")\""
    case .integers(let values): "an array of \(values.count) whole numbers"
    case .numbers(let values): "an array of \(values.count) numbers"
    case .bools(let values): "an array of \(values.count) truths"
    case .strings(let values): "an array of \(values.count) strings"
    case .values(let values): "an array of \(values.count) values"
    }
  }

  /// The kinds of values, by their numbers in the file.
  enum Kind: UInt32 {
    case uint8 = 0
    case int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64, float64

    /// Bytes of a value at least: a string begins with its length, an array with its kind and count.
    var leastBytes: Int {
      switch self {
      case .uint8, .int8, .bool: 1
      case .uint16, .int16: 2
      case .uint32, .int32, .float32: 4
      case .string, .uint64, .int64, .float64: 8
      case .array: 12
      }
    }
  }
}
