//! RNA: the national register of associations, waldec and import files.
