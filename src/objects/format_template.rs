//! The replacement fields of `str.format` (`Objects/stringlib/unicode_format.h`), read one at a time.
//! Looking fields up, converting and formatting them is the machine's part.

use super::fault::Fault;
use std::rc::Rc;

/// One step of a field's lookup after its first name: `.attribute` or `[index]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    Attribute(String),
    Key(String),
    Index(usize),
}

/// What a field starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldName {
    /// `{}`: the next positional argument.
    Automatic,
    Position(usize),
    Keyword(String),
}

/// One `{name!conversion:spec}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: FieldName,
    pub accesses: Vec<Access>,
    /// `s`, `r` or `a`.
    pub conversion: Option<char>,
    /// The specification, itself a template when it holds braces.
    pub spec: String,
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Literal(String),
    Field(Field),
}

/// A template being read.
#[derive(Clone, Debug)]
pub struct Template {
    chars: Rc<[char]>,
    at: usize,
}

fn fault(message: &str) -> Fault {
    Fault::value_error(message)
}

impl Template {
    pub fn new(text: &str) -> Template {
        Template { chars: text.chars().collect(), at: 0 }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// The next part, `None` at the end. Raises ValueError for malformed fields.
    pub fn next_part(&mut self) -> Result<Option<Part>, Fault> {
        let Some(first) = self.peek() else { return Ok(None) };
        self.at += 1;
        let doubled = self.peek() == Some(first);
        match first {
            '{' | '}' if doubled => {
                self.at += 1;
                Ok(Some(Part::Literal(first.to_string())))
            }
            '}' => Err(fault("Single '}' encountered in format string")),
            '{' => self.field().map(|field| Some(Part::Field(field))),
            _ => {
                let start = self.at - 1;
                while self.peek().is_some_and(|c| !matches!(c, '{' | '}')) {
                    self.at += 1;
                }
                Ok(Some(Part::Literal(self.chars[start..self.at].iter().collect())))
            }
        }
    }

    fn field(&mut self) -> Result<Field, Fault> {
        let start = self.at;
        if self.peek().is_none() {
            return Err(fault("Single '{' encountered in format string"));
        }
        let mut in_brackets = false;
        while let Some(c) = self.peek() {
            match c {
                '[' => in_brackets = true,
                ']' => in_brackets = false,
                '{' if !in_brackets => return Err(fault("unexpected '{' in field name")),
                '}' | ':' | '!' if !in_brackets => break,
                _ => {}
            }
            self.at += 1;
        }
        let name: Vec<char> = self.chars[start..self.at].to_vec();
        let end = self.peek().ok_or_else(|| fault("expected '}' before end of string"))?;
        self.at += 1;
        let mut conversion = None;
        let mut spec = String::new();
        match end {
            '!' => {
                conversion = Some(self.conversion()?);
                if self.chars[self.at - 1] == ':' {
                    spec = self.spec()?;
                }
            }
            ':' => spec = self.spec()?,
            _ => {}
        }
        let (name, accesses) = field_name(&name)?;
        Ok(Field { name, accesses, conversion, spec })
    }

    /// Reads `c}` or `c:` after `!`.
    fn conversion(&mut self) -> Result<char, Fault> {
        let conversion =
            self.peek().ok_or_else(|| fault("end of string while looking for conversion specifier"))?;
        self.at += 1;
        match self.peek() {
            Some('}' | ':') => self.at += 1,
            Some(_) => return Err(fault("expected ':' after conversion specifier")),
            None => return Err(fault("unmatched '{' in format spec")),
        }
        match conversion {
            's' | 'r' | 'a' => Ok(conversion),
            '!'..='~' => Err(fault(&format!("Unknown conversion specifier {conversion}"))),
            _ => Err(fault(&format!("Unknown conversion specifier \\x{:x}", u32::from(conversion)))),
        }
    }

    /// Reads a specification up to its closing brace; braces nest.
    fn spec(&mut self) -> Result<String, Fault> {
        let start = self.at;
        let mut depth = 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Ok(self.chars[start..self.at - 1].iter().collect());
            }
        }
        Err(fault("unmatched '{' in format spec"))
    }
}

