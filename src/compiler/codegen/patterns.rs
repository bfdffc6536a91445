//! `match` (PEP 634). Every pattern consumes the value on top and jumps out if it does not match.
use super::oparg::SUBSCR;
use super::{Codegen, Gen};
use crate::ast::{CmpOp, ExprContext, NodeId, NodeKind, NodeList, Operator, repr_constant, repr_str};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::{Label, Location};
use std::rc::Rc;

/// The state of matching one case.
#[derive(Default)]
struct Matching {
    /// Names captured so far, in the order of their values on the stack.
    stores: Vec<Rc<str>>,
    /// Whether a pattern that always matches is allowed here.
    allow_irrefutable: bool,
    /// Where to go on failure, by how many values must be popped.
    fail_pop: Vec<Label>,
    /// Values on the stack above the captured ones that must stay there.
    on_top: usize,
}

impl Codegen<'_> {
    fn is_wildcard(&self, pattern: NodeId) -> bool {
        matches!(self.ast.kind(pattern), NodeKind::MatchAs { name: None, .. })
    }

    fn is_star_wildcard(&self, pattern: NodeId) -> bool {
        matches!(self.ast.kind(pattern), NodeKind::MatchStar { name: None })
    }

    pub(super) fn match_stmt(&mut self, subject: NodeId, cases: NodeList) -> Gen {
        let ast = self.ast;
        self.visit_expr(subject)?;
        let end = self.new_label();
        let mut cases = ast.list(cases);
        let count = cases.len();
        let mut default = None;
        if let [init @ .., last] = cases
            && !init.is_empty()
            && let NodeKind::MatchCase { pattern, guard, body } = ast.kind(*last)
            && self.is_wildcard(*pattern)
        {
            cases = init;
            default = Some((*pattern, *guard, *body));
        }
        for (index, &case) in cases.iter().enumerate() {
            self.match_case(case, index + 1 == cases.len(), index + 1 == count, end)?;
        }
        if let Some((pattern, guard, body)) = default {
            self.op(Opcode::NOP, self.loc(pattern));
            if let Some(guard) = guard {
                self.jump_if(guard, end, false)?;
            }
            self.visit_stmts(body)?;
        }
        self.use_label(end);
        Ok(())
    }

    /// `last_tested`: no later case needs the subject; `last`: no case follows at all.
    fn match_case(&mut self, case: NodeId, last_tested: bool, last: bool, end: Label) -> Gen {
        let NodeKind::MatchCase { pattern, guard, body } = self.ast.kind(case) else { return Ok(()) };
        let loc = self.loc(*pattern);
        if !last_tested {
            self.op_i(Opcode::COPY, 1, loc);
        }
        let mut matching = Matching { allow_irrefutable: guard.is_some() || last, ..Matching::default() };
        self.pattern(*pattern, &mut matching)?;
        for name in std::mem::take(&mut matching.stores) {
            self.name_op(&name, ExprContext::Store, loc)?;
        }
        if let Some(guard) = guard {
            let fail = self.fail_label(&mut matching, 0);
            self.jump_if(*guard, fail, false)?;
        }
        if !last_tested {
            self.op(Opcode::POP_TOP, Location::NEXT);
        }
        self.visit_stmts(*body)?;
        self.jump(Opcode::JUMP, end, Location::NONE);
        self.emit_fail_pops(&mut matching, loc);
        Ok(())
    }

    fn fail_label(&mut self, matching: &mut Matching, pops: usize) -> Label {
        while matching.fail_pop.len() <= pops {
            let label = self.new_label();
            matching.fail_pop.push(label);
        }
        matching.fail_pop[pops]
    }

    /// Jumps to where everything this case has put on the stack is popped.
    fn jump_to_fail(&mut self, matching: &mut Matching, opcode: Opcode, loc: Location) {
        let target = self.fail_label(matching, matching.on_top + matching.stores.len());
        self.jump(opcode, target, loc);
    }

    fn emit_fail_pops(&mut self, matching: &mut Matching, loc: Location) {
        let labels = std::mem::take(&mut matching.fail_pop);
        let Some((first, rest)) = labels.split_first() else { return };
        for &label in rest.iter().rev() {
            self.use_label(label);
            self.op(Opcode::POP_TOP, loc);
        }
        self.use_label(*first);
    }

    /// Moves the value on top below the `count - 1` values under it.
    fn rotate(&mut self, count: usize, loc: Location) {
        for depth in (2..=count).rev() {
            self.op_i(Opcode::SWAP, depth as u32, loc);
        }
    }

    fn duplicate_store(&self, name: &str, pattern: NodeId) -> crate::diagnostic::Diagnostic {
        self.error(format!("multiple assignments to name {} in pattern", repr_str(name)), pattern)
    }

    fn capture(&mut self, name: Option<&Rc<str>>, pattern: NodeId, matching: &mut Matching) -> Gen {
        let loc = self.loc(pattern);
        let Some(name) = name else {
            self.op(Opcode::POP_TOP, loc);
            return Ok(());
        };
        if matching.stores.contains(name) {
            return Err(self.duplicate_store(name, pattern));
        }
        self.rotate(matching.on_top + matching.stores.len() + 1, loc);
        matching.stores.push(name.clone());
        Ok(())
    }

    fn subpattern(&mut self, pattern: NodeId, matching: &mut Matching) -> Gen {
        let outer = std::mem::replace(&mut matching.allow_irrefutable, true);
        self.pattern(pattern, matching)?;
        matching.allow_irrefutable = outer;
        Ok(())
    }

    fn pattern(&mut self, pattern: NodeId, matching: &mut Matching) -> Gen {
        self.within(pattern, |codegen| codegen.pattern_code(pattern, matching))
    }

    fn pattern_code(&mut self, pattern: NodeId, matching: &mut Matching) -> Gen {
        let loc = self.loc(pattern);
        match self.ast.kind(pattern) {
            NodeKind::MatchValue { value } => {
                if !matches!(self.ast.kind(*value), NodeKind::Constant { .. } | NodeKind::Attribute { .. }) {
                    let message = "patterns may only match literals and attribute lookups";
                    return Err(self.error(message, pattern));
                }
                self.visit_expr(*value)?;
                self.op_compare(CmpOp::Eq, loc);
                self.op(Opcode::TO_BOOL, loc);
                self.jump_to_fail(matching, Opcode::POP_JUMP_IF_FALSE, loc);
                Ok(())
            }
            NodeKind::MatchSingleton { value } => {
                self.load_const_of(value, loc);
                self.op_compare(CmpOp::Is, loc);
                self.jump_to_fail(matching, Opcode::POP_JUMP_IF_FALSE, loc);
                Ok(())
            }
            NodeKind::MatchSequence { patterns } => self.sequence_pattern(pattern, *patterns, matching),
            NodeKind::MatchMapping { .. } => self.mapping_pattern(pattern, matching),
            NodeKind::MatchClass { .. } => self.class_pattern(pattern, matching),
            NodeKind::MatchStar { name } => self.capture(name.as_ref(), pattern, matching),
            NodeKind::MatchAs { .. } => self.as_pattern(pattern, matching),
            NodeKind::MatchOr { patterns } => self.or_pattern(pattern, *patterns, matching),
            _ => Err(self.error("invalid match pattern", pattern)),
        }
    }

    fn as_pattern(&mut self, pattern: NodeId, matching: &mut Matching) -> Gen {
        let NodeKind::MatchAs { pattern: inner, name } = self.ast.kind(pattern) else { return Ok(()) };
        let Some(inner) = inner else {
            if matching.allow_irrefutable {
                return self.capture(name.as_ref(), pattern, matching);
            }
            let what = match name {
                Some(name) => format!("name capture {}", repr_str(name)),
                None => "wildcard".to_owned(),
            };
            return Err(self.error(format!("{what} makes remaining patterns unreachable"), pattern));
        };
        matching.on_top += 1;
        self.op_i(Opcode::COPY, 1, self.loc(pattern));
        self.pattern(*inner, matching)?;
        matching.on_top -= 1;
        self.capture(name.as_ref(), pattern, matching)
    }

    fn length_check(&mut self, size: usize, op: CmpOp, matching: &mut Matching, loc: Location) {
        self.op(Opcode::GET_LEN, loc);
        self.load_const(Constant::from(size as i64), loc);
        self.op_compare(op, loc);
        self.jump_to_fail(matching, Opcode::POP_JUMP_IF_FALSE, loc);
    }

    fn sequence_pattern(&mut self, pattern: NodeId, patterns: NodeList, matching: &mut Matching) -> Gen {
        let ast = self.ast;
        let items = ast.list(patterns);
        let loc = self.loc(pattern);
        let is_star = |item: &NodeId| matches!(ast.kind(*item), NodeKind::MatchStar { .. });
        let star = items.iter().position(is_star);
        if items.iter().filter(|item| is_star(item)).count() > 1 {
            return Err(self.error("multiple starred names in sequence pattern", pattern));
        }
        let only_wildcards = items.iter().all(|&item| self.is_wildcard(item) || self.is_star_wildcard(item));
        matching.on_top += 1;
        self.op(Opcode::MATCH_SEQUENCE, loc);
        self.jump_to_fail(matching, Opcode::POP_JUMP_IF_FALSE, loc);
        match star {
            None => self.length_check(items.len(), CmpOp::Eq, matching, loc),
            Some(_) if items.len() > 1 => self.length_check(items.len() - 1, CmpOp::GtE, matching, loc),
            Some(_) => {}
        }
        matching.on_top -= 1;
        match star {
            _ if only_wildcards => {
                self.op(Opcode::POP_TOP, loc);
                Ok(())
            }
            Some(star) if self.is_star_wildcard(items[star]) => {
                self.match_by_index(items, star, matching, loc)
            }
            _ => self.match_by_unpacking(pattern, items, star, matching, loc),
        }
    }

    fn match_by_unpacking(
        &mut self,
        pattern: NodeId,
        items: &[NodeId],
        star: Option<usize>,
        matching: &mut Matching,
        loc: Location,
    ) -> Gen {
        match star {
            None => self.op_i(Opcode::UNPACK_SEQUENCE, items.len() as u32, loc),
            Some(before) => {
                let after = items.len() - before - 1;
                if before >= 1 << 8 || after >= i32::MAX as usize >> 8 {
                    let message = "too many expressions in star-unpacking sequence pattern";
                    return Err(self.error(message, pattern));
                }
                self.op_i(Opcode::UNPACK_EX, (before + (after << 8)) as u32, loc);
            }
        }
        matching.on_top += items.len();
        for &item in items {
            matching.on_top -= 1;
            self.subpattern(item, matching)?;
        }
        Ok(())
    }

    /// With `*_` the items are fetched one by one instead of building a list nobody wants.
    fn match_by_index(
        &mut self,
        items: &[NodeId],
        star: usize,
        matching: &mut Matching,
        loc: Location,
    ) -> Gen {
        matching.on_top += 1;
        for (index, &item) in items.iter().enumerate() {
            if self.is_wildcard(item) || index == star {
                continue;
            }
            self.op_i(Opcode::COPY, 1, loc);
            if index < star {
                self.load_const(Constant::from(index as i64), loc);
            } else {
                // The subject need not support negative indices.
                self.op(Opcode::GET_LEN, loc);
                self.load_const(Constant::from((items.len() - index) as i64), loc);
                self.op_binary(Operator::Sub, false, loc);
            }
            self.op_i(Opcode::BINARY_OP, SUBSCR, loc);
            self.subpattern(item, matching)?;
        }
        matching.on_top -= 1;
        self.op(Opcode::POP_TOP, loc);
        Ok(())
    }

    fn class_pattern(&mut self, pattern: NodeId, matching: &mut Matching) -> Gen {
        let ast = self.ast;
        let NodeKind::MatchClass { cls, patterns, kwd_attrs, kwd_patterns } = ast.kind(pattern) else {
            return Ok(());
        };
        let loc = self.loc(pattern);
        for (index, name) in kwd_attrs.iter().enumerate() {
            if let Some(later) = kwd_attrs[index + 1..].iter().position(|other| other == name) {
                let at = ast.list(*kwd_patterns)[index + 1 + later];
                return Err(self.error(format!("attribute name repeated in class pattern: {name}"), at));
            }
        }
        let count = patterns.len() + kwd_patterns.len();
        self.visit_expr(*cls)?;
        self.load_str_tuple(kwd_attrs.iter(), loc);
        self.op_i(Opcode::MATCH_CLASS, patterns.len() as u32, loc);
        self.fail_if_none(1, matching, loc);
        self.op_i(Opcode::UNPACK_SEQUENCE, count as u32, loc);
        matching.on_top += count;
        matching.on_top -= 1;
        for &item in ast.list(*patterns).iter().chain(ast.list(*kwd_patterns)) {
            matching.on_top -= 1;
            if self.is_wildcard(item) {
                self.op(Opcode::POP_TOP, loc);
            } else {
                self.subpattern(item, matching)?;
            }
        }
        Ok(())
    }

    /// Fails if the value on top is `None`; `added` values stay on top otherwise.
    fn fail_if_none(&mut self, added: usize, matching: &mut Matching, loc: Location) {
        self.op_i(Opcode::COPY, 1, loc);
        self.load_const(Constant::None, loc);
        self.op_i(Opcode::IS_OP, 1, loc);
        matching.on_top += added;
        self.jump_to_fail(matching, Opcode::POP_JUMP_IF_FALSE, loc);
    }

    fn mapping_pattern(&mut self, pattern: NodeId, matching: &mut Matching) -> Gen {
        let ast = self.ast;
        let NodeKind::MatchMapping { keys, patterns, rest } = ast.kind(pattern) else { return Ok(()) };
        let loc = self.loc(pattern);
        let size = keys.len();
        matching.on_top += 1;
        self.op(Opcode::MATCH_MAPPING, loc);
        self.jump_to_fail(matching, Opcode::POP_JUMP_IF_FALSE, loc);
        if size == 0 && rest.is_none() {
            matching.on_top -= 1;
            self.op(Opcode::POP_TOP, loc);
            return Ok(());
        }
        if size > 0 {
            self.length_check(size, CmpOp::GtE, matching, loc);
        }
        self.mapping_keys(pattern, ast.list(*keys))?;
        self.op_i(Opcode::BUILD_TUPLE, size as u32, loc);
        self.op(Opcode::MATCH_KEYS, loc);
        self.fail_if_none(2, matching, loc);
        self.op_i(Opcode::UNPACK_SEQUENCE, size as u32, loc);
        matching.on_top += size;
        matching.on_top -= 1;
        for &item in ast.list(*patterns) {
            matching.on_top -= 1;
            self.subpattern(item, matching)?;
        }
        matching.on_top -= 2;
        let Some(rest) = rest else {
            self.op(Opcode::POP_TOP, loc);
            self.op(Opcode::POP_TOP, loc);
            return Ok(());
        };
        // A copy of the subject without the keys that were matched.
        self.op_i(Opcode::BUILD_MAP, 0, loc);
        self.op_i(Opcode::SWAP, 3, loc);
        self.op_i(Opcode::DICT_UPDATE, 2, loc);
        self.op_i(Opcode::UNPACK_SEQUENCE, size as u32, loc);
        for left in (1..=size).rev() {
            self.op_i(Opcode::COPY, 1 + left as u32, loc);
            self.op_i(Opcode::SWAP, 2, loc);
            self.op(Opcode::DELETE_SUBSCR, loc);
        }
        self.capture(Some(rest), pattern, matching)
    }

    fn mapping_keys(&mut self, pattern: NodeId, keys: &[NodeId]) -> Gen {
        let ast = self.ast;
        let mut seen: Vec<&Constant> = Vec::new();
        for &key in keys {
            match ast.kind(key) {
                NodeKind::Constant { value, .. } => {
                    if seen.contains(&value) {
                        let message =
                            format!("mapping pattern checks duplicate key ({})", repr_constant(value));
                        return Err(self.error(message, pattern));
                    }
                    seen.push(value);
                }
                NodeKind::Attribute { .. } => {}
                _ => {
                    let message = "mapping pattern keys may only match literals and attribute lookups";
                    return Err(self.error(message, pattern));
                }
            }
            self.visit_expr(key)?;
        }
        Ok(())
    }

    fn or_pattern(&mut self, pattern: NodeId, patterns: NodeList, matching: &mut Matching) -> Gen {
        let ast = self.ast;
        let loc = self.loc(pattern);
        let end = self.new_label();
        // The names of the first alternative, in the order of their values: the others must agree.
        let mut control: Vec<Rc<str>> = Vec::new();
        for (index, &alternative) in ast.list(patterns).iter().enumerate() {
            let last = index + 1 == patterns.len();
            let mut inner =
                Matching { allow_irrefutable: last && matching.allow_irrefutable, ..Matching::default() };
            let alternative_loc = self.loc(alternative);
            self.op_i(Opcode::COPY, 1, alternative_loc);
            self.pattern(alternative, &mut inner)?;
            if index == 0 {
                control = inner.stores.clone();
            } else if !self.reorder_stores(&control, &mut inner.stores, alternative_loc) {
                return Err(self.error("alternative patterns bind different names", pattern));
            }
            self.jump(Opcode::JUMP, end, alternative_loc);
            self.emit_fail_pops(&mut inner, alternative_loc);
        }
        self.op(Opcode::POP_TOP, loc);
        self.jump_to_fail(matching, Opcode::JUMP, loc);
        self.use_label(end);
        // The captured values go below the other captures, the copy of the subject and what must stay on top.
        let rotations = control.len() + 1 + matching.on_top + matching.stores.len();
        for name in control {
            self.rotate(rotations, loc);
            if matching.stores.contains(&name) {
                return Err(self.duplicate_store(&name, pattern));
            }
            matching.stores.push(name);
        }
        self.op(Opcode::POP_TOP, loc);
        Ok(())
    }

    /// Brings the captured values into the order of `control`; false if other names were captured.
    fn reorder_stores(&mut self, control: &[Rc<str>], stores: &mut Vec<Rc<str>>, loc: Location) -> bool {
        if stores.len() != control.len() {
            return false;
        }
        for (wanted, name) in control.iter().enumerate().rev() {
            let Some(found) = stores.iter().position(|store| store == name) else { return false };
            if wanted == found {
                continue;
            }
            let rotations = found + 1;
            let rotated: Vec<_> = stores.drain(..rotations).collect();
            let at = wanted - found;
            stores.splice(at..at, rotated);
            for _ in 0..rotations {
                self.rotate(wanted + 1, loc);
            }
        }
        true
    }
}
