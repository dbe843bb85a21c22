//! SCDL grants 2.1.1: the open-data format of public grants, read and written.
