//! Results and messages of CPython 3.14.8's `%` operator on str.

use super::*;

fn format(text: &str, apply: impl Fn(&Directive) -> Result<String, Fault>) -> String {
    let mut pieces = Pieces::new(text);
    let mut out = String::new();
    while let Some(piece) = pieces.next_piece().unwrap() {
        match piece {
            Piece::Literal(text) => out.push_str(&text),
            Piece::Directive(directive) => out.push_str(&apply(&directive).unwrap()),
        }
    }
    out
}

#[rustfmt::skip]
const INTS: &[(&str, &str, &str)] = &[
    ("%#x", "255", "0xff"),
    ("%#o", "8", "0o10"),
    ("%#X", "255", "0XFF"),
    ("%+d", "5", "+5"),
    ("% d", "5", " 5"),
    ("%05d", "-5", "-0005"),
    ("%-05d|", "5", "5    |"),
    ("%.3d", "5", "005"),
    ("%8.3d", "-5", "    -005"),
    ("%08.3d", "5", "00000005"),
    ("%#.3x", "5", "0x005"),
    ("%x", "-255", "-ff"),
    ("%ld", "3", "3"),
    ("%hd", "3", "3"),
    ("%u", "3", "3"),
    ("%d", "1", "1"),
    ("%d", "1000000000000000000000000000000", "1000000000000000000000000000000"),
    ("%x", "1000000000000000000000000000000", "c9f2c9cd04674edea40000000"),
    ("%.50x", "1000000000000000000000000000000", "0000000000000000000000000c9f2c9cd04674edea40000000"),
    ("%o", "-8", "-10"),
    ("%#o", "0", "0o0"),
    ("%#x", "0", "0x0"),
    ("%#d", "3", "3"),
    ("%+ d", "3", "+3"),
    ("%0-5d|", "3", "3    |"),
    ("%.d", "3", "3"),
    ("%i", "-3", "-3"),
    ("%+05d", "7", "+0007"),
    ("%-+8d|", "7", "+7      |"),
    ("%# x", "255", " 0xff"),
];

#[rustfmt::skip]
const FLOATS: &[(&str, f64, &str)] = &[
    ("%f", 1.0, "1.000000"),
    ("%e", 12345.678, "1.234568e+04"),
    ("%g", 1e+20, "1e+20"),
    ("%G", 1e-20, "1E-20"),
    ("%#g", 1.0, "1.00000"),
    ("%.0f", 0.5, "0"),
    ("%F", f64::INFINITY, "INF"),
    ("%05f", f64::NAN, "00nan"),
    ("%+5.1f", 2.25, " +2.2"),
    ("%.f", 2.5, "2"),
    ("%e", -0.0, "-0.000000e+00"),
    ("%f", 1e+300, "1000000000000000052504760255204420248704468581108159154915854115511802457988908195786371375080447864043704443832883878176942523235360430575644792184786706982848387200926575803737830233794788090059368953234970799945081119038967640880074652742780142494579258788820056842838115669472196386865459400540160.000000"),
    ("%010.2e", -1.5, "-01.50e+00"),
    ("%+.3e", 1e-10, "+1.000e-10"),
    ("%#.0f", 2.0, "2."),
    ("%#.0e", 2.0, "2.e+00"),
    ("%G", 1e-10, "1E-10"),
    ("%E", 1.5, "1.500000E+00"),
];

#[rustfmt::skip]
const STRINGS: &[(&str, &str, &str)] = &[
    ("%5.1s|", "abc", "    a|"),
    ("%+s", "a", "a"),
    ("%05s", "a", "    a"),
    ("%.s", "abc", ""),
    ("%10.3s|", "äöüé", "       äöü|"),
];

#[test]
fn values() {
    for &(text, value, expected) in INTS {
        assert_eq!(format(text, |directive| directive.integer(&value.parse().unwrap())), expected, "{text}");
    }
    for &(text, value, expected) in FLOATS {
        assert_eq!(format(text, |directive| directive.float(value)), expected, "{text}");
    }
    for &(text, value, expected) in STRINGS {
        assert_eq!(format(text, |directive| directive.text(value)), expected, "{text}");
    }
}

#[test]
fn malformed_directives() {
    for (text, message) in [
        ("%", "incomplete format"),
        ("%(a)", "incomplete format"),
        ("%5", "incomplete format"),
        ("%.", "incomplete format"),
        ("%l", "incomplete format"),
        ("%(a", "incomplete format key"),
        ("%99999999999999999999d", "width too big"),
        ("%.99999999999f", "precision too big"),
    ] {
        assert_eq!(Pieces::new(text).next_piece().unwrap_err().message, message, "{text}");
    }
    let Ok(Some(Piece::Directive(directive))) = Pieces::new("%((a))-*.*y").next_piece() else {
        panic!("a directive")
    };
    assert_eq!(directive.key.as_deref(), Some("(a)"));
    assert_eq!(
        (directive.width, directive.precision, directive.left),
        (Amount::Argument, Amount::Argument, true)
    );
    assert_eq!(directive.unsupported().message, "unsupported format character 'y' (0x79) at index 10");
}
