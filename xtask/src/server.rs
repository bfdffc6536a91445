//! A small HTTP/1.1 server of static files on the loopback address. It answers GET and HEAD, one request a
//! connection, and survives whatever else it is sent.

use anyhow::Result;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// A request's head may be this long, in bytes.
const HEAD_LIMIT: u64 = 16 * 1024;
/// This many connections are answered at once; more are closed unanswered.
const CONNECTION_LIMIT: usize = 64;
/// A client may take this long over each read and write.
const PATIENCE: Duration = Duration::from_secs(10);

pub struct Server {
    listener: TcpListener,
    files: Arc<PathBuf>,
    connections: Arc<AtomicUsize>,
}

/// What we answer.
struct Response {
    status: &'static str,
    mime: &'static str,
    body: Vec<u8>,
}

impl Server {
    /// Listens on `port` (0: any free one) for requests of what lies in `files`.
    pub fn bind(port: u16, files: PathBuf) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        Ok(Self { listener, files: Arc::new(files), connections: Arc::default() })
    }

    /// Where a browser finds us.
    pub fn address(&self) -> String {
        let port = self.listener.local_addr().map_or(0, |address| address.port());
        format!("http://localhost:{port}/")
    }

    /// Answers requests for as long as the process lives.
    pub fn run(self) -> Result<()> {
        for stream in self.listener.incoming() {
            match stream {
                Ok(stream) => self.answer_in_thread(stream),
                // Too many open files, an aborted connection: nothing that the next accept cannot outlive.
                Err(_) => thread::sleep(Duration::from_millis(20)),
            }
        }
        Ok(())
    }

    fn answer_in_thread(&self, stream: TcpStream) {
        let slot = Slot::take(&self.connections);
        if slot.number > CONNECTION_LIMIT {
            return;
        }
        let files = Arc::clone(&self.files);
        // A thread that cannot be started drops the connection, as does one that panics.
        let _ = thread::Builder::new().spawn(move || {
            let _slot = slot;
            // The client may go away at any point; there is nobody left to tell.
            let _ = answer(&stream, &files);
        });
    }
}

/// A place among the connections, free again when dropped.
struct Slot {
    number: usize,
    taken: Arc<AtomicUsize>,
}

impl Slot {
    fn take(taken: &Arc<AtomicUsize>) -> Self {
        Self { number: taken.fetch_add(1, Ordering::Relaxed) + 1, taken: Arc::clone(taken) }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.taken.fetch_sub(1, Ordering::Relaxed);
    }
}

fn answer(stream: &TcpStream, files: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = read_head(stream)?;
    let (response, with_body) = match request_line(&head) {
        Some(("GET", target)) => (find(files, target), true),
        Some(("HEAD", target)) => (find(files, target), false),
        Some(_) => (text("405 Method Not Allowed"), true),
        None => (text("400 Bad Request"), true),
    };
    let mut stream = stream;
    write!(
        stream,
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        response.status,
        response.mime,
        response.body.len()
    )?;
    if with_body {
        stream.write_all(&response.body)?;
    }
    stream.flush()
}

/// The head of a request, up to its empty line; all of it is read, as closing a socket with unread bytes
/// would reset the connection under our answer.
fn read_head(stream: &TcpStream) -> io::Result<Vec<u8>> {
    let mut reader = BufReader::new(stream.take(HEAD_LIMIT));
    let mut head = Vec::new();
    loop {
        let start = head.len();
        let read = reader.read_until(b'\n', &mut head)?;
        if read == 0 || matches!(&head[start..], b"\n" | b"\r\n") {
            return Ok(head);
        }
    }
}

/// The method and the target of a request.
fn request_line(head: &[u8]) -> Option<(&str, &str)> {
    let line = std::str::from_utf8(head).ok()?.lines().next()?;
    let mut words = line.split(' ');
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    (version.starts_with("HTTP/1.") && target.starts_with('/') && words.next().is_none())
        .then_some((method, target))
}

