//! Running the program as people and machines do.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The outcome of a command.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_solidaire"));
    command
        .args(args)
        .arg("--dir")
        .arg(dir)
        .env_remove("NOTIFY_SOCKET");
    for (name, _) in std::env::vars() {
        if name.starts_with("SOLIDAIRE_") {
            command.env_remove(name);
        }
    }
    command
}

pub fn run(dir: &Path, args: &[&str]) -> Ran {
    ran(command(dir, args).output().unwrap())
}

pub fn ran(output: Output) -> Ran {
    // Plain spaces are easier to compare.
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(['\u{a0}', '\u{202f}'], " ");
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: text(&output.stdout),
        err: text(&output.stderr),
    }
}

/// A fresh city.
pub fn city(dir: &Path, extra: &[&str]) {
    let mut args = vec!["init", "--city", "25056", "--name", "Besançon"];
    args.extend(extra);
    let ran = run(dir, &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

/// What somebody with the `sqlite3` shell would do.
pub fn sqlite3(dir: &Path, sql: &str) -> String {
    let output = Command::new("sqlite3")
        .arg(dir.join("solidaire.sqlite3"))
        .arg(sql)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A running server, killed at the end.
pub struct Server {
    pub child: Child,
    pub port: u16,
    pub metrics: u16,
}

impl Server {
    pub fn start(dir: &Path, more: impl FnOnce(&mut Command)) -> Self {
        let (port, metrics) = (free_port(), free_port());
        let mut command = command(dir, &["serve", "--port", &port.to_string()]);
        command
            .env("SOLIDAIRE_SERVER__METRICS_PORT", metrics.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        more(&mut command);
        let server = Self {
            child: command.spawn().unwrap(),
            port,
            metrics,
        };
        let begun = Instant::now();
        while server
            .get("/healthz")
            .is_none_or(|(status, _)| status != 200)
        {
            assert!(
                begun.elapsed() < Duration::from_secs(40),
                "the server does not answer"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        server
    }

    pub fn get(&self, path: &str) -> Option<(u16, String)> {
        get(self.port, path)
    }

    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([name, &pid])
                .status()
                .unwrap()
                .success()
        );
    }

    /// Waits for the end; the exit code, what was printed, and how long it took.
    pub fn wait(mut self) -> (i32, String, Duration) {
        let begun = Instant::now();
        let status = self.child.wait().unwrap();
        let took = begun.elapsed();
        let mut out = String::new();
        self.child
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut out)
            .unwrap();
        (status.code().unwrap_or(-1), out, took)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn get(port: u16, path: &str) -> Option<(u16, String)> {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(2)).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(12)))
        .ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    Some((status, answer))
}

const HEADER: &str = "id;id_ex;siret;rup_mi;gestion;date_creat;date_decla;date_publi;date_disso;nature;groupement;titre;titre_court;objet;objet_social1;objet_social2;adrs_complement;adrs_numvoie;adrs_repetition;adrs_typevoie;adrs_libvoie;adrs_distrib;adrs_codeinsee;adrs_codepostal;adrs_libcommune;adrg_declarant;adrg_complemid;adrg_complemgeo;adrg_libvoie;adrg_distrib;adrg_codepostal;adrg_achemine;adrg_pays;dir_civilite;siteweb;publiweb;observation;position;maj_time";

/// A real line of the register's shape, by number.
pub fn rna_file(dir: &Path, lines: u32) -> PathBuf {
    let mut text = format!("{HEADER}\n");
    for n in 0..lines {
        text.push_str(&format!(
            "W251{n:06};;;;251P;2010-01-02;2020-03-04;2010-01-16;;D;S;ASSOCIATION {n};A{n};Objet numéro {n};020000;000000;;1;;RUE;de la République;_;25056;25000;Besançon;;;;1 RUE de la République;;25000;BESANCON;FRANCE;PM;;1;;A;2020-03-04 10:00:00\n"
        ));
    }
    let path = dir.join("rna_waldec_20260101_dpt_25.csv");
    std::fs::write(&path, text).unwrap();
    path
}
