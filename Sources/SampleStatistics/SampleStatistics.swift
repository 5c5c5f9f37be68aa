// The module SampleStatistics.
