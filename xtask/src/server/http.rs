//! As much of HTTP as a check from outside needs: one request, one answer, on the loopback interface.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// How long we wait for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The code.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Vec<u8>,
    /// From before the connection to the last byte.
    pub taken: Duration,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Asks for a path.
pub fn get(port: u16, path: &str) -> Result<Answer> {
    request(
        port,
        &format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n"),
    )
}

/// Sends a whole request as it stands and reads the answer.
pub fn request(port: u16, text: &str) -> Result<Answer> {
    let begun = Instant::now();
    let mut stream = connect(port)?;
    stream.write_all(text.as_bytes())?;
    let mut reader = BufReader::new(stream);
    let mut answer = read_answer(&mut reader)?;
    answer.taken = begun.elapsed();
    Ok(answer)
}

/// A connection with limits on every wait.
pub fn connect(port: u16) -> Result<TcpStream> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// Reads one answer; the connection may be used again after it.
pub fn read_answer(reader: &mut impl BufRead) -> Result<Answer> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line
        .split_whitespace()
        .nth(1)
        .and_then(|code| code.parse().ok())
        .with_context(|| format!("no status in {line:?}"))?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            bail!("the connection ended among the headers");
        }
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let mut answer = Answer {
        status,
        headers,
        body: Vec::new(),
        taken: Duration::ZERO,
    };
    if answer.header("transfer-encoding") == Some("chunked") {
        read_chunks(reader, &mut answer.body)?;
    } else if let Some(length) = answer.header("content-length") {
        let length: u64 = length.parse().context("content-length")?;
        let got = reader.take(length).read_to_end(&mut answer.body)?;
        if got as u64 != length {
            bail!("{got} bytes came, {length} were announced");
        }
    } else if !matches!(status, 204 | 304) {
        reader.read_to_end(&mut answer.body)?;
    }
    Ok(answer)
}

fn read_chunks(reader: &mut impl BufRead, body: &mut Vec<u8>) -> Result<()> {
    let mut line = String::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let size = line.trim().split(';').next().unwrap_or_default();
        let length =
            u64::from_str_radix(size, 16).with_context(|| format!("a chunk's length: {line:?}"))?;
        let got = reader.take(length).read_to_end(body)?;
        if got as u64 != length {
            bail!("the connection ended inside a chunk");
        }
        line.clear();
        reader.read_line(&mut line)?;
        if length == 0 {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str) -> Result<Answer> {
        read_answer(&mut BufReader::new(text.as_bytes()))
    }

    #[test]
    fn each_kind_of_body() {
        let plain = answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: b\r\n\r\nhi").unwrap();
        assert_eq!(
            (plain.status, plain.text().as_str(), plain.header("x-a")),
            (200, "hi", Some("b"))
        );
        let chunked = answer(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n3\r\n ho\r\n0\r\n\r\n",
        )
        .unwrap();
        assert_eq!(chunked.text(), "hi ho");
        assert_eq!(
            answer("HTTP/1.1 304 Not Modified\r\n\r\n").unwrap().status,
            304
        );
    }

    #[test]
    fn a_cut_answer_is_an_error() {
        assert!(answer("").is_err());
        assert!(answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi").is_err());
        assert!(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhi").is_err());
    }
}
