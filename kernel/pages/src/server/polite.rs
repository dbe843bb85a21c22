use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Sleep;
use values::Lang;

use super::Pages;
use crate::web::visit;

/// Enough of a request line to know the language: `OPTIONS /ar/`.
const BEGINNING: usize = 16;

/// A connection that replaces the library's empty refusals by pages, and ends when its visitor takes nothing.
pub(super) struct Polite<S> {
    stream: S,
    pages: Pages,
    stall: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
    /// The first bytes that came since the last answer.
    beginning: Vec<u8>,
    /// Whether a whole line came since the last answer.
    line: bool,
    /// A page of ours still to be written, and how much of it is.
    instead: Vec<u8>,
    written: usize,
}

impl<S> Polite<S> {
    pub fn new(stream: S, pages: Pages, stall: Duration) -> Self {
        Self {
            stream,
            pages,
            stall,
            stalled: None,
            beginning: Vec::new(),
            line: false,
            instead: Vec::new(),
            written: 0,
        }
    }

    fn saw(&mut self, bytes: &[u8]) {
        let room = BEGINNING.saturating_sub(self.beginning.len());
        self.beginning.extend(bytes.iter().take(room));
        self.line = self.line || bytes.contains(&b'\n');
    }

    /// The page to send in place of `answer`, when that is a refusal of the library's own: an error without body
    /// and without the number that our layers give to every answer.
    fn replacement(&self, answer: &[u8]) -> Option<Vec<u8>> {
        let status: u16 = std::str::from_utf8(answer.strip_prefix(b"HTTP/1.1 ")?.get(..3)?)
            .ok()?
            .parse()
            .ok()?;
        if !matches!(status, 400 | 414 | 431) {
            return None;
        }
        let head = String::from_utf8_lossy(answer.get(..answer.len().min(2048))?).to_lowercase();
        if !head.contains("content-length: 0") || head.contains("x-request-id") {
            return None;
        }
        // No line ended: it is the address that is too long, whatever the library calls it.
        let status = if status == 431 && !self.line {
            414
        } else {
            status
        };
        let beginning = String::from_utf8_lossy(&self.beginning);
        let path = beginning.split(' ').nth(1).unwrap_or("/");
        let (lang, _) = visit::split(path.split('?').next().unwrap_or("/"));
        self.pages
            .get(&(status, lang))
            .or_else(|| self.pages.get(&(status, Lang::Fr)))
            .cloned()
    }
}

impl<S: AsyncWrite + Unpin> Polite<S> {
    /// Writes what is left of our own page.
    fn poll_instead(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(rest) = self
            .instead
            .get(self.written..)
            .filter(|rest| !rest.is_empty())
        {
            match ready!(Pin::new(&mut self.stream).poll_write(context, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                count => self.written += count,
            }
        }
        Poll::Ready(Ok(()))
    }

    /// A write that waits longer than allowed is an error.
    fn patience<T>(
        &mut self,
        context: &mut Context<'_>,
        outcome: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.stalled = None;
            return outcome;
        }
        let time = self.stall;
        let stalled = self
            .stalled
            .get_or_insert_with(|| Box::pin(tokio::time::sleep(time)));
        match stalled.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }

    /// Takes `answer` for the library when it is replaced by a page of ours.
    fn takes(&mut self, answer: &[u8]) -> bool {
        let replaced = self.instead.is_empty() && {
            self.instead = self.replacement(answer).unwrap_or_default();
            !self.instead.is_empty()
        };
        self.beginning.clear();
        self.line = false;
        replaced
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Polite<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.saw(buffer.filled().get(before..).unwrap_or(&[]));
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Polite<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.takes(bytes) {
            return Poll::Ready(Ok(bytes.len()));
        }
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.patience(context, outcome)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let first = pieces.iter().find(|piece| !piece.is_empty());
        if first.is_some_and(|first| self.takes(first)) {
            return Poll::Ready(Ok(pieces.iter().map(|piece| piece.len()).sum()));
        }
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.patience(context, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = self.poll_instead(context);
        ready!(self.patience(context, outcome))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = self.poll_instead(context);
        ready!(self.patience(context, outcome))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
