//! The facts of a report on small workspaces.
