//! The index is a cache: whatever happens to its folder, it opens again and says where it stands.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use std::fs::OpenOptions;
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use search::{Index, SearchDoc, SearchError};

const CHILD: &str = "SEARCH_TEST_CHILD_DIR";

fn batch(number: i64) -> Vec<SearchDoc> {
    (0..50)
        .map(|place| SearchDoc {
            id: format!("{number}-{place}"),
            title: format!("Association numéro{number} place{place}"),
            ..SearchDoc::default()
        })
        .collect()
}

/// Not a test by itself: fills an index until it is killed, when started by the test below.
#[test]
fn child_that_never_stops_writing() {
    let Some(dir) = std::env::var_os(CHILD) else {
        return;
    };
    let index = Index::open(Path::new(&dir)).unwrap();
    for number in index.cursor() + 1.. {
        index.apply(&batch(number), &[], number).unwrap();
        println!("commit {number}");
    }
}

#[test]
fn killed_in_the_middle_of_commits_it_is_as_before_or_as_after() {
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged = 0;
    for round in 0..12u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["child_that_never_stops_writing", "--exact", "--nocapture"])
            .env(CHILD, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines.by_ref() {
            if line.unwrap().starts_with("commit") {
                break;
            }
        }
        std::thread::sleep(Duration::from_millis(3 + round * 7 % 60));
        child.kill().unwrap();
        child.wait().unwrap();
        let last = lines
            .filter_map(|line| line.ok()?.strip_prefix("commit ")?.parse::<i64>().ok())
            .last();

        let index = Index::open(dir.path()).unwrap();
        let cursor = index.cursor();
        assert!(
            cursor >= last.unwrap_or(acknowledged + 1),
            "an acknowledged commit is kept"
        );
        assert_eq!(
            index.len(),
            u64::try_from(cursor).unwrap() * 50,
            "cursor and documents agree"
        );
        assert_eq!(
            index.find(&format!("numéro{cursor}"), 100).unwrap().len(),
            50
        );
        acknowledged = cursor;
    }
    assert!(acknowledged >= 12);
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.metadata().unwrap().len() > 0)
        .collect();
    files.sort();
    files
}

/// A damaged folder gives an index that is either whole or empty at cursor 0, and can be filled again.
fn whole_or_rebuilt(dir: &Path, what: &str) {
    let index = Index::open(dir).unwrap();
    let state = (index.cursor(), index.len());
    assert!(state == (0, 0) || state == (3, 150), "{what}: {state:?}");
    let all: Vec<_> = (1..=3).flat_map(batch).collect();
    index.apply(&all, &[], 3).unwrap();
    assert_eq!((index.cursor(), index.len()), (3, 150), "{what}");
    assert_eq!(index.find("numéro2", 100).unwrap().len(), 50, "{what}");
}

#[test]
fn a_damaged_folder_is_rebuilt_not_refused() {
    let model = tempfile::tempdir().unwrap();
    let index = Index::open(model.path()).unwrap();
    for number in 1..=3 {
        index.apply(&batch(number), &[], number).unwrap();
    }
    drop(index);
    let filled = || {
        let dir = tempfile::tempdir().unwrap();
        for file in files(model.path()) {
            std::fs::copy(&file, dir.path().join(file.file_name().unwrap())).unwrap();
        }
        dir
    };
    let count = files(model.path()).len();
    assert!(count >= 8, "{count} files");
    for place in 0..count {
        let dir = filled();
        let path = files(dir.path())[place].clone();
        let mut file = OpenOptions::new().write(true).open(&path).unwrap();
        file.seek(SeekFrom::Start(path.metadata().unwrap().len() / 2))
            .unwrap();
        file.write_all(b"\xff\x00\xffdamage").unwrap();
        whole_or_rebuilt(dir.path(), &format!("overwritten: {}", path.display()));

        let dir = filled();
        let path = files(dir.path())[place].clone();
        OpenOptions::new()
            .write(true)
            .truncate(true)
            .open(&path)
            .unwrap();
        whole_or_rebuilt(dir.path(), &format!("emptied: {}", path.display()));

        let dir = filled();
        let path = files(dir.path())[place].clone();
        std::fs::remove_file(&path).unwrap();
        whole_or_rebuilt(dir.path(), &format!("removed: {}", path.display()));
    }
}

#[test]
fn anything_in_the_folder_is_survived() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("meta.json"), b"{\"not\": \"an index\"}").unwrap();
    std::fs::write(dir.path().join("notes.txt"), b"left here").unwrap();
    std::fs::create_dir(dir.path().join("folder")).unwrap();
    std::fs::write(dir.path().join("folder/kept"), b"not ours").unwrap();
    whole_or_rebuilt(dir.path(), "foreign files");
    assert!(dir.path().join("folder/kept").exists());
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, b"").unwrap();
    let error = Index::open(&file.join("index")).unwrap_err();
    assert!(matches!(error, SearchError::Folder { .. }));
    assert!(error.to_string().contains("file/index"), "{error}");
}

#[test]
fn two_writers_do_not_mix() {
    let dir = tempfile::tempdir().unwrap();
    let first = Index::open(dir.path()).unwrap();
    let clone = first.clone();
    let writers: Vec<_> = [first.clone(), clone]
        .into_iter()
        .enumerate()
        .map(|(number, index)| {
            let number = i64::try_from(number).unwrap();
            std::thread::spawn(move || index.apply(&batch(number), &[], number))
        })
        .collect();
    for writer in writers {
        writer.join().unwrap().unwrap();
    }
    assert_eq!(first.len(), 100);
}
