//! A PostgreSQL cluster of our own, for as long as the tests run.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::guard::{Guard, random_name};
use crate::{machine, run};

/// A running cluster in a temporary folder; stopped and removed when dropped or when this process ends.
#[derive(Debug)]
pub struct Postgres {
    url: String,
    folder: PathBuf,
    user: Option<String>,
    bin: PathBuf,
    _guard: Guard,
}

impl Postgres {
    /// Makes and starts a cluster on a free port of the loopback interface.
    pub fn start() -> Result<Self> {
        let bin = machine::postgres_bin().context("no PostgreSQL server, 15 or newer")?;
        let user = machine::is_root().then(system_user).transpose()?;
        let name = format!("solidaire-{}", random_name()?);
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir(&folder)?;
        // The guard stands before the cluster does, so that nothing is left whatever happens between.
        let guard = Guard::at_end(STOP, &[&folder.to_string_lossy()])?;
        if let Some(user) = &user {
            run::read(Command::new("chown").arg(user).arg(&folder))?;
        }
        let port = free_port()?;
        let this = Self {
            url: format!("postgres://postgres@127.0.0.1:{port}/postgres"),
            folder,
            user,
            bin,
            _guard: guard,
        };
        this.create()?;
        this.launch(&name, port)?;
        this.verify(&name)?;
        Ok(this)
    }

    /// Where it answers; the user may create databases.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How many databases were created on it: nothing when no test came here.
    pub fn databases_created(&self) -> usize {
        std::fs::read(self.log())
            .map(|log| {
                String::from_utf8_lossy(&log)
                    .matches("CREATE DATABASE")
                    .count()
            })
            .unwrap_or(0)
    }

    /// Suspends every process of the cluster (it accepts connections and says nothing), or lets them go on.
    pub fn pause(&self, suspended: bool) -> Result<()> {
        let signal = if suspended { "-STOP" } else { "-CONT" };
        let postmaster = self.postmaster()?;
        let children = run::read(Command::new("ps").args(["-o", "pid=", "--ppid", &postmaster]))
            .unwrap_or_default();
        let mut command = Command::new("kill");
        command
            .arg(signal)
            .arg(&postmaster)
            .args(children.split_whitespace());
        run::call(&mut command)
    }

    /// Stops the cluster at once, as a crash would; [`Postgres::resume`] starts it again.
    pub fn stop(&self) -> Result<()> {
        let mut command = self.as_user("pg_ctl");
        command
            .args(["stop", "--silent", "--mode=immediate", "-D"])
            .arg(self.data());
        run::read(&mut command).map(drop)
    }

    /// Starts a stopped cluster on the same port.
    pub fn resume(&self) -> Result<()> {
        let mut command = self.as_user("pg_ctl");
        command
            .args(["start", "--silent", "--wait", "-D"])
            .arg(self.data())
            .arg("--log")
            .arg(self.log());
        run::call(command.stdout(std::process::Stdio::null()))
    }

    /// Asks one value.
    pub fn ask(&self, query: &str) -> Result<String> {
        let mut command = Command::new(self.bin.join("psql"));
        command
            .arg(&self.url)
            .args(["--no-psqlrc", "-X", "-A", "-t", "-q", "-c", query]);
        Ok(run::read(&mut command)?.trim().to_owned())
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn postmaster(&self) -> Result<String> {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid"))?;
        Ok(file.lines().next().unwrap_or_default().trim().to_owned())
    }

    /// A server program, run as the user that owns the cluster.
    fn as_user(&self, program: &str) -> Command {
        let program = self.bin.join(program);
        let mut command = match &self.user {
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(program);
                command
            }
            None => Command::new(program),
        };
        command.current_dir(&self.folder);
        command
    }

    fn create(&self) -> Result<()> {
        let mut command = self.as_user("initdb");
        command
            .args([
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "-D",
            ])
            .arg(self.data());
        run::read(&mut command).map(drop)
    }

    fn launch(&self, name: &str, port: u16) -> Result<()> {
        // Nothing of a test's cluster outlives the machine's next crash, so it need not reach the disk.
        let settings = format!(
            "\nlisten_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\ncluster_name = '{name}'\n\
             fsync = off\nfull_page_writes = off\nmax_connections = 300\nlog_statement = 'ddl'\n"
        );
        let file = self.data().join("postgresql.conf");
        let mut text = std::fs::read_to_string(&file)?;
        text.push_str(&settings);
        std::fs::write(&file, text)?;
        self.resume()
    }

    /// Makes sure that what answers is the cluster just made, and not another on the same port.
    fn verify(&self, name: &str) -> Result<()> {
        let until = Instant::now() + Duration::from_secs(10);
        loop {
            match self.ask("SELECT current_setting('cluster_name')") {
                Ok(answer) if answer == name => break,
                Ok(answer) => bail!("another PostgreSQL answers at {}: `{answer}`", self.url),
                Err(error) if Instant::now() > until => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(100)),
            }
        }
        let data = self.ask("SELECT current_setting('data_directory')")?;
        if Path::new(&data) != self.data() {
            bail!(
                "another PostgreSQL answers at {}: its data are in {data}",
                self.url
            );
        }
        Ok(())
    }
}

/// Stops the processes of the cluster, suspended or not, and removes its folder.
const STOP: &str = r#"
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -CONT $pid $(ps -o pid= --ppid "$pid") 2>/dev/null
  kill -QUIT "$pid" 2>/dev/null
  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.25
  done
  kill -KILL "$pid" 2>/dev/null
fi
rm -rf -- "$1"
"#;

/// The user that a cluster of root's runs as: PostgreSQL refuses root.
fn system_user() -> Result<String> {
    for user in ["postgres", "solidaire-test"] {
        if run::read(Command::new("id").args(["-u", user])).is_ok() {
            return Ok(user.to_owned());
        }
    }
    run::read(Command::new("useradd").args([
        "--system",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        "solidaire-test",
    ]))?;
    Ok("solidaire-test".to_owned())
}

/// A port of the loopback interface that nobody listens on.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}
