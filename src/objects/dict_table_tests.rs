//! Random insertions, deletions and `popitem`s with logged `__eq__` calls, against CPython 3.14.8.
//!
//! Keys are distinct objects each time: the handle's high part numbers the object, the low part is the key's value.

use super::*;

const FNV_START: u64 = 14695981039346656037;

fn fnv(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(1099511628211)
}

/// Hash patterns with few, many and only perturbation-resolved collisions, as in the reference generator.
fn pattern(kind: u64, k: u64) -> i64 {
    let hash = match kind {
        0 => k,
        1 => k % 7,
        2 => k * 64,
        3 => k * 2_654_435_761 % (1 << 40),
        _ => k % 3 * (1 << 35) + k % 5,
    };
    hash as i64
}

fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    *state >> 33
}

const VALUE_BITS: u32 = 12;

fn value(key: u32) -> u64 {
    u64::from(key) & ((1 << VALUE_BITS) - 1)
}

/// `(hash pattern, operations, key span, final length, hash of the log, hash of the final order)`.
type Case = (u64, u64, u64, usize, u64, u64);

#[rustfmt::skip]
const CASES: &[Case] = &[
    (0, 5, 4, 1, 11417912103874286629, 12638153115695167455),
    (0, 5, 30, 3, 14695981039346656037, 4072492219032453262),
    (0, 5, 400, 2, 404084849923529043, 716929992946642709),
    (0, 40, 4, 2, 7136957578634281136, 592597218053142079),
    (0, 40, 30, 16, 16193323021701951946, 5921881868617480469),
    (0, 40, 400, 16, 14049692670950562288, 4958750741479012860),
    (0, 300, 4, 0, 13671318289730069767, 14695981039346656037),
    (0, 300, 30, 20, 17074820875131867173, 1542519941354523163),
    (0, 300, 400, 109, 11881890402581698056, 17216254290584636994),
    (0, 2000, 4, 1, 6993616198333667273, 12638153115695167455),
    (0, 2000, 30, 17, 3690025391390293726, 13387359746009138225),
    (0, 2000, 400, 212, 4326801315656728062, 8818039302576486616),
    (1, 5, 4, 2, 590684067820433389, 590682968308805178),
    (1, 5, 30, 0, 10372065575959019819, 14695981039346656037),
    (1, 5, 400, 2, 348499039568783188, 348327515754782272),
    (1, 40, 4, 1, 8322328253814753982, 12638154215206795666),
    (1, 40, 30, 11, 13852255906148075463, 15872241592744233982),
    (1, 40, 400, 26, 5940457094055365017, 508664242939256238),
    (1, 300, 4, 4, 14324240774178121869, 17712773367166244227),
    (1, 300, 30, 20, 1850984864217458401, 2417717489586774727),
    (1, 300, 400, 116, 12483544938395182357, 13410872620975726139),
    (1, 2000, 4, 2, 11272443676433429559, 592598317564770290),
    (1, 2000, 30, 15, 16910470971241233965, 5775358612215576993),
    (1, 2000, 400, 224, 18031875212037108741, 2580880522949201166),
    (2, 5, 4, 1, 11407430459523118841, 12638155314718423877),
    (2, 5, 30, 3, 14695981039346656037, 4708122090157592334),
    (2, 5, 400, 0, 358908116152867500, 14695981039346656037),
    (2, 40, 4, 2, 1433856894140967602, 591641742448415945),
    (2, 40, 30, 10, 13600908639847162316, 15245653787100411343),
    (2, 40, 400, 18, 17496655540945778474, 14539074198529822861),
    (2, 300, 4, 2, 8355980051593656232, 592596118541513868),
    (2, 300, 30, 18, 5315500226041568983, 16711493957663692753),
    (2, 300, 400, 126, 204256637132591499, 9328752723730038853),
    (2, 2000, 4, 3, 4543988531164725658, 16280444588197505475),
    (2, 2000, 30, 20, 10817859320987072013, 15946473638144520980),
    (2, 2000, 400, 202, 12827244656297448747, 13387754350782281548),
    (3, 5, 4, 2, 591639543425159523, 591640642936787734),
    (3, 5, 30, 3, 14695981039346656037, 16278520442848514675),
    (3, 5, 400, 3, 14695981039346656037, 3372328716795416962),
    (3, 40, 4, 4, 12644344045781240068, 9546370689827223527),
    (3, 40, 30, 12, 4137087247830325802, 4936157693422456347),
    (3, 40, 400, 14, 16182381815884086685, 16367573199814119717),
    (3, 300, 4, 1, 13463691326796424609, 12638152016183539244),
    (3, 300, 30, 17, 7024059621325100939, 9161420091717318573),
    (3, 300, 400, 103, 16604619783133185535, 4452581638595144651),
    (3, 2000, 4, 3, 16206159769707340458, 16283315413058196721),
    (3, 2000, 30, 13, 16037819164043746784, 3251647846608163385),
    (3, 2000, 400, 230, 14589547727667382456, 2808055644489962309),
    (4, 5, 4, 2, 591639543425159523, 589729691727335466),
    (4, 5, 30, 4, 590667575146010224, 7144636998777316273),
    (4, 5, 400, 4, 14695981039346656037, 13439066324730912985),
    (4, 40, 4, 3, 16528210327025862232, 15034029410693363237),
    (4, 40, 30, 11, 8852973634111962513, 3683509888791391177),
    (4, 40, 400, 10, 18308816102038734797, 2647700577789043079),
    (4, 300, 4, 4, 16306956341920684415, 4309691404151108035),
    (4, 300, 30, 17, 14053314809480538697, 17834574265211856634),
    (4, 300, 400, 109, 15637611166989201636, 7048549613023219036),
    (4, 2000, 4, 1, 7980138476476755603, 12638152016183539244),
    (4, 2000, 30, 18, 5230990485621026314, 8453528793352585569),
    (4, 2000, 400, 226, 2261534394190030785, 11209199118038138727),
];

