// The module DenseAlgebra.
