// The module Runs.
