//! A web server for this machine alone: files of a few folders, under the policy that the package promises to work with.

use crate::{
    build::{self, Profile},
    package, setup,
    shell::{root, say},
};
use anyhow::{Context, Result};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

/// Tried first where no port is asked for.
const PORT: u16 = 8080;

const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      require-trusted-types-for 'script'; trusted-types 'none'";

/// What lies under an address; the first folder that has the file gives it.
struct Mount {
    /// Begins and ends with a slash.
    address: &'static str,
    folders: Vec<PathBuf>,
}

/// Builds, and serves the gallery until it is stopped.
pub fn gallery(port: Option<u16>) -> Result<()> {
    setup::wasm_target()?;
    build::folders(Profile::Quick)?;
    let mounts = vec![
        // The modules as they are written come first: after a change, loading the page again is enough.
        Mount { address: "/package/", folders: vec![build::sources(), build::url()] },
        Mount { address: "/inline/", folders: vec![build::sources(), build::inline()] },
        Mount { address: "/", folders: vec![root().join("www/gallery")] },
    ];
    let listener = match port {
        Some(port) => listen(port)?,
        None => listen(PORT).or_else(|_| listen(0))?,
    };
    say(format_args!("the gallery is at http://{}/ (Ctrl-C stops it)", listener.local_addr()?));
    serve(&listener, mounts);
    Ok(())
}

/// Serves the gallery with the package as it ships, for as long as this process lives, and returns its address.
pub fn package() -> Result<String> {
    started(shipped())
}

/// The same with the pages that the benchmark measures against, and what it wrote for them.
pub fn bench(written: PathBuf) -> Result<String> {
    let folders = vec![root().join("xtask/bench"), written];
    started([vec![Mount { address: "/bench/", folders }], shipped()].into_iter().flatten().collect())
}

fn shipped() -> Vec<Mount> {
    vec![
        Mount { address: "/package/", folders: vec![package::folder().join("url")] },
        Mount { address: "/inline/", folders: vec![package::folder()] },
        Mount { address: "/", folders: vec![root().join("www/gallery")] },
    ]
}

fn started(mounts: Vec<Mount>) -> Result<String> {
    let listener = listen(0)?;
    let address = format!("http://{}/", listener.local_addr()?);
    thread::spawn(move || serve(&listener, mounts));
    Ok(address)
}

fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| format!("port {port} of 127.0.0.1"))
}

/// Answers for ever.
fn serve(listener: &TcpListener, mounts: Vec<Mount>) {
    let mounts = Arc::new(mounts);
    for stream in listener.incoming().flatten() {
        let mounts = Arc::clone(&mounts);
        // A browser that goes away in the middle of an answer is no news.
        thread::spawn(move || answer(&stream, &mounts).ok());
    }
}

fn answer(mut stream: &TcpStream, mounts: &[Mount]) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    // To the end of its head: closing on what was not read would take the answer back.
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let mut words = request.split(' ');
    let (method, address) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (status, kind, body) = match (method, file(address, mounts)) {
        ("GET" | "HEAD", Some(file)) => ("200 OK", kind(&file), fs::read(file)?),
        ("GET" | "HEAD", None) => ("404 Not Found", "text/plain", b"There is no such file.\n".to_vec()),
        _ => ("405 Method Not Allowed", "text/plain", b"Files can only be got.\n".to_vec()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         X-Content-Type-Options: nosniff\r\nContent-Security-Policy: {POLICY}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if method != "HEAD" {
        stream.write_all(&body)?;
    }
    Ok(())
}

/// The file at an address, if the mounts have it; never one outside them.
fn file(address: &str, mounts: &[Mount]) -> Option<PathBuf> {
    let path = address.split(['?', '#']).next()?;
    let path = decoded(path)?;
    let mount = mounts.iter().find(|mount| path.starts_with(mount.address))?;
    let mut inside = PathBuf::from(path.strip_prefix(mount.address)?);
    if !inside.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    if path.ends_with('/') {
        inside.push("index.html");
    }
    mount.folders.iter().map(|folder| folder.join(&inside)).find(|file| file.is_file())
}

/// Undoes percent-encoding.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = path.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let mut digit = || char::from(bytes.next()?).to_digit(16);
                u8::try_from(16 * digit()? + digit()?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(out).ok().filter(|path| !path.contains('\0'))
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "geojson" | "map") => "application/json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::{Mount, file, root};

    #[test]
    fn only_files_of_the_mounts_are_found() {
        let mounts = [
            Mount { address: "/code/", folders: vec![root().join("src"), root().join("tests")] },
            Mount { address: "/", folders: vec![root().join("xtask")] },
        ];
        let found = |address| file(address, &mounts).map(|file| file.strip_prefix(root()).unwrap().to_owned());
        assert_eq!(found("/code/lib.rs?v=1"), Some("src/lib.rs".into()));
        assert_eq!(found("/code/%6dain.rs"), Some("tests/main.rs".into()));
        assert_eq!(found("/src/main.rs"), Some("xtask/src/main.rs".into()));
        for outside in [
            "/",
            "",
            "lib.rs",
            "/code/../Cargo.toml",
            "/code/%2e%2e/Cargo.toml",
            "/code//etc/passwd",
            "/%",
            "/%zz",
            "/code/%00",
        ] {
            assert_eq!(found(outside), None, "{outside}");
        }
    }
}
