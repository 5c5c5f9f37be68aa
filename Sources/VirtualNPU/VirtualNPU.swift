// The module VirtualNPU.
