/// How the elements of a tensor in a GGUF file are coded, by its number in the file: blocks of elements
/// of one row, each of a fixed number of bytes (https://github.com/ggml-org/ggml, docs/gguf.md).
package enum GGUFTensorType: UInt32, Sendable, CaseIterable {
  case F32 = 0
  case F16 = 1
  case Q4_0 = 2
  case Q4_1 = 3
  case Q5_0 = 6
  case Q5_1 = 7
  case Q8_0 = 8
  case Q8_1 = 9
  case Q2_K = 10
  case Q3_K = 11
  case Q4_K = 12
  case Q5_K = 13
  case Q6_K = 14
  case Q8_K = 15
  case IQ2_XXS = 16
  case IQ2_XS = 17
  case IQ3_XXS = 18
  case IQ1_S = 19
  case IQ4_NL = 20
  case IQ3_S = 21
  case IQ2_S = 22
  case IQ4_XS = 23
  case I8 = 24
  case I16 = 25
  case I32 = 26
  case I64 = 27
  case F64 = 28
  case IQ1_M = 29
  case BF16 = 30
  case TQ1_0 = 34
  case TQ2_0 = 35
  case MXFP4 = 39
  case NVFP4 = 40
  case Q1_0 = 41

  /// Those that this program decodes.
  package static let readable: [GGUFTensorType] = [
    .F32, .F16, .BF16, .Q8_0, .Q4_0, .Q4_1, .Q4_K, .Q6_K,
  ]

  /// The name of the format's documents.
  package var name: String { "\(self)" }

  /// Elements of a block, and its bytes.
  package var block: (elements: Int, bytes: Int) {
    switch self {
    case .F32, .I32: (1, 4)
    case .F16, .BF16, .I16: (1, 2)
    case .I8: (1, 1)
    case .F64, .I64: (1, 8)
    case .Q4_0, .IQ4_NL: (32, 18)
    case .Q4_1: (32, 20)
    case .Q5_0: (32, 22)
    case .Q5_1: (32, 24)
    case .Q8_0: (32, 34)
    case .Q8_1: (32, 36)
    case .MXFP4: (32, 17)
    case .NVFP4: (64, 36)
    case .Q1_0: (128, 18)
    case .Q2_K: (256, 84)
    case .Q3_K, .IQ3_S: (256, 110)
    case .Q4_K: (256, 144)
    case .Q5_K: (256, 176)
    case .Q6_K: (256, 210)
    case .Q8_K: (256, 292)
    case .IQ2_XXS, .TQ2_0: (256, 66)
    case .IQ2_XS: (256, 74)
    case .IQ3_XXS: (256, 98)
    case .IQ1_S: (256, 50)
    case .IQ2_S: (256, 82)
    case .IQ4_XS: (256, 136)
    case .IQ1_M: (256, 56)
    case .TQ1_0: (256, 54)
    }
  }
}
