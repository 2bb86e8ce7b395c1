//! The written tests; those of rule files and fixtures are made from the files by `files.rs`.

mod floors;
