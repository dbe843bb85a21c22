use std::sync::Arc;
use std::time::Duration;

use calendar::SystemClock;
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection};
use values::Ids;

/// A database of a test's own on the server, dropped with this value.
#[derive(Debug)]
pub(crate) struct Database {
    admin: String,
    name: String,
    url: String,
}

impl Database {
    pub(crate) async fn create(admin: &str) -> Self {
        let name = format!(
            "solidaire_test_{:016x}",
            Ids::system(Arc::new(SystemClock)).random_u64()
        );
        let connection = connect(admin).await;
        connection
            .execute_unprepared(&format!(
                "CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"
            ))
            .await
            .unwrap_or_else(|error| panic!("PostgreSQL : {error}"));
        let _ = connection.close().await;
        Self {
            url: with_database(admin, &name),
            admin: admin.to_owned(),
            name,
        }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (admin, name) = (self.admin.clone(), self.name.clone());
        // A runtime of its own: the test's may be ending.
        let done = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let connection = connect(&admin).await;
                let dropped = connection
                    .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
                    .await;
                if let Err(error) = dropped {
                    eprintln!("{name} reste sur le serveur de test : {error}");
                }
                let _ = connection.close().await;
            });
        });
        if done.join().is_err() {
            eprintln!("{} reste peut-être sur le serveur de test", self.name);
        }
    }
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(1)
        .connect_timeout(Duration::from_secs(10))
        .sqlx_logging(false);
    sea_orm::Database::connect(options)
        .await
        .unwrap_or_else(|error| panic!("PostgreSQL de test : {error}"))
}

/// The same address with another database: `…/postgres?x=y` becomes `…/NAME?x=y`.
fn with_database(url: &str, name: &str) -> String {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let start = address.find("://").map_or(0, |at| at + 3);
    let server = match address.get(start..).and_then(|rest| rest.find('/')) {
        Some(slash) => address.get(..start + slash).unwrap_or(address),
        None => address,
    };
    if query.is_empty() {
        format!("{server}/{name}")
    } else {
        format!("{server}/{name}?{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn only_the_database_changes() {
        for (url, expected) in [
            ("postgres://u@h:1/postgres", "postgres://u@h:1/n"),
            ("postgres://u:p@h/", "postgres://u:p@h/n"),
            ("postgres://h", "postgres://h/n"),
            ("postgres://h/x?host=/run/pg", "postgres://h/n?host=/run/pg"),
        ] {
            assert_eq!(with_database(url, "n"), expected);
        }
    }
}
