//! Text processor documents of Office Open XML.

use super::archive::{Archive, Limits};
use super::package::{Fault, Package};

pub(in crate::read) fn read(_archive: &mut Archive<'_>, _limits: &Limits) -> Package {
    Package::of(Fault::unreadable("not yet"))
}
