//! The `~~~^^^` under a traceback's source line (`Lib/traceback.py`, `StackSummary.format_frame_summary`).

use crate::ast::{Ast, NodeId, NodeKind};
use crate::bytecode::code::Position;
use crate::source::Source;
use crate::stages::Stages;
use std::collections::BTreeSet;

/// Where the `^` part begins and ends: line in the segment and column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Anchors {
    left: (usize, usize),
    right: (usize, usize),
}

/// The indented source lines of an instruction with carets under the part that ran.
///
/// `position` has one-based lines and columns in UTF-8 bytes; without columns only the first line is shown.
pub fn source_lines(source: &Source, position: Position) -> String {
    let Some(first) = position.line.filter(|&line| line <= source.lines().len()) else {
        return String::new();
    };
    let line_text = |line: u32| source.line_text(line).trim_end_matches(['\n', '\r']).to_owned();
    let first_text = line_text(first);
    let last = position.end_line.unwrap_or(first).clamp(first, source.lines().len());
    let (Some(col), Some(end_col)) = (position.col, position.end_col) else {
        let stripped = first_text.trim();
        return if stripped.is_empty() { String::new() } else { format!("    {stripped}\n") };
    };
    let originals: Vec<String> = (first..=last).map(line_text).collect();
    let lines = dedent(&originals);
    if lines.iter().all(|line| line.trim().is_empty()) {
        return String::new();
    }
    let dedented = char_len(&first_text) - char_len(&lines[0]);
    let offset = |line: &str, byte: u32| chars_before(line, byte as usize).saturating_sub(dedented);
    let start = offset(&first_text, col);
    let end = offset(&originals[originals.len() - 1], end_col);
    let excerpt = Excerpt { lines, start, end };
    indent(&dedent_text(&excerpt.render()))
}

/// The lines of an instruction, and the character columns where it starts (first line) and ends (last line).
struct Excerpt {
    lines: Vec<String>,
    start: usize,
    end: usize,
}

impl Excerpt {
    fn render(&self) -> String {
        let anchors = self.anchors();
        let carets = self.shows_carets(anchors.is_some());
        let mut shown = BTreeSet::from([0, self.lines.len() - 1]);
        for anchor in anchors.iter().flat_map(|a| [a.left.0, a.right.0]) {
            shown.extend(anchor.saturating_sub(1)..=anchor + 1);
        }
        shown.retain(|&line| line < self.lines.len());
        let mut out = String::new();
        let mut previous: Option<usize> = None;
        for &line in &shown {
            match previous.map_or(1, |previous| line - previous) {
                2 => self.push_line(line - 1, anchors, carets, &mut out),
                gap if gap > 2 => out.push_str(&format!("...<{} lines>...\n", gap - 1)),
                _ => {}
            }
            self.push_line(line, anchors, carets, &mut out);
            previous = Some(line);
        }
        out
    }

    fn push_line(&self, number: usize, anchors: Option<Anchors>, carets: bool, out: &mut String) {
        let line = &self.lines[number];
        out.push_str(line);
        out.push('\n');
        if !carets {
            return;
        }
        let spaces = char_len(line) - char_len(line.trim_start());
        let last = number == self.lines.len() - 1;
        let width = if last { display_width(line, self.end) } else { display_width(line, usize::MAX) };
        let start = display_width(&self.lines[0], self.start);
        for column in 0..width {
            out.push(if column < spaces || (number == 0 && column < start) {
                ' '
            } else {
                match anchors {
                    Some(anchors) if self.between(anchors, number, column) => '^',
                    Some(_) => '~',
                    None => '^',
                }
            });
        }
        out.push('\n');
    }

    /// Is the column in the anchored part? Anchors on the first line are relative to the start of the instruction.
    fn between(&self, anchors: Anchors, line: usize, column: usize) -> bool {
        let place = |(anchor_line, anchor_column): (usize, usize)| {
            let column = if anchor_line == 0 { anchor_column + self.start } else { anchor_column };
            (anchor_line, display_width(&self.lines[anchor_line], column))
        };
        place(anchors.left) <= (line, column) && (line, column) < place(anchors.right)
    }

    /// Carets under a whole line say nothing, nor under a call that is all of `return f(...)` or `x = f(...)`.
    fn shows_carets(&self, anchored: bool) -> bool {
        if self.call_spans_line() == Some(true) {
            return false;
        }
        let before: String = self.lines[0].chars().take(self.start).collect();
        let after: String = self.lines[self.lines.len() - 1].chars().skip(self.end).collect();
        anchored || !before.trim_start().is_empty() || !after.trim_end().is_empty()
    }

    /// Whether the call of `return name(...)` or `name = call(...)` covers exactly the instruction; `None` where the lines do not
    /// parse by themselves.
    fn call_spans_line(&self) -> Option<bool> {
        let parsed = Parsed::of(&self.lines.join("\n"))?;
        let statement = match parsed.body().first() {
            Some(&statement) => statement,
            None => return Some(true),
        };
        let call = match *parsed.ast.kind(statement) {
            NodeKind::Return { value: Some(value) } => match *parsed.ast.kind(value) {
                NodeKind::Call { func, .. } if matches!(parsed.ast.kind(func), NodeKind::Name { .. }) => {
                    Some(value)
                }
                _ => None,
            },
            NodeKind::Assign { targets, value, .. } => match parsed.ast.list(targets) {
                [target] if matches!(parsed.ast.kind(*target), NodeKind::Name { .. }) => Some(value),
                _ => None,
            },
            _ => None,
        };
        let Some(call) = call.filter(|&call| matches!(parsed.ast.kind(call), NodeKind::Call { .. })) else {
            return Some(false);
        };
        let span = parsed.ast.span(call);
        let start = parsed.source.byte_position(span.start);
        let end = parsed.source.byte_position(span.end);
        Some(
            (start.line, start.column as usize) == (1, self.start)
                && (end.line as usize, end.column as usize) == (self.lines.len(), self.end),
        )
    }