/// Splits `first.attribute[index]`.
fn field_name(name: &[char]) -> Result<(FieldName, Vec<Access>), Fault> {
    let end = name.iter().position(|c| matches!(c, '.' | '[')).unwrap_or(name.len());
    let first: String = name[..end].iter().collect();
    let start = match integer(&first)? {
        Some(position) => FieldName::Position(position),
        None if first.is_empty() => FieldName::Automatic,
        None => FieldName::Keyword(first),
    };
    let mut accesses = Vec::new();
    let mut rest = &name[end..];
    while let Some((&kind, tail)) = rest.split_first() {
        let (text, after) = match kind {
            '.' => tail.split_at(tail.iter().position(|c| matches!(c, '.' | '[')).unwrap_or(tail.len())),
            '[' => {
                let close = tail
                    .iter()
                    .position(|&c| c == ']')
                    .ok_or_else(|| fault("Missing ']' in format string"))?;
                (&tail[..close], &tail[close + 1..])
            }
            _ => return Err(fault("Only '.' or '[' may follow ']' in format field specifier")),
        };
        if text.is_empty() {
            return Err(fault("Empty attribute in format string"));
        }
        let text: String = text.iter().collect();
        accesses.push(match (kind, integer(&text)?) {
            ('[', Some(index)) => Access::Index(index),
            ('[', None) => Access::Key(text),
            _ => Access::Attribute(text),
        });
        rest = after;
    }
    Ok((start, accesses))
}

fn integer(text: &str) -> Result<Option<usize>, Fault> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    match text.parse::<i64>() {
        Ok(number) => Ok(Some(number as usize)),
        Err(_) => Err(fault("Too many decimal digits in format string")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Result<Vec<Part>, String> {
        let mut template = Template::new(text);
        let mut parts = Vec::new();
        while let Some(part) = template.next_part().map_err(|fault| fault.message)? {
            parts.push(part);
        }
        Ok(parts)
    }

    #[test]
    fn fields() {
        let parts = parts("a{{{0.x[key][3]!r:>{w}}}}{}").unwrap();
        let Part::Field(field) = &parts[2] else { panic!("{parts:?}") };
        assert_eq!(field.name, FieldName::Position(0));
        assert_eq!(
            field.accesses,
            [Access::Attribute("x".into()), Access::Key("key".into()), Access::Index(3)]
        );
        assert_eq!((field.conversion, field.spec.as_str()), (Some('r'), ">{w}"));
        assert_eq!(parts[3], Part::Literal("}".into()));
        assert!(matches!(&parts[4], Part::Field(Field { name: FieldName::Automatic, .. })));
    }

    #[test]
    fn malformed_templates() {
        for (text, message) in [
            ("{", "Single '{' encountered in format string"),
            ("}", "Single '}' encountered in format string"),
            ("a}b", "Single '}' encountered in format string"),
            ("{0", "expected '}' before end of string"),
            ("{!", "end of string while looking for conversion specifier"),
            ("{!r", "unmatched '{' in format spec"),
            ("{!}", "unmatched '{' in format spec"),
            ("{0!x}", "Unknown conversion specifier x"),
            ("{0!rx}", "expected ':' after conversion specifier"),
            ("{0:", "unmatched '{' in format spec"),
            ("{0:{", "unmatched '{' in format spec"),
            ("{a{b}}", "unexpected '{' in field name"),
            ("{0[}", "expected '}' before end of string"),
            ("{0[a}", "expected '}' before end of string"),
            ("{0.}", "Empty attribute in format string"),
            ("{0[]}", "Empty attribute in format string"),
            ("{0!é}", "Unknown conversion specifier \\xe9"),
            ("{99999999999999999999}", "Too many decimal digits in format string"),
            ("{0!}", "unmatched '{' in format spec"),
            ("{0!r:", "unmatched '{' in format spec"),
            ("{0[99999999999999999999]}", "Too many decimal digits in format string"),
            ("{0!", "end of string while looking for conversion specifier"),
            ("{:{}", "unmatched '{' in format spec"),
        ] {
            assert_eq!(parts(text), Err(message.to_owned()), "{text}");
        }
    }
}