fn find(files: &Path, target: &str) -> Response {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let Some(relative) = percent_decode(path).and_then(|path| safe(&path)) else {
        return text("400 Bad Request");
    };
    let mut path = files.join(relative);
    if path.is_dir() {
        path.push("index.html");
    }
    match fs::read(&path) {
        Ok(body) => Response { status: "200 OK", mime: mime(&path), body },
        Err(_) => text("404 Not Found"),
    }
}

/// `path` below the directory served, or nothing where it would lead out of it.
fn safe(path: &str) -> Option<PathBuf> {
    if path.contains(['\\', '\0', ':']) {
        return None;
    }
    let relative = Path::new(path.trim_start_matches('/'));
    relative.components().all(|part| matches!(part, Component::Normal(_))).then(|| relative.to_owned())
}

fn percent_decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        bytes.push((digit()? * 16 + digit()?) as u8);
    }
    String::from_utf8(bytes).ok()
}

fn text(status: &'static str) -> Response {
    Response { status, mime: "text/plain; charset=utf-8", body: status.into() }
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("txt" | "md" | "py") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(safe("/a/b.js"), Some(PathBuf::from("a/b.js")));
        assert_eq!(safe("/"), Some(PathBuf::new()));
        for outside in ["/../x", "/a/../../x", "/a\\..\\x", "/c:/x", "/a\0"] {
            assert_eq!(safe(outside), None, "{outside:?}");
        }
    }

    #[test]
    fn percent_escapes() {
        assert_eq!(percent_decode("/a%20b%C3%A9").as_deref(), Some("/a bé"));
        for bad in ["%", "%2", "%zz", "%ff"] {
            assert_eq!(percent_decode(bad), None, "{bad:?}");
        }
        assert_eq!(percent_decode("/%2e%2e/x").and_then(|path| safe(&path)), None);
    }

    #[test]
    fn request_lines() {
        assert_eq!(request_line(b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n"), Some(("GET", "/x")));
        for bad in [
            &b""[..],
            b"\r\n",
            b"GET\r\n",
            b"GET /x\r\n",
            b"GET x HTTP/1.1\r\n",
            b"\xff\xfe / HTTP/1.1\r\n",
            b"GET / HTTP/1.1 y\r\n",
        ] {
            assert_eq!(request_line(bad), None, "{bad:?}");
        }
    }

    /// Sends raw bytes to a real server and returns the first line of what it answers.
    fn ask(port: u16, request: &[u8]) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("connect");
        stream.write_all(request).expect("send");
        stream.shutdown(std::net::Shutdown::Write).expect("shutdown");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("receive");
        answer.lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn survives_bad_requests() {
        let server = Server::bind(0, PathBuf::from(env!("CARGO_MANIFEST_DIR"))).expect("bind");
        let port = server.listener.local_addr().expect("address").port();
        thread::spawn(move || server.run());
        assert_eq!(ask(port, b"GET /Cargo.toml HTTP/1.1\r\n\r\n"), "HTTP/1.1 200 OK");
        assert_eq!(ask(port, b"GET /../Cargo.toml HTTP/1.1\r\n\r\n"), "HTTP/1.1 400 Bad Request");
        assert_eq!(ask(port, b"GET /%2e%2e/Cargo.toml HTTP/1.1\r\n\r\n"), "HTTP/1.1 400 Bad Request");
        assert_eq!(ask(port, b"GET /none HTTP/1.1\r\n\r\n"), "HTTP/1.1 404 Not Found");
        assert_eq!(ask(port, b"POST / HTTP/1.1\r\n\r\n"), "HTTP/1.1 405 Method Not Allowed");
        assert_eq!(ask(port, b"\x00\xff\xff\r\n\r\n"), "HTTP/1.1 400 Bad Request");
        assert_eq!(ask(port, b""), "HTTP/1.1 400 Bad Request");
        assert_eq!(ask(port, b"GET /Cargo.toml HTTP/1.1\r\n\r\n"), "HTTP/1.1 200 OK");
    }
}
