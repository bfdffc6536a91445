//! Imports.
use super::oparg::intrinsic_1;
use super::{Codegen, Gen};
use crate::ast::{ExprContext, NodeKind, NodeList};
use crate::bytecode::{Constant, Opcode};
use crate::compiler::instruction_sequence::Location;
use std::rc::Rc;

impl Codegen<'_> {
    pub(super) fn import(&mut self, names: NodeList, loc: Location) -> Gen {
        let ast = self.ast;
        for &alias in ast.list(names) {
            let NodeKind::Alias { name, asname } = ast.kind(alias) else { continue };
            self.load_const(Constant::from(0), loc);
            self.load_const(Constant::None, loc);
            self.op_name(Opcode::IMPORT_NAME, name, loc);
            match asname {
                Some(asname) => self.import_as(name, asname, loc)?,
                None => {
                    let bound = name.split('.').next().unwrap_or(name);
                    self.name_op(&bound.into(), ExprContext::Store, loc)?;
                }
            }
        }
        Ok(())
    }

    /// `import a.b.c as x` fetches `b` and `c` from the module `a` that was imported.
    fn import_as(&mut self, name: &str, asname: &Rc<str>, loc: Location) -> Gen {
        let mut attributes = name.split('.').skip(1).peekable();
        if attributes.peek().is_none() {
            return self.name_op(asname, ExprContext::Store, loc);
        }
        while let Some(attribute) = attributes.next() {
            let index = self.name_index(&attribute.into());
            self.op_i(Opcode::IMPORT_FROM, index, loc);
            if attributes.peek().is_some() {
                self.op_i(Opcode::SWAP, 2, loc);
                self.op(Opcode::POP_TOP, loc);
            }
        }
        self.name_op(asname, ExprContext::Store, loc)?;
        self.op(Opcode::POP_TOP, loc);
        Ok(())
    }

    pub(super) fn import_from(
        &mut self,
        module: Option<&Rc<str>>,
        names: NodeList,
        level: i32,
        loc: Location,
    ) -> Gen {
        let ast = self.ast;
        let aliases: Vec<_> = ast
            .list(names)
            .iter()
            .filter_map(|&alias| match ast.kind(alias) {
                NodeKind::Alias { name, asname } => Some((name, asname.as_ref())),
                _ => None,
            })
            .collect();
        self.load_const(Constant::from(i64::from(level)), loc);
        self.load_str_tuple(aliases.iter().map(|(name, _)| *name), loc);
        match module {
            Some(module) => self.op_name(Opcode::IMPORT_NAME, module, loc),
            None => self.op_name(Opcode::IMPORT_NAME, &"".into(), loc),
        }
        for (index, (name, asname)) in aliases.into_iter().enumerate() {
            if index == 0 && name.starts_with('*') {
                self.op_i(Opcode::CALL_INTRINSIC_1, intrinsic_1::IMPORT_STAR, loc);
                self.op(Opcode::POP_TOP, Location::NONE);
                return Ok(());
            }
            self.op_name(Opcode::IMPORT_FROM, name, loc);
            self.name_op(asname.unwrap_or(name), ExprContext::Store, loc)?;
        }
        self.op(Opcode::POP_TOP, loc);
        Ok(())
    }
}