#[test]
fn probes_compare_as_cpython_does() {
    for &(kind, operations, span, len, log_hash, order_hash) in CASES {
        let mut state = operations * 1000 + span * 10 + kind;
        let mut table: DictTable<u32> = DictTable::new();
        let mut log = FNV_START;
        for number in 0..operations as u32 {
            let operation = random(&mut state) % 10;
            let k = random(&mut state) % span;
            let (hash, key) = (pattern(kind, k), (number << VALUE_BITS) | k as u32);
            if operation == 9 {
                if let Some(entry) = table.pop_last() {
                    log = fnv(fnv(log, value(entry.key)), 9999);
                }
                continue;
            }
            // CPython's dict.pop looks nothing up in an empty dict.
            let found = table.find(hash, key, |stored| {
                log = fnv(fnv(log, value(stored)), k);
                value(stored) == k
            });
            match found {
                Some(position) if operation >= 6 => {
                    table.remove(position);
                }
                None if operation < 6 => table.insert_new(hash, key, 0),
                _ => {}
            }
        }
        let name = format!("pattern {kind}, {operations} operations, span {span}");
        assert_eq!((table.len(), log), (len, log_hash), "{name}");
        let order =
            |table: &DictTable<u32>| table.iter().fold(FNV_START, |h, entry| fnv(h, value(entry.key)));
        assert_eq!(order(&table), order_hash, "order of {name}");
        if let Some(copy) = table.dense_copy() {
            assert_eq!(order(&copy), order_hash, "order of the copy of {name}");
        }
    }
}

#[test]
fn a_probe_restarts_when_the_table_changed() {
    let mut table: DictTable<u32> = DictTable::new();
    table.insert_new(5, 1, 0);
    let mut probe = Probe::new(5, 2);
    assert_eq!(table.probe(&mut probe), ProbeStep::Compare(1));
    // The comparison removed the key and inserted another one of the same hash.
    table.remove(0);
    table.insert_new(5, 3, 0);
    assert_eq!(table.resume(&mut probe, true), ProbeStep::Compare(3));
    for key in 10..20 {
        table.insert_new(i64::from(key), key, 0);
    }
    assert_eq!(table.resume(&mut probe, false), ProbeStep::Compare(3));
    table.clear();
    assert_eq!(table.resume(&mut probe, true), ProbeStep::Missing);
}

#[test]
fn sizes_grow_as_in_cpython() {
    // sys.getsizeof steps of a growing dict: 8, 16, 32, 64, 128 ... slots at 1, 6, 11, 22, 43 ... entries.
    let mut table: DictTable<u32> = DictTable::new();
    let mut steps = Vec::new();
    for key in 0..200_u32 {
        let before = table.slots();
        table.insert_new(i64::from(key), key, 0);
        if table.slots() != before {
            steps.push((table.len(), table.slots()));
        }
    }
    assert_eq!(steps, [(1, 8), (6, 16), (11, 32), (22, 64), (43, 128), (86, 256), (171, 512)]);
    assert_eq!(DictTable::<u32>::with_expected(5).slots(), 0);
    assert_eq!(DictTable::<u32>::with_expected(6).slots(), 16);
}
