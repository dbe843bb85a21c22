use std::io::{self, Read};

/// A window over the bytes of a stream that grows only as far as it is asked to.
pub(crate) struct Source<R> {
    reader: R,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    chunk: usize,
}

/// How much is read at least each time.
const CHUNK: usize = 128 * 1024;

impl<R: Read> Source<R> {
    pub fn new(reader: R) -> Self {
        Self::with_chunk(reader, CHUNK)
    }

    fn with_chunk(reader: R, chunk: usize) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            start: 0,
            ended: false,
            chunk,
        }
    }

    /// What has been read and not yet consumed.
    pub fn window(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Whether the window reaches the end of the stream.
    pub fn ended(&self) -> bool {
        self.ended
    }

    /// Drops the first `count` bytes of the window.
    pub fn consume(&mut self, count: usize) {
        self.start = (self.start + count).min(self.buffer.len());
    }

    /// Reads on until the window has grown by as much as it holds (so that a record that needs several rounds is
    /// scanned a bounded number of times), by one chunk at least, or until the stream ends.
    pub fn grow(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let wanted = self.buffer.len().max(self.chunk);
        let count = self
            .reader
            .by_ref()
            .take(wanted as u64)
            .read_to_end(&mut self.buffer)?;
        self.ended = count < wanted;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Source;
    use crate::{Options, Table};

    /// What a table gives, rows and rejects alike, when it is read in chunks of that size.
    fn seen(file: &[u8], chunk: usize) -> Option<Vec<String>> {
        let options = Options {
            max_record: 200,
            ..Options::default()
        };
        let table = Table::from_source(Source::with_chunk(file, chunk), options).ok()?;
        Some(
            table
                .map(|line| match line {
                    Ok(row) => format!("{} {:?}", row.line(), row.fields().collect::<Vec<_>>()),
                    Err(reject) => format!("{reject:?}"),
                })
                .collect(),
        )
    }

    proptest! {
        /// Where the window happens to end must not change what is read. The header fits the smallest chunk, since a
        /// file's line ends are told from its first window.
        #[test]
        fn chunks_do_not_show(pieces in prop::collection::vec(
            prop::sample::select(vec![&b";"[..], b"\n", b"\"", b"\"\"", b"\r\n", b"a", b"12", b"\xe9", b"\xc3\xa9", b"\0", b" "]),
            0..300,
        ), chunk in 4usize..40) {
            let mut file = b"a;b\n".to_vec();
            file.extend(pieces.concat());
            prop_assert_eq!(seen(&file, chunk), seen(&file, 1 << 17));
        }
    }
}