    fn segment(&self) -> Vec<String> {
        let last = self.lines.len() - 1;
        let mut lines = self.lines.clone();
        lines[last] = lines[last].chars().take(self.end).collect();
        lines[0] = lines[0].chars().skip(self.start).collect();
        lines
    }

    /// The operator of a binary operation, the brackets of a subscript or call.
    fn anchors(&self) -> Option<Anchors> {
        let lines = self.segment();
        let parsed = Parsed::of(&format!("(\n{}\n)", lines.join("\n")))?;
        let &[statement] = parsed.body() else { return None };
        let &NodeKind::Expr { value } = parsed.ast.kind(statement) else { return None };
        let text = Characters::of(&lines);
        match *parsed.ast.kind(value) {
            NodeKind::BinOp { left, right, .. } => {
                let after = text.valid(parsed.end(left))?;
                let (line, column) = text.until(after, |c| !c.is_whitespace() && c != ')')?;
                let (right_line, right_column) = parsed.start(right);
                let two =
                    text.at(line, column + 1).is_some_and(|c| !c.is_whitespace() && c != '\\' && c != '#')
                        && (right_line > line || column + 1 < right_column);
                Some(Anchors { left: (line, column), right: (line, column + 1 + usize::from(two)) })
            }
            NodeKind::Subscript { value: inner, .. } => {
                let left = text.until(text.valid(parsed.end(inner))?, |c| c == '[')?;
                Some(Anchors { left, right: parsed.end(value) })
            }
            NodeKind::Call { func, .. } => {
                let left = text.until(text.valid(parsed.end(func))?, |c| c == '(')?;
                Some(Anchors { left, right: parsed.end(value) })
            }
            _ => None,
        }
    }
}

/// A piece of source parsed by itself.
struct Parsed {
    source: Source,
    ast: Ast,
}

impl Parsed {
    fn of(text: &str) -> Option<Parsed> {
        let Stages { source, ast, .. } = Stages::of(Source::new("<traceback>", text), |_| {});
        ast.map(|ast| Parsed { source, ast })
    }

    fn body(&self) -> &[NodeId] {
        match self.ast.kind(self.ast.root()) {
            NodeKind::Module { body, .. } => self.ast.list(*body),
            _ => &[],
        }
    }

    /// Line and character column in the segment, which begins one line down behind the added bracket.
    fn place(&self, offset: u32) -> (usize, usize) {
        let position = self.source.char_position(offset);
        ((position.line as usize).saturating_sub(2), position.column as usize)
    }

    fn start(&self, node: NodeId) -> (usize, usize) {
        self.place(self.ast.span(node).start)
    }

    fn end(&self, node: NodeId) -> (usize, usize) {
        self.place(self.ast.span(node).end)
    }
}

/// The segment as characters by line.
struct Characters(Vec<Vec<char>>);

impl Characters {
    fn of(lines: &[String]) -> Characters {
        Characters(lines.iter().map(|line| line.chars().collect()).collect())
    }

    fn at(&self, line: usize, column: usize) -> Option<char> {
        self.0.get(line)?.get(column).copied()
    }

    /// The place itself, or the next one that holds a character.
    fn valid(&self, (mut line, mut column): (usize, usize)) -> Option<(usize, usize)> {
        while line < self.0.len() && column >= self.0[line].len() {
            (line, column) = (line + 1, 0);
        }
        (line < self.0.len()).then_some((line, column))
    }

    /// The next character that satisfies `stop`, comments and continuations skipped.
    fn until(
        &self,
        (mut line, mut column): (usize, usize),
        stop: impl Fn(char) -> bool,
    ) -> Option<(usize, usize)> {
        loop {
            let c = self.at(line, column)?;
            if c == '\\' || c == '#' {
                (line, column) = self.valid((line + 1, 0))?;
            } else if stop(c) {
                return Some((line, column));
            } else {
                (line, column) = self.valid((line, column + 1))?;
            }
        }
    }
}

fn char_len(text: &str) -> usize {
    text.chars().count()
}

/// Characters before a byte offset.
fn chars_before(line: &str, byte: usize) -> usize {
    line.char_indices().take_while(|&(at, _)| at < byte).count()
}

/// Columns a terminal needs for the first `count` characters: East Asian wide and full-width ones take two.
fn display_width(line: &str, count: usize) -> usize {
    line.chars().take(count).map(|c| 1 + usize::from(is_wide(c))).sum()
}

/// The blocks of `EastAsianWidth.txt` that are wide or full-width as a whole.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x115f | 0x2e80..=0x303e | 0x3041..=0x33ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xa000..=0xa4cf
        | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe6f | 0xff00..=0xff60 | 0xffe0..=0xffe6
        | 0x1f300..=0x1f64f | 0x1f900..=0x1f9ff | 0x20000..=0x3fffd)
}

/// `textwrap.dedent` on lines: removes the leading blanks that all non-blank lines share.
fn dedent(lines: &[String]) -> Vec<String> {
    let blank = |line: &&String| line.trim().is_empty();
    let margin = lines
        .iter()
        .filter(|line| !blank(line))
        .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
        .min()
        .unwrap_or(0);
    lines.iter().map(|line| line.get(margin..).unwrap_or("").to_owned()).collect()
}

fn dedent_text(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    dedent(&lines).iter().map(|line| format!("{line}\n")).collect()
}

fn indent(text: &str) -> String {
    text.lines().map(|line| format!("    {line}\n")).collect()
}
