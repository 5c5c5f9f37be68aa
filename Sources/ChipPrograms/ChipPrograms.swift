// The module ChipPrograms.
