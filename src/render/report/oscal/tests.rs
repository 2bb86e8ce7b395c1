//! Both documents of whole workspaces: every reference resolves, and nothing in a cell is more than text.
