//! The searching, splitting, trimming and padding methods of `str`, over code points (`Objects/unicodeobject.c`,
//! `Objects/stringlib`). Positions and widths count code points.

use super::fault::{Fault, check_size};
use super::str_text::{is_line_break, is_space};

/// The byte offset of a code point position; the text's length when beyond.
pub fn byte_offset(text: &str, position: usize) -> usize {
    if text.is_ascii() {
        return position.min(text.len());
    }
    text.char_indices().nth(position).map_or(text.len(), |(offset, _)| offset)
}

/// The number of code points.
pub fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// `text[start:end]` for `start <= end`.
pub fn slice(text: &str, start: usize, end: usize) -> &str {
    if start >= end {
        return "";
    }
    &text[byte_offset(text, start)..byte_offset(text, end)]
}

/// The position of `part` within `text[start:end]`, from the left or the right.
pub fn find(text: &str, part: &str, start: usize, end: usize, from_right: bool) -> Option<usize> {
    if start > end || start > length(text) {
        return None;
    }
    let window = slice(text, start, end);
    let offset = if from_right { window.rfind(part) } else { window.find(part) }?;
    Some(start + length(&window[..offset]))
}

/// `text.count(part, start, end)`.
pub fn count(text: &str, part: &str, start: usize, end: usize) -> usize {
    if start > end || start > length(text) {
        return 0;
    }
    let window = slice(text, start, end);
    if part.is_empty() { length(window) + 1 } else { window.matches(part).count() }
}

/// `text.split(separator, maximum)`; a negative maximum is none. Raises ValueError for an empty separator.
pub fn split(text: &str, separator: Option<&str>, maximum: i64) -> Result<Vec<String>, Fault> {
    let limit = usize::try_from(maximum).unwrap_or(usize::MAX);
    match separator {
        Some("") => Err(Fault::value_error("empty separator")),
        Some(separator) => Ok(text.splitn(limit.saturating_add(1), separator).map(str::to_owned).collect()),
        None => Ok(split_words(text, limit)),
    }
}

fn split_words(text: &str, limit: usize) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        if words.len() == limit {
            words.push(rest.to_owned());
            break;
        }
        let end = rest.find(is_space).unwrap_or(rest.len());
        words.push(rest[..end].to_owned());
        rest = rest[end..].trim_start_matches(is_space);
    }
    words
}

/// `text.rsplit(separator, maximum)`.
pub fn rsplit(text: &str, separator: Option<&str>, maximum: i64) -> Result<Vec<String>, Fault> {
    let limit = usize::try_from(maximum).unwrap_or(usize::MAX);
    let mut parts: Vec<String> = match separator {
        Some("") => return Err(Fault::value_error("empty separator")),
        Some(separator) => text.rsplitn(limit.saturating_add(1), separator).map(str::to_owned).collect(),
        None => rsplit_words(text, limit),
    };
    parts.reverse();
    Ok(parts)
}

fn rsplit_words(text: &str, limit: usize) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_end_matches(is_space);
    while !rest.is_empty() {
        if words.len() == limit {
            words.push(rest.to_owned());
            break;
        }
        let start = rest.char_indices().rev().find(|&(_, c)| is_space(c));
        let start = start.map_or(0, |(offset, c)| offset + c.len_utf8());
        words.push(rest[start..].to_owned());
        rest = rest[..start].trim_end_matches(is_space);
    }
    words
}

/// `text.splitlines(keepends)`.
pub fn splitlines(text: &str, keep_ends: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some(end) = rest.find(is_line_break) else {
            lines.push(rest.to_owned());
            break;
        };
        let width = if rest[end..].starts_with("\r\n") {
            2
        } else {
            rest[end..].chars().next().map_or(0, char::len_utf8)
        };
        lines.push(rest[..if keep_ends { end + width } else { end }].to_owned());
        rest = &rest[end + width..];
    }
    lines
}

/// `strip`, `lstrip`, `rstrip`: drops white space, or any of `characters`, at the chosen ends.
pub fn strip<'a>(text: &'a str, characters: Option<&str>, left: bool, right: bool) -> &'a str {
    let drop = |c: char| characters.map_or_else(|| is_space(c), |characters| characters.contains(c));
    let text = if left { text.trim_start_matches(drop) } else { text };
    if right { text.trim_end_matches(drop) } else { text }
}

/// `text.replace(old, new, count)`; a negative count replaces all.
pub fn replace(text: &str, old: &str, new: &str, count: i64) -> Result<String, Fault> {
    let limit = usize::try_from(count).unwrap_or(usize::MAX);
    let found = if old.is_empty() { length(text) + 1 } else { text.matches(old).count() }.min(limit);
    check_size(text.len().saturating_add(found.saturating_mul(new.len())))?;
    Ok(text.replacen(old, new, limit))
}

/// `text.partition(separator)` (`rpartition` from the right): the parts around the separator, when it is there.
pub fn partition<'a>(
    text: &'a str,
    separator: &str,
    from_right: bool,
) -> Result<Option<(&'a str, &'a str)>, Fault> {
    if separator.is_empty() {
        return Err(Fault::value_error("empty separator"));
    }
    Ok(if from_right { text.rsplit_once(separator) } else { text.split_once(separator) })
}

/// Where a text goes in a wider field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Justify {
    Left,
    Right,
    Center,
}

/// `ljust`, `rjust`, `center`.
pub fn pad(text: &str, width: i64, fill: char, justify: Justify) -> Result<String, Fault> {
    let width = check_size(usize::try_from(width).unwrap_or(0))?;
    let missing = width.saturating_sub(length(text));
    let before = match justify {
        Justify::Left => 0,
        Justify::Right => missing,
        Justify::Center => missing / 2 + (missing & width & 1),
    };
    let filling = |count| std::iter::repeat_n(fill, count);
    Ok(filling(before).chain(text.chars()).chain(filling(missing - before)).collect())
}

/// `text.zfill(width)`: zeros after a sign.
pub fn zfill(text: &str, width: i64) -> Result<String, Fault> {
    let width = check_size(usize::try_from(width).unwrap_or(0))?;
    let zeros = "0".repeat(width.saturating_sub(length(text)));
    let sign = if text.starts_with(['+', '-']) { 1 } else { 0 };
    Ok(format!("{}{zeros}{}", &text[..sign], &text[sign..]))
}

/// `text.expandtabs(size)`.
pub fn expandtabs(text: &str, size: i64) -> Result<String, Fault> {
    let size = check_size(usize::try_from(size).unwrap_or(0))?;
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' if size > 0 => {
                let spaces = size - column % size;
                check_size(out.len() + spaces)?;
                out.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            '\t' => {}
            _ => {
                column = if matches!(c, '\n' | '\r') { 0 } else { column + 1 };
                out.push(c);
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
#[path = "str_ops_tests.rs"]
mod tests;
