//! Streaming reader of delimited text files with line- and field-numbered errors.
