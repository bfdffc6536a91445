//! What each stage is for, in one sentence. Not linked into the package: the page loads them with its help.

/// The sentence about a stage, by its CPython function.
pub fn about(stage: &str) -> &'static str {
    match stage {
        super::CODEGEN => {
            "Walks the tree and writes a sequence of instructions; jumps go to labels, and pseudo-instructions mark what is decided later."
        }
        super::BUILD => {
            "Cuts the sequence into basic blocks: a block begins at each label and ends at each jump, return or raise."
        }
        "mark_except_handlers" => "Marks the blocks that a SETUP instruction names as exception handlers.",
        "label_exception_targets" => {
            "Follows the control flow with a stack of open try blocks and notes for each instruction where an exception in it goes."
        }
        "inline_small_or_no_lineno_blocks" => {
            "Copies short blocks that leave the function, and blocks without a line, to the end of blocks that jump to them."
        }
        "remove_unreachable" => "Empties every block that no path from the entry reaches.",
        "resolve_line_numbers" => {
            "Gives instructions without a line the line of those before them, and copies exits that several lines lead to."
        }
        "optimize_load_const" => {
            "Loads small integers without the constants table, and decides tests of constants at compile time."
        }
        "optimize_basic_block" => {
            "Looks through a small window at each block: folds constant expressions, lets jumps to jumps go straight on, joins and shortens pairs."
        }
        "remove_redundant_nops_and_pairs" => {
            "Removes NOPs that no line needs, and values that are pushed only to be popped."
        }
        "remove_redundant_nops_and_jumps" => {
            "Removes jumps to the block that follows anyway, and the NOPs they leave, until nothing changes."
        }
        "remove_unused_consts" => "Drops constants that nothing loads any more and numbers the others anew.",
        "add_checks_for_loads_of_uninitialized_variables" => {
            "Finds loads of locals that may have no value yet and lets them check: LOAD_FAST_CHECK raises UnboundLocalError."
        }
        "insert_superinstructions" => "Joins two neighbouring accesses to locals into one instruction.",
        "push_cold_blocks_to_end" => {
            "Marks blocks that only exceptions reach as cold and moves them behind the others."
        }
        "convert_pseudo_conditional_jumps" => {
            "Spells out jumps that keep the value they test: copy it, convert it to a bool, pop that and jump."
        }
        "calculate_stackdepth" => {
            "Follows every path to find how deep the value stack is at the start of each block, and at most."
        }
        "prepare_localsplus" => {
            "Numbers locals, cells and free variables in one row, and puts in front what sets up cells and generators."
        }
        "convert_pseudo_ops" => "Replaces the last pseudo-instructions by real ones or by nothing.",
        "normalize_jumps" => {
            "Turns conditional jumps so that they go forward, and marks the path on which they are not taken."
        }
        "optimize_load_fast" => {
            "Finds loads of locals whose value is used up in the same block while the local keeps it alive: they borrow the reference instead of counting it."
        }
        super::ASSEMBLE => {
            "Lays the blocks out as bytes: directions and distances of jumps, EXTENDED_ARG prefixes, inline caches, exception table and line table."
        }
        _ => "",
    }
}
