//! The opcode table and the stages of the compiler as JSON, for the page's help, which loads it when it is first asked for
//! (`www/src/help/help.json`). Not linked into the package.

use super::opcode::{Count, Kind, Opcode, OpcodeInfo};
use super::operand;
use crate::compiler::cfg::PASSES;
use crate::compiler::passes::{ASSEMBLE, BUILD, CODEGEN, texts};

/// `{"opcodes": {NAME: [number, caches, pops, pushes, category, kind, base, explanation, C]}, "passes": {NAME: sentence}}`, an
/// entry a line. `caches` names the inline cache entries with their sizes in code units (`counter 1, version 2`); `kind` is
/// `plain`, `pseudo`, `specialised` or `instrumented`; `base` is the plain opcode of the last two.
pub fn json() -> String {
    let mut opcodes: Vec<&OpcodeInfo> = Opcode::all().collect();
    opcodes.sort_by_key(|info| info.opcode.number());
    let opcodes: Vec<String> = opcodes.into_iter().map(opcode).collect();
    let names = [CODEGEN, BUILD].into_iter().chain(PASSES.iter().map(|pass| pass.name)).chain([ASSEMBLE]);
    let mut passes: Vec<String> = Vec::new();
    for name in names {
        let line = format!("    {}: {}", quoted(name), quoted(texts::about(name)));
        if !passes.contains(&line) {
            passes.push(line);
        }
    }
    format!(
        "{{\n  \"opcodes\": {{\n{}\n  }},\n  \"passes\": {{\n{}\n  }}\n}}\n",
        opcodes.join(",\n"),
        passes.join(",\n")
    )
}

fn opcode(info: &OpcodeInfo) -> String {
    let (kind, base) = match info.kind {
        Kind::Plain => ("plain", ""),
        Kind::Pseudo => ("pseudo", ""),
        Kind::Specialised(base) => ("specialised", base.name()),
        Kind::Instrumented(base) => ("instrumented", base.name()),
    };
    let category = format!("{:?}", info.category).to_lowercase();
    let texts = [
        &count(info.pops),
        &count(info.pushes),
        category.as_str(),
        kind,
        base,
        info.explanation,
        info.opcode.in_c(),
    ];
    let texts: Vec<String> = texts.into_iter().map(quoted).collect();
    let caches: Vec<String> =
        operand::cache_entries(info.opcode).iter().map(|(name, units)| format!("{name} {units}")).collect();
    let (number, caches) = (info.opcode.number(), quoted(&caches.join(", ")));
    format!("    {}: [{number}, {caches}, {}]", quoted(info.name), texts.join(", "))
}

fn count(count: Count) -> String {
    match count {
        Count::Fixed(n) => n.to_string(),
        Count::Arg(0) => "arg".to_owned(),
        Count::Arg(n) => format!("arg + {n}"),
        Count::TwiceArg => "2 × arg".to_owned(),
        Count::LowBit(n) => format!("{n} or {}", n + 1),
        Count::UnpackEx => "before + 1 + after".to_owned(),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `OUROSCOPE_WRITE_HELP=1 cargo test -p ouroscope-front help` writes the page's file anew.
    #[test]
    fn the_page_has_the_table_of_today() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/src/help/help.json");
        if std::env::var_os("OUROSCOPE_WRITE_HELP").is_some() {
            std::fs::write(path, json()).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
        let kept = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(kept == json(), "the opcode table has changed: OUROSCOPE_WRITE_HELP=1 writes {path} anew");
    }

    #[test]
    fn every_opcode_and_stage_is_told_in_a_sentence() {
        for info in Opcode::all() {
            let text = info.opcode.in_c();
            assert!(text.ends_with('.') && text.len() < 110, "{}: {text}", info.name);
        }
        for pass in &PASSES {
            assert!(texts::about(pass.name).ends_with('.'), "{}", pass.name);
        }
    }
}
