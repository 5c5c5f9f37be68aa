// The module RandomStreams.
