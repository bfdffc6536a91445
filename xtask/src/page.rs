//! The page: `www/` and `pkg/` -> `www/dist`, static files for any host.

use crate::fingerprint::{self, unless_fresh};
use crate::npm::{self, npm};
use crate::package;
use crate::shell::{root, run, say, target};
use crate::wasm_target::Profile;
use anyhow::Result;
use std::path::PathBuf;

/// Builds the package and the page unless they are up to date.
pub fn build(profile: Profile) -> Result<()> {
    package::build(profile)?;
    npm::install(&www())?;
    let mut inputs = package::outputs();
    inputs.extend([package::rest_glue(), www()]);
    let fingerprint = fingerprint::of(&inputs)?;
    let made =
        unless_fresh(&target().join("xtask/page.stamp"), &fingerprint, &[dist().join("index.html")], || {
            say("the page: types");
            run(npm(&www()).args(["run", "--silent", "check"]))?;
            say("the page: build");
            run(npm(&www()).args(["run", "--silent", "build"]))
        })?;
    if !made {
        println!("www/dist is up to date");
    }
    Ok(())
}

/// The page's sources.
pub fn www() -> PathBuf {
    root().join("www")
}

/// The built page.
pub fn dist() -> PathBuf {
    www().join("dist")
}
