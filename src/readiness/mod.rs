//! What the readiness report tells beside the verdict: plain facts, without formatting.

pub mod chain;
pub mod forecast;
pub mod look;
pub mod review_pack;
pub mod sample;
pub mod terms;
pub mod trends;

#[cfg(test)]
mod stories;
