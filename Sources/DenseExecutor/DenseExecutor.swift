// The module DenseExecutor.
