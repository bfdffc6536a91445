//! `cargo xtask serve`: the built page at a local address.

use crate::server::Server;
use crate::wasm_target::Profile;
use crate::{browser, page};
use anyhow::{Context, Result};
use std::io;

/// Tried first, and then the next ones, when no port is asked for.
const DEFAULT_PORT: u16 = 8314;

pub fn serve(profile: Profile, port: Option<u16>, open: bool) -> Result<()> {
    page::build(profile)?;
    let server = bind(port)?;
    let address = server.address();
    println!("\nOuroscope is served at {address} (Ctrl+C stops it)");
    if open {
        browser::open(&address);
    }
    server.run()
}

/// A server of the built page on `port`, or on the first free port from the default one.
fn bind(port: Option<u16>) -> Result<Server> {
    if let Some(port) = port {
        return Server::bind(port, page::dist()).with_context(|| format!("cannot listen on port {port}"));
    }
    let free = (DEFAULT_PORT..DEFAULT_PORT + 20).find_map(|port| match Server::bind(port, page::dist()) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => None,
        other => Some(other),
    });
    free.unwrap_or_else(|| Server::bind(0, page::dist())).context("cannot listen on any port")
}
