use std::io::{self, Read};

/// A window over the bytes of a stream that grows only as far as it is asked to.
pub(crate) struct Source<R> {
    reader: R,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
}

/// How much is read at least each time.
const CHUNK: usize = 128 * 1024;

impl<R: Read> Source<R> {
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            buffer: Vec::new(),
            start: 0,
            ended: false,
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
        let wanted = self.buffer.len().max(CHUNK);
        let count = self
            .reader
            .by_ref()
            .take(wanted as u64)
            .read_to_end(&mut self.buffer)?;
        self.ended = count < wanted;
        Ok(())
    }
}
