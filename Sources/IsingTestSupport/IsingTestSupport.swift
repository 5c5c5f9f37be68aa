// The module IsingTestSupport.
