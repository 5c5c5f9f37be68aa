// The module LatticeCompiler.
