//! [`rank`]: a lot for each entry, which depends on nothing but the seed and the name of the entry.

/// The lot of a name under a seed; the lowest is drawn first.
///
/// The name is hashed with FNV-1a (64 bits), the seed is added, and the first number of `SplitMix64` from there is the lot.
/// Both are published and small enough to be repeated elsewhere; neither may ever change, because a sample that was drawn
/// once has to come out again. That each name has a lot of its own keeps the draw when entries are added or sorted.
pub(super) fn rank(seed: u64, name: &str) -> u64 {
    split_mix(fnv(name.as_bytes()).wrapping_add(seed))
}

fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

fn split_mix(state: u64) -> u64 {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_the_published_ones() {
        // The first three numbers of SplitMix64 from the seed 1234567, as its reference implementation gives them.
        let gamma = 0x9e37_79b9_7f4a_7c15_u64;
        let numbers = [0, 1, 2].map(|step: u64| split_mix(1_234_567_u64.wrapping_add(gamma.wrapping_mul(step))));
        assert_eq!(numbers, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
        for (text, hash) in
            [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)]
        {
            assert_eq!(fnv(text.as_bytes()), hash, "{text}");
        }
    }

    #[test]
    fn a_lot_never_changes() {
        for (seed, name, expected) in RANKS {
            assert_eq!(rank(*seed, name), *expected, "{seed} {name}");
        }
    }

    // Worked out by another program.
    const RANKS: &[(u64, &str, u64)] = &[
        (0, "IMP-2026-001", 1_113_428_013_687_398_933),
        (7, "IMP-2026-001", 3_705_677_360_447_665_621),
        (0, "Zürich", 11_096_000_129_251_378_253),
        (u64::MAX, "", 12_526_092_518_647_758_689),
    ];
}
