//! The stages as text, for the command line: the whole sequence, what each pass changed, the whole result.

use super::{ASSEMBLE, BUILD, BlockRows, CODEGEN, Change, Passes, Row, Stage, texts};
use crate::ast::Ast;
use std::fmt::Write;

/// The passes of one unit; nodes are those of `ast`.
pub fn dump(passes: &Passes, ast: &Ast) -> String {
    let mut out = format!("Passes of {}:\n", passes.code.qualname);
    for stage in &passes.stages {
        let _ = writeln!(out, "\n{}: {}", stage.name, texts::about(stage.name));
        if [CODEGEN, BUILD, ASSEMBLE].contains(&stage.name) {
            whole(&mut out, stage, passes, ast);
        } else {
            changes(&mut out, stage);
        }
    }
    out
}

fn whole(out: &mut String, stage: &Stage, passes: &Passes, ast: &Ast) {
    for block in &stage.blocks {
        if stage.name != CODEGEN {
            let _ = writeln!(out, "  {}", heading(block));
        }
        for row in block.rows.iter().filter(|row| row.change != Change::Removed) {
            let label = row.label.map_or(String::new(), |label| format!("L{label}:"));
            let place = row.offset.map_or(label, |offset| offset.to_string());
            let node = passes.identities.get(row.id as usize).and_then(|identity| identity.node);
            let node = node.map_or("", |node| ast.kind(node).name());
            let touched = row.touched.and_then(|stage| passes.stages.get(stage as usize));
            let touched = if stage.name == ASSEMBLE { touched.map_or("", |stage| stage.name) } else { "" };
            let line = format!("  {place:>6} {:<40} {node:<16} {touched}", row.text());
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
}

fn changes(out: &mut String, stage: &Stage) {
    let before = out.len();
    for block in &stage.blocks {
        let rows: Vec<&Row> = block.rows.iter().filter(|row| row.change != Change::Same).collect();
        // What these two find out stands in the headings.
        let marks =
            stage.name == "calculate_stackdepth" || stage.name == "mark_except_handlers" && block.handler;
        if rows.is_empty() && block.change == Change::Same && !marks {
            continue;
        }
        let _ = writeln!(out, "  {}", heading(block));
        for row in rows {
            let _ = writeln!(out, "    {} {}", sign(row.change), told(row));
        }
    }
    if out.len() == before {
        out.push_str("  nothing\n");
    }
}

fn heading(block: &BlockRows) -> String {
    let mut text = format!("B{}", block.id);
    let parts = [
        (block.handler, "handler"),
        (block.cold, "cold"),
        (block.change == Change::Added, "new"),
        (block.change == Change::Removed, "empty now"),
        (block.change == Change::Moved, "moved"),
    ];
    for (_, part) in parts.iter().filter(|(holds, _)| *holds) {
        text.push_str(&format!(" ({part})"));
    }
    if let Some(depth) = block.start_depth {
        text.push_str(&format!(" stack {depth}"));
    }
    text
}

fn sign(change: Change) -> char {
    match change {
        Change::Same => ' ',
        Change::Added | Change::Copied => '+',
        Change::Removed => '-',
        Change::Rewritten => '~',
        Change::Moved => '>',
        Change::Handler => '!',
        Change::Line => '@',
    }
}

fn told(row: &Row) -> String {
    let text = row.text();
    match row.change {
        Change::Rewritten => format!("{text} (was {})", row.was),
        Change::Copied => format!("{text} (a copy)"),
        Change::Moved => format!("{text} (from {})", row.was),
        Change::Handler => match row.handler {
            Some(handler) => format!("{text} (exceptions go to B{handler})"),
            None => format!("{text} (unprotected)"),
        },
        Change::Line => {
            let line = |line: &str| if line.is_empty() { "none".to_owned() } else { line.to_owned() };
            let now = if row.location.line < 0 { String::new() } else { row.location.line.to_string() };
            format!("{text} (line {}, was {})", line(&now), line(&row.was))
        }
        _ => text,
    }
}
