use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::{Storage, StorageError};

impl Storage {
    /// Name and version of the database's software, for an administrator.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn software(&self) -> Result<String, StorageError> {
        Ok(match self.backend() {
            DbBackend::Sqlite => {
                format!("SQLite {}", self.one("SELECT sqlite_version()").await?)
            }
            _ => {
                let version = self.one("SELECT current_setting('server_version')").await?;
                format!("PostgreSQL {version}")
            }
        })
    }

    /// What is wrong with the stored database itself, in words; `None` when nothing is. On SQLite the whole
    /// file is read; PostgreSQL keeps its own checks, so only its encoding is looked at.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn damage(&self) -> Result<Option<String>, StorageError> {
        if self.backend() == DbBackend::Sqlite {
            let found = self.one("PRAGMA integrity_check(1)").await?;
            return Ok(
                (found != "ok").then(|| format!("le fichier de la base est abîmé ({found})"))
            );
        }
        let encoding = self
            .one("SELECT current_setting('server_encoding')")
            .await?;
        Ok((encoding != "UTF8").then(|| {
            format!("la base est en {encoding} et non en UTF8 : tous les noms n’y tiennent pas")
        }))
    }

    async fn one(&self, sql: &str) -> Result<String, StorageError> {
        let row = self
            .reader()
            .query_one_raw(Statement::from_string(self.backend(), sql.to_owned()))
            .await?
            .ok_or_else(|| StorageError::BadValue(sql.to_owned()))?;
        Ok(row.try_get_by_index::<String>(0)?)
    }
}
